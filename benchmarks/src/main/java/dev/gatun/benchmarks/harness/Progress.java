package dev.gatun.benchmarks.harness;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Says what is being done and how much is left, on one line that is written over again. One thread. */
public final class Progress {
    private final PrintStream out;
    private final boolean live;
    private final int stepsExpected;
    private final long startNanos = System.nanoTime();
    private int steps;

    /** {@code live}: whether somebody watches, on a terminal that can go back to the beginning of a line. */
    public Progress(PrintStream out, boolean live, int stepsExpected) {
        this.out = out;
        this.live = live;
        this.stepsExpected = stepsExpected;
    }

    public void doing(Row row, String subject, String what) {
        steps++;
        if (live) {
            out.printf(Locale.ROOT, "\r\033[K%s  %s: %s%s", row.title(), subject, what, left());
            out.flush();
        }
    }

    private String left() {
        if (steps < 5) {
            return "";
        }
        long perStep = (System.nanoTime() - startNanos) / steps;
        long seconds =
                Duration.ofNanos(perStep * Math.max(0, stepsExpected - steps)).toSeconds();
        return "  (about " + seconds + " s left)";
    }

    public void done() {
        if (live) {
            out.print("\r\033[K");
            out.flush();
        }
    }
}
