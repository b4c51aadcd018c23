package dev.gatun.parts;

import dev.gatun.spi.Operation;

/** What a worker calls: operations that may wait for a device, or for ever. One worker's thread. */
public interface FileCalls {
    /** The operation's result, or a negated error number. */
    long run(Operation operation);

    /** Closes what an operation brought that nobody wants any more. */
    void closeOrphan(int handle);

    /** The worker ends. */
    default void end() {}
}
