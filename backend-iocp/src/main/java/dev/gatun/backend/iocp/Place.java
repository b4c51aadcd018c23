package dev.gatun.backend.iocp;

import dev.gatun.spi.Operation;

/**
 * Where an operation is, in the word that the core leaves to the backend: the place below, and what belongs to it
 * above (a slot, a direction, a job, a result). The Cpu's thread alone.
 */
final class Place {
    static final int SUBMITTED = 1;
    /** Windows has it, with the slot. */
    static final int SLOT = 2;
    /** Waits for readiness, in the direction. */
    static final int PARKED = 3;
    /** A worker has it, or will, with the job. */
    static final int WORKER = 4;
    /** Over, with the result; yet to be told. */
    static final int ENDED = 5;
    /** A CLOSE that waits for what is in flight on its handle. */
    static final int CLOSING = 6;

    private static final int SHIFT = 3;
    private static final int MASK = (1 << SHIFT) - 1;

    private Place() {}

    static void set(Operation operation, int place, int detail) {
        operation.backendState = detail << SHIFT | place;
    }

    static int of(Operation operation) {
        return operation.backendState & MASK;
    }

    static int detail(Operation operation) {
        return operation.backendState >> SHIFT;
    }
}
