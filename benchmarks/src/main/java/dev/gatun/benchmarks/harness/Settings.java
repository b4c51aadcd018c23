package dev.gatun.benchmarks.harness;

/**
 * How long it takes. Many short rounds tell more than a few long ones: where a machine is shared, what disturbs it
 * lasts for seconds, and hits both sides of a ratio only if they are measured within that.
 *
 * @param rounds of each contender in each row
 * @param quick whether it was asked to be over soon, at the price of wider spreads
 * @param serverCpu where what is measured runs; the generator of load runs on {@code loadCpu}
 */
public record Settings(
        int rounds,
        boolean quick,
        long roundMillis,
        long warmUpMillis,
        int warmUpRoundsMax,
        int serverCpu,
        int loadCpu) {
    public Settings {
        if (rounds < 1 || roundMillis < 1 || warmUpMillis < 1 || warmUpRoundsMax < 0) {
            throw new IllegalArgumentException(rounds + " rounds of " + roundMillis + " ms after at most "
                    + warmUpRoundsMax + " of " + warmUpMillis + " ms to warm up: none of it may be negative, and only"
                    + " the third zero");
        }
    }

    public static Settings brief() {
        return new Settings(7, true, 100, 300, 6, 0, lastCpu());
    }

    public static Settings thorough() {
        return new Settings(25, false, 250, 600, 10, 0, lastCpu());
    }

    public Settings withRounds(int rounds) {
        return new Settings(rounds, quick, roundMillis, warmUpMillis, warmUpRoundsMax, serverCpu, loadCpu);
    }

    private static int lastCpu() {
        return Runtime.getRuntime().availableProcessors() - 1;
    }
}
