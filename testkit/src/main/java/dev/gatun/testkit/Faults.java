package dev.gatun.testkit;

import java.util.StringJoiner;

/** How probable each {@link Fault} is. Immutable: {@link #with} answers another one. */
public final class Faults {
    private static final Fault[] ALL = Fault.values();
    private static final Faults NONE = new Faults(new double[ALL.length], 1);
    private static final Faults GENTLE = NONE.withDelayNanosMax(50_000)
            .with(Fault.DELAYED, 0.2)
            .with(Fault.SHUFFLED, 0.2)
            .with(Fault.SHORT_RECEIVE, 0.1)
            .with(Fault.SHORT_SEND, 0.1)
            .with(Fault.SHORT_READ, 0.05)
            .with(Fault.SHORT_WRITE, 0.05)
            .with(Fault.NOT_CACHED, 0.2)
            .with(Fault.BLOCK_SHARED, 0.1)
            .with(Fault.MULTISHOT_ENDED, 0.02)
            .with(Fault.CANCEL_EARLY, 0.2)
            .with(Fault.CANCEL_LATE, 0.2)
            .with(Fault.QUEUE_FULL, 0.01)
            .with(Fault.HANDLE_REUSED, 0.5)
            .with(Fault.SPURIOUS_WAKE, 0.02)
            .with(Fault.LATE_WAKE, 0.05);
    private static final Faults HARSH = NONE.withDelayNanosMax(5_000_000)
            .with(Fault.DELAYED, 0.5)
            .with(Fault.SHUFFLED, 0.5)
            .with(Fault.SHORT_RECEIVE, 0.4)
            .with(Fault.SHORT_SEND, 0.4)
            .with(Fault.SHORT_READ, 0.3)
            .with(Fault.SHORT_WRITE, 0.3)
            .with(Fault.NOT_CACHED, 0.4)
            .with(Fault.RESET, 0.01)
            .with(Fault.INTERRUPTED, 0.02)
            .with(Fault.NO_MEMORY, 0.01)
            .with(Fault.IO, 0.01)
            .with(Fault.WOULD_BLOCK, 0.02)
            .with(Fault.NO_BUFFERS, 0.05)
            .with(Fault.BLOCK_SHARED, 0.4)
            .with(Fault.MULTISHOT_ENDED, 0.2)
            .with(Fault.CANCEL_EARLY, 0.4)
            .with(Fault.CANCEL_LATE, 0.5)
            .with(Fault.QUEUE_FULL, 0.1)
            .with(Fault.HANDLE_REUSED, 0.9)
            .with(Fault.SPURIOUS_WAKE, 0.1)
            .with(Fault.LATE_WAKE, 0.3)
            .with(Fault.DATAGRAM_LOST, 0.05)
            .with(Fault.CHANGE_LOST, 0.05);

    private final double[] probabilities;
    private final long delayNanosMax;

    private Faults(double[] probabilities, long delayNanosMax) {
        this.probabilities = probabilities;
        this.delayNanosMax = delayNanosMax;
    }

    /** A kernel on its best behaviour. */
    public static Faults none() {
        return NONE;
    }

    /** What any service meets every day: nothing that ends a connection. */
    public static Faults gentle() {
        return GENTLE;
    }

    /** A very bad day: connections reset, devices fail, buffers run out. */
    public static Faults harsh() {
        return HARSH;
    }

    public Faults with(Fault fault, double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("probability " + probability + " is not between 0 and 1");
        }
        if (!fault.isInjected()) {
            throw new IllegalArgumentException(fault + " comes about by itself; give the fault that leads to it");
        }
        double[] changed = probabilities.clone();
        changed[fault.ordinal()] = probability;
        return new Faults(changed, delayNanosMax);
    }

    /** The longest that DELAYED and CANCEL_LATE take, and the latest that a SPURIOUS_WAKE comes. */
    public Faults withDelayNanosMax(long nanos) {
        if (nanos < 1) {
            throw new IllegalArgumentException("a longest delay of " + nanos + " ns is not positive");
        }
        return new Faults(probabilities, nanos);
    }

    public double probability(Fault fault) {
        return probabilities[fault.ordinal()];
    }

    public long delayNanosMax() {
        return delayNanosMax;
    }

    /** As it is written: what a failure prints, so that the run can be repeated. */
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner("", "Faults.none()", "");
        if (delayNanosMax != NONE.delayNanosMax) {
            text.add(".withDelayNanosMax(" + delayNanosMax + ")");
        }
        for (Fault fault : ALL) {
            if (probability(fault) > 0) {
                text.add(".with(Fault." + fault + ", " + probability(fault) + ")");
            }
        }
        return text.toString();
    }
}
