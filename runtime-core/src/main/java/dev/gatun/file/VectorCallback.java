package dev.gatun.file;

import dev.gatun.BufferVector;

/** A vectored read or write has ended: bytes, or a negated error. The buffers' indices are as they were. */
@FunctionalInterface
public interface VectorCallback {
    void onTransferred(AsyncFile file, BufferVector vector, int result);
}
