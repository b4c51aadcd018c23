package dev.gatun.testkit;

import dev.gatun.spi.IoError;
import dev.gatun.spi.OperationKind;
import org.jspecify.annotations.Nullable;

/**
 * All chance of a machine, from its one seed: SplitMix64, written out because the JDK promises the sequence of none
 * of its fast generators from release to release. Counts what it throws in. The driver's thread only.
 */
final class Dice {
    private static final Fault[] ERRORS = {Fault.INTERRUPTED, Fault.NO_MEMORY, Fault.IO, Fault.WOULD_BLOCK};
    private static final double UNIT = 0x1p-53;

    private final Faults faults;
    private final Trace trace;
    private final boolean anyErrors;
    private final long[] counts = new long[Fault.values().length];
    private long state;

    Dice(long seed, Faults faults, Trace trace) {
        this.state = seed;
        this.faults = faults;
        this.trace = trace;
        boolean any = false;
        for (Fault error : ERRORS) {
            any |= faults.probability(error) > 0;
        }
        anyErrors = any;
    }

    /** Whether a fault happens now. One that can't happen costs no draw, so it does not disturb the others. */
    boolean hit(Fault fault) {
        double probability = faults.probability(fault);
        if (probability == 0 || (nextLong() >>> 11) * UNIT >= probability) {
            return false;
        }
        count(fault);
        return true;
    }

    void count(Fault fault) {
        counts[fault.ordinal()]++;
        trace.fault(fault);
    }

    /** From 0 to {@code bound - 1}. */
    long below(long bound) {
        assert bound > 0 : "nothing is below " + bound;
        return Long.remainderUnsigned(nextLong(), bound);
    }

    /** How many of {@code count} are transferred: all, or at least one of them. */
    int shorten(Fault fault, int count) {
        return count > 1 && hit(fault) ? 1 + (int) below(count - 1) : count;
    }

    /** A delay of DELAYED or CANCEL_LATE; never 0. */
    long delayNanos() {
        return 1 + below(faults.delayNanosMax());
    }

    /** The error that befalls an operation now, if one does. */
    @Nullable
    IoError error(OperationKind kind) {
        if (anyErrors) {
            for (Fault fault : ERRORS) {
                if (canBefall(fault, kind) && hit(fault)) {
                    return IoError.valueOf(fault.name());
                }
            }
        }
        return null;
    }

    FaultCounts counts() {
        return new FaultCounts(counts);
    }

    /** What a kernel may answer to what; never to CLOSE, SHUTDOWN and NOP, after which nobody could go on. */
    private static boolean canBefall(Fault fault, OperationKind kind) {
        return switch (kind) {
            case NOP, CLOSE, SHUTDOWN, POLL, TIMEOUT -> false;
            case CONNECT -> fault == Fault.NO_MEMORY;
            case OPEN -> fault == Fault.NO_MEMORY || fault == Fault.IO;
            case READ, WRITE, READ_VECTORED, WRITE_VECTORED, SYNC, STATUS, ALLOCATE, TRUNCATE ->
                fault != Fault.WOULD_BLOCK;
            case ACCEPT,
                    RECEIVE,
                    SEND,
                    RECEIVE_VECTORED,
                    SEND_VECTORED,
                    SEND_FILE,
                    RECEIVE_FROM,
                    SEND_TO,
                    RECEIVE_BATCH,
                    SEND_BATCH -> fault != Fault.IO;
        };
    }

    private long nextLong() {
        state += 0x9E3779B97F4A7C15L;
        long mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
