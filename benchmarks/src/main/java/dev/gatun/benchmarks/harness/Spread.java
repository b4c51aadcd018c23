package dev.gatun.benchmarks.harness;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Several values of the same thing: the middle one, how far they lie apart, and between which two of them the true
 * middle lies. Of values in order, so many from either end, that the median of whatever they were drawn from is
 * between those two with a probability of at least 15/16, be its distribution what it may. Of five values these are the
 * least and the greatest; of fewer there are none.
 */
public record Spread(double median, double min, double max, double low, double high, int rounds) {
    private static final double DOUBT_MAX = 1.0 / 16;

    public static Spread of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no values: there is no median of nothing");
        }
        List<Double> sorted = values.stream().sorted().toList();
        int size = sorted.size();
        double median = size % 2 == 1 ? sorted.get(size / 2) : (sorted.get(size / 2 - 1) + sorted.get(size / 2)) / 2;
        int fromEnd = fromEnd(size);
        double low = fromEnd < 0 ? Double.NEGATIVE_INFINITY : sorted.get(fromEnd);
        double high = fromEnd < 0 ? Double.POSITIVE_INFINITY : sorted.get(size - 1 - fromEnd);
        return new Spread(median, sorted.getFirst(), sorted.getLast(), low, high, size);
    }

    /** Ours by theirs, paired by round: what disturbed both at once disturbs no ratio. */
    public static Spread ofRatios(List<Double> ours, List<Double> theirs) {
        if (ours.size() != theirs.size()) {
            throw new IllegalArgumentException(
                    ours.size() + " rounds of ours against " + theirs.size() + " of theirs: they can't be paired");
        }
        if (theirs.stream().anyMatch(value -> !(value > 0))) {
            throw new BenchmarkFailure("nothing can be compared with a figure that is not positive: " + theirs);
        }
        return of(IntStream.range(0, ours.size())
                .mapToObj(round -> ours.get(round) / theirs.get(round))
                .toList());
    }

    /** How many values may be left out at either end; negative: there are too few to leave in any. */
    static int fromEnd(int size) {
        double doubt = 0;
        double chance = Math.scalb(2.0, -size); // that exactly so many of them lie below the median, and twice that
        int fromEnd = -1;
        for (int below = 0; below < size && doubt + chance <= DOUBT_MAX; below++) {
            doubt += chance;
            chance = chance * (size - below) / (below + 1);
            fromEnd = below;
        }
        return fromEnd;
    }

    /** For ratios: true exactly when there are enough rounds, and they agree about who is ahead. */
    public boolean isConclusive() {
        return low > 1 || high < 1;
    }

    /** How far the values lie apart, as a part of the median. */
    double width() {
        return (max - min) / median;
    }
}
