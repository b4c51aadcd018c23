package dev.gatun.readiness;

import dev.gatun.spi.IoBackend;
import dev.gatun.spi.Operation;

/**
 * The system's way of telling readiness, by edges: once a handle is watched, in both directions, each change to
 * ready is told once. All but {@link #wake} is called by the Cpu's thread.
 */
public interface Poller {
    /** In events: a read would not block; so the same bits as in the result of a POLL. */
    int READ = Operation.POLL_READ;

    int WRITE = Operation.POLL_WRITE;
    /** The handle failed or was hung up: ready both ways, and the system call says what happened. */
    int HANG_UP = Operation.POLL_HANG_UP;
    /** There may be something behind the data, an end or a mark: a short read does not mean that all was read. */
    int UNUSUAL = 1 << 11;

    /** The answer of {@link #watch} for what is always ready: regular files, directories. */
    long NEVER_BLOCKS = Long.MIN_VALUE;

    /** Told of events, while the poller looks or waits. */
    interface Listener {
        /** {@code generation} is the one that the handle was watched with: an older one is of a handle that is gone. */
        void onReady(int handle, int generation, int events);
    }

    /**
     * Watches a handle until it is closed. What is ready already is told as well. 0, {@link #NEVER_BLOCKS}, or a
     * negated error number.
     */
    long watch(int handle, int generation);

    /**
     * Somebody waits to write to a watched handle. For systems that would tell of room for each byte that goes:
     * they tell of it from now on, and of what there is already; others always do.
     */
    default void wantWrites(int handle, int generation) {}

    /** Nobody waits to write any more, and there is room. */
    default void wantNoWrites(int handle) {}

    /** Before a watched handle is closed: no event of it comes after this. */
    void unwatch(int handle);

    /** What is ready at this moment, watched or not: event bits, or a negated error number. */
    long readiness(int handle);

    /** Tells what has become ready, and waits for nothing. */
    void look(Listener listener);

    /**
     * As {@link #look}, and waits until there is something, {@link #wake} is called, or the time is up; negative:
     * none.
     */
    void await(long nanos, Listener listener);

    /** Ends an {@link #await}, or the next one; for any thread, at any time, closed or not. */
    void wake();

    void close();

    /** How long {@link #await} is to wait; negative: for ever. */
    static long nanosUntil(long nowNanos, long deadlineNanos) {
        if (deadlineNanos == IoBackend.NEVER) {
            return -1;
        }
        long nanos = deadlineNanos - nowNanos;
        return nanos < 0 ? Long.MAX_VALUE : nanos; // further away than a long can say
    }
}
