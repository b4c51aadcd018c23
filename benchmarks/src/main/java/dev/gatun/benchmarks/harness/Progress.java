package dev.gatun.benchmarks.harness;

import java.io.PrintStream;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Says what is being done and about how long all the rest will take, on one line that is written over again; or, where
 * nobody watches, one line for each row that is done. What is left of each kind of step takes as long, it is assumed,
 * as that kind has taken so far. One thread.
 */
public final class Progress {
    private static final double NANOS = 1e9;

    private enum Step {
        WARMING_UP,
        ROUND,
        COUNTING
    }

    private final PrintStream out;
    private final boolean live;
    private final int contenders;
    private final int rounds;
    private final int limitSeconds;
    private final LongSupplier nanoTime;
    private final long startNanos;
    private final Map<Step, Integer> begun = new EnumMap<>(Step.class);
    private final Map<Step, Double> seconds = new EnumMap<>(Step.class);
    private String warming = "";
    private Step step = Step.WARMING_UP;
    private long stepNanos;
    private long rowNanos;

    /**
     * {@code live}: whether somebody watches, on a terminal that can go back to the beginning of a line;
     * {@code contenders} of all rows together, each with about so many rounds; {@code limitSeconds}: what finds no
     * time within that is left out.
     */
    public Progress(PrintStream out, boolean live, int contenders, int rounds, int limitSeconds) {
        this(out, live, contenders, rounds, limitSeconds, System::nanoTime);
    }

    Progress(PrintStream out, boolean live, int contenders, int rounds, int limitSeconds, LongSupplier nanoTime) {
        this.out = out;
        this.live = live;
        this.contenders = contenders;
        this.rounds = rounds;
        this.limitSeconds = limitSeconds;
        this.nanoTime = nanoTime;
        stepNanos = nanoTime.getAsLong();
        rowNanos = stepNanos;
        startNanos = stepNanos;
    }

    void warmingUp(Row row, String subject) {
        String which = row.title() + " " + subject;
        next(Step.WARMING_UP, which.equals(warming) ? 0 : 1); // it takes as many rounds as it takes
        warming = which;
        say(row, subject, "warming up");
    }

    void round(Row row, String subject, int round, int rounds) {
        next(Step.ROUND, 1);
        say(row, subject, "round " + round + " of " + rounds);
    }

    void counting(Row row, String subject) {
        next(Step.COUNTING, 1);
        say(row, subject, "counting its system calls");
    }

    /** A row is done, or given up. */
    public void done(Row row, String how) {
        next(Step.WARMING_UP, 0);
        if (live) {
            out.print("\r\033[K");
        } else {
            out.printf(Locale.ROOT, "%s: %s in %.1f s%n", row.title(), how, (stepNanos - rowNanos) / NANOS);
        }
        out.flush();
        rowNanos = stepNanos;
    }

    /** What was begun last has ended. */
    private void next(Step now, int more) {
        long nanos = nanoTime.getAsLong();
        seconds.merge(step, (nanos - stepNanos) / NANOS, Double::sum);
        begun.merge(now, more, Integer::sum);
        step = now;
        stepNanos = nanos;
    }

    private void say(Row row, String subject, String what) {
        if (live) {
            out.printf(Locale.ROOT, "\r\033[K%s  %s: %s%s", row.title(), subject, what, left());
            out.flush();
        }
    }

    private String left() {
        double left = 0;
        for (Step each : Step.values()) {
            int count = begun.getOrDefault(each, 0);
            int all = each == Step.ROUND ? contenders * rounds : contenders;
            int ended = each == step ? count - 1 : count;
            if (ended > 0) {
                left += Math.max(0, all - ended) * seconds.getOrDefault(each, 0.0) / ended;
            }
        }
        left = Math.min(left, Math.max(0, limitSeconds - (stepNanos - startNanos) / NANOS));
        // Before the first round has ended, most of what is to come is not known.
        return begun.getOrDefault(Step.ROUND, 0) < 2 ? "" : "  (" + words(Math.round(left)) + " left)";
    }

    static String words(long seconds) {
        return seconds < 100
                ? "about " + seconds + " s"
                : String.format(Locale.ROOT, "about %d min %02d s", seconds / 60, seconds % 60);
    }
}
