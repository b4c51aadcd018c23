package dev.gatun.readiness;

import dev.gatun.spi.Operation;

/**
 * Where an operation is, kept in {@link Operation#backendState}, with a detail in the bits above: what a cancel needs
 * to know.
 */
final class Place {
    /** Not here, or its terminal result is on its way. */
    static final int NOWHERE = 0;
    /** Taken, and not tried yet. Detail: perhaps {@link #ONE_TRY}. */
    static final int SUBMITTED = 1;
    /** It would have blocked, and waits in its handle's queue. Detail: perhaps {@link #BEGUN}, {@link #ONE_TRY}. */
    static final int PARKED_READING = 2;

    static final int PARKED_WRITING = 3;
    /** A POLL that waits for an edge. */
    static final int WATCHING = 4;
    /** A POLL that has something to tell. Detail: the events. */
    static final int DUE = 5;
    /** With the workers. Detail: the number of its job. */
    static final int AT_WORK = 6;
    /** Sent, and the system still has its memory. */
    static final int LENT = 7;
    /** A CLOSE that waits until others have let go of the handle. */
    static final int CLOSING = 8;

    /** In the detail of a parked CONNECT: the system is connecting. */
    static final int BEGUN = 1;

    /** In the detail of a submitted or parked one: its end was asked for, so it is tried once more, and ends. */
    static final int ONE_TRY = 1 << 1;

    private static final int BITS = 4;

    private Place() {}

    static int of(Operation operation) {
        return operation.backendState & (1 << BITS) - 1;
    }

    static int detail(Operation operation) {
        return operation.backendState >>> BITS;
    }

    static void set(Operation operation, int place) {
        operation.backendState = place;
    }

    static void set(Operation operation, int place, int detail) {
        operation.backendState = place | detail << BITS;
    }
}
