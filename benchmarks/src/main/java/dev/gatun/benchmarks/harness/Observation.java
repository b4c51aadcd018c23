package dev.gatun.benchmarks.harness;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What strace saw of a contender, against what that says itself. */
final class Observation {
    private static final double BESIDE_FOR_BEING_ASKED = 50;
    private static final double BESIDE_IN_A_JVM =
            400; // a thread of a young one: its compiler's and collector's futexes
    private static final double BESIDE_FOR_A_CONNECTION = 5; // accept, options, registration, close
    private static final double PART_BESIDE_MAX = 0.05;

    private Observation() {}

    /** {@code counted}: its own count; null: it has none. */
    static double perOp(String subject, long observed, double operations, int connections, @Nullable Double counted) {
        double beside = BESIDE_FOR_BEING_ASKED
                + BESIDE_FOR_A_CONNECTION * connections
                + (subject.startsWith("c-") ? 0 : BESIDE_IN_A_JVM);
        if (counted != null && Math.abs(observed - counted) > beside + PART_BESIDE_MAX * counted) {
            throw new BenchmarkFailure(String.format(
                    Locale.ROOT, "%s counted %.0f system calls, and strace %d", subject, counted, observed));
        }
        return observed / operations;
    }
}
