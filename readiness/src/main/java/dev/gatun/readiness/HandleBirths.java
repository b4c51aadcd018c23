package dev.gatun.readiness;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * For each number of a handle, how often it came to mean another one: counted when one comes out of a call and when one
 * is closed, by whichever core. A core that knew the number before sees that what it knew is over (invariant 7): a
 * handle may be watched on one core and closed on another. For any thread, as long as the process.
 */
final class HandleBirths {
    /** More handles than any system gives to a process. */
    static final int HANDLES_MAX = 1 << 24;

    private static final int CHUNK_SHIFT = 10;
    private static final int CHUNK = 1 << CHUNK_SHIFT;
    private static final AtomicReferenceArray<@Nullable AtomicIntegerArray> CHUNKS =
            new AtomicReferenceArray<>(HANDLES_MAX >> CHUNK_SHIFT);

    private HandleBirths() {}

    static int of(int handle) {
        AtomicIntegerArray chunk = CHUNKS.get(handle >> CHUNK_SHIFT);
        return chunk == null ? 0 : chunk.get(handle & CHUNK - 1);
    }

    /** The number is another handle's from now on. A number beyond all tables is nobody's, and refused elsewhere. */
    static void count(long handle) {
        if (handle < 0 || handle >= HANDLES_MAX) {
            return;
        }
        int number = (int) handle;
        AtomicIntegerArray chunk = CHUNKS.get(number >> CHUNK_SHIFT);
        if (chunk == null) {
            CHUNKS.compareAndSet(number >> CHUNK_SHIFT, null, new AtomicIntegerArray(CHUNK));
            count(handle);
            return;
        }
        chunk.incrementAndGet(number & CHUNK - 1);
    }
}
