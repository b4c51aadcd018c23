package dev.gatun.parts;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * For each number of a handle, how often it came to mean another one: counted when one comes out of a call and when one
 * is closed, by whichever core. A core that knew the number before sees that what it knew is over (invariant 7): a
 * handle may be watched on one core and closed on another. For any thread, as long as the process.
 */
public final class HandleBirths {
    /** More handles than any system gives to a process. */
    private static final int HANDLES_MAX = 1 << 24;

    private static final int CHUNK_SHIFT = 10;
    private static final int CHUNK = 1 << CHUNK_SHIFT;

    private final int numberShift;
    private final AtomicReferenceArray<@Nullable AtomicIntegerArray> chunks =
            new AtomicReferenceArray<>(HANDLES_MAX >> CHUNK_SHIFT);

    /**
     * @param numberShift how many bits at the end say nothing, because the system's numbers are multiples
     */
    public HandleBirths(int numberShift) {
        this.numberShift = numberShift;
    }

    /** Its place in a table; -1 for a number that no handle has. */
    public int index(long handle) {
        long index = handle >> numberShift;
        return handle >= 0 && index < HANDLES_MAX ? (int) index : -1;
    }

    public int of(long handle) {
        int index = index(handle);
        AtomicIntegerArray chunk = index < 0 ? null : chunks.get(index >> CHUNK_SHIFT);
        return chunk == null ? 0 : chunk.get(index & CHUNK - 1);
    }

    /** The number is another handle's from now on. A number beyond all tables is nobody's, and refused elsewhere. */
    public void count(long handle) {
        int index = index(handle);
        if (index < 0) {
            return;
        }
        AtomicIntegerArray chunk = chunks.get(index >> CHUNK_SHIFT);
        if (chunk == null) {
            chunks.compareAndSet(index >> CHUNK_SHIFT, null, new AtomicIntegerArray(CHUNK));
            count(handle);
            return;
        }
        chunk.incrementAndGet(index & CHUNK - 1);
    }
}
