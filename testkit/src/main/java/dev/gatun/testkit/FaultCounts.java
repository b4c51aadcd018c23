package dev.gatun.testkit;

import java.util.StringJoiner;

/** How often each {@link Fault} has happened, as it was when asked. Immutable. */
public final class FaultCounts {
    private static final Fault[] ALL = Fault.values();

    /** Before anything happened. */
    public static final FaultCounts NONE = new FaultCounts(new long[ALL.length]);

    private final long[] counts;

    FaultCounts(long[] counts) {
        this.counts = counts.clone();
    }

    public long count(Fault fault) {
        return counts[fault.ordinal()];
    }

    /** All that were thrown in, without their consequences. */
    public long injected() {
        long sum = 0;
        for (Fault fault : ALL) {
            if (fault.isInjected()) {
                sum += count(fault);
            }
        }
        return sum;
    }

    /** Of two runs together. */
    public FaultCounts plus(FaultCounts other) {
        long[] sums = new long[counts.length];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = counts[i] + other.counts[i];
        }
        return new FaultCounts(sums);
    }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", "FaultCounts[", "]");
        for (Fault fault : ALL) {
            if (count(fault) > 0) {
                text.add(fault + " " + count(fault));
            }
        }
        return text.toString();
    }
}
