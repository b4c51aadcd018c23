package dev.gatun.backend.iocp;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * For each number of a handle, how often it came to mean another one: counted when one is made and when one is
 * closed, by whichever core. A core that knew the number before sees that what it knew is over (invariant 7): above
 * all, that the handle behind it belongs to its port no more. Windows' numbers are multiples of four. For any thread,
 * as long as the process.
 */
final class HandleBirths {
    /** More handles than Windows gives to a process. */
    static final int HANDLES_MAX = 1 << 24;

    private static final int NUMBER_SHIFT = 2;
    private static final int CHUNK_SHIFT = 10;
    private static final int CHUNK = 1 << CHUNK_SHIFT;
    private static final AtomicReferenceArray<@Nullable AtomicIntegerArray> CHUNKS =
            new AtomicReferenceArray<>(HANDLES_MAX >> CHUNK_SHIFT);

    private HandleBirths() {}

    /** Its place in a table; -1 for a number that no handle has. */
    static int index(long handle) {
        long index = handle >> NUMBER_SHIFT;
        return handle >= 0 && index < HANDLES_MAX ? (int) index : -1;
    }

    static int of(long handle) {
        int index = index(handle);
        AtomicIntegerArray chunk = index < 0 ? null : CHUNKS.get(index >> CHUNK_SHIFT);
        return chunk == null ? 0 : chunk.get(index & CHUNK - 1);
    }

    /** The number is another handle's from now on. A number beyond all tables is nobody's, and refused elsewhere. */
    static void count(long handle) {
        int index = index(handle);
        if (index < 0) {
            return;
        }
        AtomicIntegerArray chunk = CHUNKS.get(index >> CHUNK_SHIFT);
        if (chunk == null) {
            CHUNKS.compareAndSet(index >> CHUNK_SHIFT, null, new AtomicIntegerArray(CHUNK));
            count(handle);
            return;
        }
        chunk.incrementAndGet(index & CHUNK - 1);
    }
}
