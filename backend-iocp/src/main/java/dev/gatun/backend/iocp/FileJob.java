package dev.gatun.backend.iocp;

import dev.gatun.spi.Operation;
import org.jspecify.annotations.Nullable;

/**
 * An operation on its way through a worker; used again and again. The Cpu's thread owns it, but from being handed
 * over until it is collected, when a worker does.
 */
final class FileJob {
    final int number;

    @Nullable
    Operation operation;

    /** Where it counts as running, and in which life of the handle; null for what has no handle yet. */
    @Nullable
    HandleState handle;

    int life;
    long result;

    /** What a worker threw: ours to throw again, on the loop. */
    @Nullable
    Throwable failure;

    /** The link of whatever list it is in: those that wait, those that are done, or the unused. */
    @Nullable
    FileJob next;

    FileJob(int number) {
        this.number = number;
    }
}
