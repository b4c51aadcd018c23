package dev.gatun.readiness;

import dev.gatun.parts.OperationList;
import dev.gatun.spi.Completions;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;

/**
 * How operations end: told at once where there is a poll that takes it, else kept for the next one. It counts what
 * is in flight. Results are values, negated error numbers, or CANCELLED. The Cpu's thread alone.
 */
final class Endings {
    /** No number of the system's: it was our doing. */
    static final long CANCELLED = Long.MIN_VALUE + 8;
    /** The handle is none, or is being closed. */
    static final long BAD_HANDLE = Long.MIN_VALUE + 9;

    /** A receive found data, and the pool no block for it. */
    static final long NO_BUFFERS = Long.MIN_VALUE + 10;

    private final HandleCalls calls;
    private long[] userData = new long[64];
    private long[] results = new long[64];
    private int head;
    private int size;
    private int inFlight;

    Endings(HandleCalls calls) {
        this.calls = calls;
    }

    int inFlight() {
        return inFlight;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void began() {
        inFlight++;
    }

    /** The terminal result, now: there is room. */
    void tell(Operation operation, long result, Completions into) {
        leave(operation);
        inFlight--;
        add(operation.userData(), result, into);
    }

    /** The terminal result, with a block of the pool. */
    void tellBlock(Operation operation, int length, int block, Completions into) {
        leave(operation);
        inFlight--;
        into.addBuffer(operation.userData(), length, 0, block, 0);
    }

    /** The terminal result, at the next opportunity. */
    void keep(Operation operation, long result) {
        leave(operation);
        if (size == results.length) {
            grow();
        }
        int at = head + size++ & results.length - 1;
        userData[at] = operation.userData();
        results[at] = result;
    }

    /** As {@link #keep}, for all that are in a list. */
    void keepAll(OperationList list, long result) {
        for (Operation next = list.removeFirst(); next != null; next = list.removeFirst()) {
            keep(next, result);
        }
    }

    void tellKept(Completions into) {
        while (size > 0 && !into.isFull()) {
            int at = head;
            head = head + 1 & results.length - 1;
            size--;
            inFlight--;
            add(userData[at], results[at], into);
        }
    }

    private static void leave(Operation operation) {
        assert Place.of(operation) != Place.NOWHERE : "invariant 3: a second end of " + operation;
        Place.set(operation, Place.NOWHERE);
    }

    private void add(long userData, long result, Completions into) {
        if (result >= 0) {
            into.add(userData, (int) result, 0);
        } else if (result == CANCELLED) {
            into.addError(userData, IoError.CANCELLED, 0);
        } else if (result == BAD_HANDLE) {
            into.addError(userData, IoError.BAD_HANDLE, 0);
        } else if (result == NO_BUFFERS) {
            into.addError(userData, IoError.NO_BUFFERS, 0);
        } else {
            into.addError(userData, calls.errorOf((int) -result), (int) -result);
        }
    }

    private void grow() {
        long[] moreUserData = new long[2 * size];
        long[] moreResults = new long[2 * size];
        for (int i = 0; i < size; i++) {
            int at = head + i & results.length - 1;
            moreUserData[i] = userData[at];
            moreResults[i] = results[at];
        }
        userData = moreUserData;
        results = moreResults;
        head = 0;
    }
}
