package dev.gatun.benchmarks.subjects;

import java.util.Arrays;
import java.util.List;

/**
 * How long things took: 1024 buckets for each power of two, so that a value is known to a thousandth. The same as in
 * the C programs ({@code bench.h}), so that nobody's distribution is drawn with another pen. One thread.
 */
final class Distribution {
    private static final int SUB_BITS = 10;
    private static final int SUB = 1 << SUB_BITS;
    private static final int OCTAVES = 36;

    /** As many as a curve needs. */
    private static final List<String> PERCENTILES =
            List.of("10", "25", "50", "75", "90", "95", "99", "99.5", "99.9", "99.95", "99.99");

    private final int[] counts = new int[OCTAVES * SUB];
    private long total;
    private long max;

    void record(long value) {
        counts[bucketOf(value)]++;
        total++;
        max = Math.max(max, value);
    }

    void clear() {
        Arrays.fill(counts, 0);
        total = 0;
        max = 0;
    }

    private static int bucketOf(long value) {
        if (value < SUB) {
            return (int) value;
        }
        int shift = 63 - Long.numberOfLeadingZeros(value) - SUB_BITS + 1;
        return (int) Math.min(OCTAVES * SUB - 1, (long) shift * (SUB / 2) + (value >>> shift));
    }

    private static long lowestOf(int bucket) {
        if (bucket < SUB) {
            return bucket;
        }
        int shift = (bucket - SUB / 2) / (SUB / 2);
        return (long) (bucket - shift * (SUB / 2)) << shift;
    }

    long percentile(double percent) {
        long rank = (long) (percent / 100 * total);
        long seen = 0;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            seen += counts[bucket];
            if (seen > rank) {
                return lowestOf(bucket);
            }
        }
        return max;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (String percent : PERCENTILES) {
            text.append('p').append(percent).append('=');
            text.append(percentile(Double.parseDouble(percent))).append(' ');
        }
        return text.append("max=").append(max).toString();
    }
}
