package dev.gatun.benchmarks.harness;

import org.jspecify.annotations.Nullable;

/**
 * Somebody who does the work of a row when it is their turn, and nothing between turns. Opened before the first round,
 * closed after the last; the thread that runs the contest alone.
 */
public interface Contender extends AutoCloseable {
    /** As in the contract: "gatun-io_uring", "c-liburing". */
    String subject();

    /** Works for so long, checks what was done, and answers how it went; fails when the work was not done right. */
    Sample round(long millis);

    /**
     * One more round, which is not timed, under the eyes of strace: the system calls for each operation. Null where
     * there is none. Fails where the contender's own count is another.
     */
    @Nullable
    Double observedSyscallsPerOp(long millis);

    @Override
    void close();

    /** Opens one; it may take a while, and fails with what is missing. */
    @FunctionalInterface
    interface Entry {
        Contender open();
    }
}
