package dev.gatun.backend.iocp;

import dev.gatun.parts.OperationList;
import dev.gatun.parts.ReadyList;

/**
 * Those who wait for a handle to become ready, in order, and the one watch that is kept for all of them. The Cpu's
 * thread alone.
 */
final class Direction extends ReadyList.Link<Direction> {
    static final int READING = 0;
    static final int WRITING = 1;
    /** Who only wants to be told. */
    static final int POLLING = 2;

    final HandleState handle;
    final int kind;
    final OperationList parked = new OperationList();

    /** The slot of the watch; -1 when there is none. */
    int watch = -1;

    /** What the watch looks for, of one that only tells. */
    int watched;

    /** What watches have seen, and polls have not been told: flags of a poll. */
    int seen;

    /** How a watch has failed, which those who wait are yet to be told: a negated Windows error, or 0. */
    long failure;

    /**
     * Multishot polls have been told, and nothing was received or sent since: to tell them again would tell nothing.
     */
    boolean isSpent;

    Direction(HandleState handle, int kind) {
        this.handle = handle;
        this.kind = kind;
    }
}
