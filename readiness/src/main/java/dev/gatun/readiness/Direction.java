package dev.gatun.readiness;

import dev.gatun.parts.OperationList;
import dev.gatun.parts.ReadyList;

/**
 * One of a handle's two directions: who waits to read, or to write, in order, and whether a try is worth it. Lives as
 * long as its {@link HandleState}. The Cpu's thread alone.
 */
final class Direction extends ReadyList.Link<Direction> {
    final HandleState handle;
    final int place;
    final OperationList parked = new OperationList();

    /** False exactly when a try would block, as far as we know, and an edge will tell when that ends. */
    boolean isReady = true;

    /** Of the first one parked, if it wants all of its memory filled: what has come so far. */
    int progress;

    Direction(HandleState handle, int place) {
        this.handle = handle;
        this.place = place;
    }
}
