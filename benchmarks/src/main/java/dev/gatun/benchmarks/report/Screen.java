package dev.gatun.benchmarks.report;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;

/**
 * Where text for a person goes: how wide it is, and whether it shows colours. The colours are told apart by those who
 * see red and green alike, and a word says the same beside them.
 */
public record Screen(PrintStream out, int columns, boolean colour) {
    private static final int PIPE_COLUMNS = 132;
    private static final int COLUMNS_MIN = 40;
    private static final String PLAIN = "\033[0m";

    /**
     * Standard output: a terminal when the system property {@code gatun.columns} says how wide it is; else something
     * that has no colours and no edge. A NO_COLOR that is not empty forbids colours everywhere.
     */
    public static Screen ofSystem(Map<String, String> environment) {
        Integer columns = Integer.getInteger("gatun.columns");
        boolean isTerminal = columns != null && columns >= COLUMNS_MIN;
        boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("TERM", "").equals("dumb");
        return new Screen(System.out, isTerminal ? columns : PIPE_COLUMNS, isTerminal && !plain);
    }

    public void line(String format, Object... arguments) {
        out.println(String.format(Locale.ROOT, format, arguments).stripTrailing());
    }

    String heading(String text) {
        return coloured("\033[1m", text);
    }

    String warning(String text) {
        return coloured("\033[33m", text);
    }

    String verdict(Verdict verdict, String text) {
        return switch (verdict) {
            case AHEAD -> coloured("\033[36m", text);
            case BEHIND -> coloured("\033[33m", text);
            case NONE, TOO_FEW -> coloured("\033[90m", text);
        };
    }

    private String coloured(String code, String text) {
        return colour ? code + text + PLAIN : text;
    }
}
