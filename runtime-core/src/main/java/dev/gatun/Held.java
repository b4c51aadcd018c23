package dev.gatun;

/** What an operation brings beside a buffer, and what must not change while the kernel may touch it (invariant 4). */
abstract sealed class Held permits BufferBatch, BufferVector, FileStatus {
    /** An operation takes it along. */
    abstract void pin();

    /** The terminal result is here. */
    abstract void unpin(int result);
}
