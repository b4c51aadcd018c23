package dev.gatun;

import org.jspecify.annotations.Nullable;

/** One size of blocks, and what is counted of it. Its pool's owner's thread, its pool's lifetime. */
final class SizeClass {
    final int bytes;

    /** Chunks of this class with a free block. The one that was full until lately comes first: it is the fullest. */
    @Nullable
    Chunk available;

    long allocations;
    long frees;
    long exhausted;
    long fallbacks;

    SizeClass(int bytes) {
        this.bytes = bytes;
    }

    void makeAvailable(Chunk chunk) {
        assert chunk.freeCount() > 0 && chunk.next == null && chunk.sizeClass() == this;
        chunk.next = available;
        available = chunk;
    }

    /** Only the first one is taken from, so only it becomes full. */
    void firstIsFull(Chunk chunk) {
        assert available == chunk && chunk.freeCount() == 0;
        available = chunk.next;
        chunk.next = null;
    }

    /** A chunk leaves the class; walks at most all of its chunks. */
    void forget(Chunk chunk) {
        Chunk before = available;
        if (before == chunk) {
            available = chunk.next;
        } else {
            while (before != null && before.next != chunk) {
                before = before.next;
            }
            if (before == null) {
                throw new AssertionError("a chunk with free blocks is not among those of its class");
            }
            before.next = chunk.next;
        }
        chunk.next = null;
    }
}
