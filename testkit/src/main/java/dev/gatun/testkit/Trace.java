package dev.gatun.testkit;

import dev.gatun.spi.Completions;
import dev.gatun.spi.IoError;
import dev.gatun.spi.OperationKind;
import java.util.ArrayList;
import java.util.List;

/**
 * The last events of a machine, as numbers in a ring: recording allocates nothing, words are made when somebody
 * reads. No addresses are in it, as they differ from run to run. The driver's thread only.
 */
final class Trace {
    private static final Step[] STEPS = Step.values();
    private static final OperationKind[] KINDS = OperationKind.values();
    private static final Fault[] FAULTS = Fault.values();
    private static final int WORDS = 7;

    enum Step {
        SUBMITTED,
        /** A submit answered QUEUE_FULL. */
        REFUSED,
        CANCEL,
        /** A cancel answered NOT_FOUND. */
        CANCEL_TOO_LATE,
        /** The result is known to the kernel; the caller sees it when it is REAPED. */
        HAPPENED,
        REAPED,
        WAKE,
        OPENED,
        CLOSED,
        FAULT
    }

    private final VirtualClock clock;
    /** An event: time, step and Cpu, kind and flags, handle, user data, result. */
    private final long[] ring;

    private final int capacity;
    private long count;
    private long fingerprint;

    Trace(VirtualClock clock, int capacity) {
        this.clock = clock;
        this.capacity = capacity;
        ring = new long[capacity * WORDS];
    }

    void flight(Step step, Flight flight, int result, int flags) {
        add(step, flight.backend.cpu(), flight.kind.ordinal(), flags, flight.handle, flight.userData, result);
    }

    void cpu(Step step, int cpu, OperationKind kind, long handle, long userData) {
        add(step, cpu, kind.ordinal(), 0, handle, userData, 0);
    }

    void wake(int cpu) {
        add(Step.WAKE, cpu, 0, 0, -1, 0, 0);
    }

    void handle(Step step, long handle) {
        add(step, -1, 0, 0, handle, 0, 0);
    }

    void fault(Fault fault) {
        add(Step.FAULT, -1, 0, 0, -1, 0, fault.ordinal());
    }

    /** How many events there were: the number of the last. */
    long count() {
        return count;
    }

    /** A digest of all events since the beginning, also those that the ring has forgotten. */
    long fingerprint() {
        return fingerprint;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (long number = Math.max(0, count - capacity); number < count; number++) {
            lines.add(line(number));
        }
        return lines;
    }

    private void add(Step step, int cpu, int kind, int flags, long handle, long userData, long result) {
        int at = (int) (count % capacity) * WORDS;
        ring[at] = clock.nowNanos();
        ring[at + 1] = step.ordinal();
        ring[at + 2] = cpu;
        ring[at + 3] = (long) flags << 32 | kind;
        ring[at + 4] = handle;
        ring[at + 5] = userData;
        ring[at + 6] = result;
        long digest = fingerprint;
        for (int i = at; i < at + WORDS; i++) {
            digest = Long.rotateLeft((digest ^ ring[i]) * 0x9E3779B97F4A7C15L, 29);
        }
        fingerprint = digest;
        count++;
    }

    private String line(long number) {
        int at = (int) (number % capacity) * WORDS;
        Step step = STEPS[(int) ring[at + 1]];
        String prefix = "#" + (number + 1) + " " + ring[at] + " ns ";
        return switch (step) {
            case FAULT -> prefix + "fault " + FAULTS[(int) ring[at + 6]];
            case OPENED -> prefix + "opened handle " + ring[at + 4];
            case CLOSED -> prefix + "closed handle " + ring[at + 4];
            case WAKE -> prefix + "cpu " + ring[at + 2] + " woken";
            case SUBMITTED -> prefix + operation(at, "submitted ");
            case REFUSED -> prefix + operation(at, "queue full for ");
            case CANCEL -> prefix + operation(at, "cancel of ");
            case CANCEL_TOO_LATE -> prefix + operation(at, "cancel too late for ");
            case HAPPENED -> prefix + operation(at, "happened: ") + outcome(at);
            case REAPED -> prefix + operation(at, "reaped: ") + outcome(at);
        };
    }

    private String operation(int at, String what) {
        return "cpu " + ring[at + 2] + " " + what + KINDS[(int) ring[at + 3]] + " on " + ring[at + 4] + " (user data 0x"
                + Long.toHexString(ring[at + 5]) + ")";
    }

    private String outcome(int at) {
        int flags = (int) (ring[at + 3] >>> 32);
        int result = (int) ring[at + 6];
        return " = " + (result < 0 ? IoError.of(result).name() : String.valueOf(result))
                + ((flags & Completions.BUFFER) != 0 ? " in a block" : "")
                + ((flags & Completions.MORE) != 0 ? ", more" : "");
    }
}
