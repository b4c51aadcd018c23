package dev.gatun;

import org.jspecify.annotations.Nullable;

/**
 * A buffer that is out, as {@link BufferPool#leaks} saw it: a leak if nobody means to free it. Immutable, for any
 * thread.
 *
 * @param takenAt where it was taken; null unless the pool runs with debug, and for what the backend took
 */
public record BufferLeak(
        int block, int bytes, Holder holder, @Nullable Throwable takenAt) {
    public enum Holder {
        APPLICATION,
        /** At least one operation in flight. */
        OPERATION,
        BACKEND
    }
}
