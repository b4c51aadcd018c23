package dev.gatun.benchmarks.report;

/** How the page shows a verdict: by colour, and by a sign for those who do not see it. */
final class Tone {
    private Tone() {}

    /** The name of a class in the style sheet. */
    static String of(Verdict verdict) {
        return switch (verdict) {
            case AHEAD -> "ahead";
            case BEHIND -> "behind";
            case NONE, TOO_FEW -> "none";
        };
    }

    static String sign(Verdict verdict) {
        return switch (verdict) {
            case AHEAD -> "▲";
            case BEHIND -> "▼";
            case NONE -> "=";
            case TOO_FEW -> "?";
        };
    }
}
