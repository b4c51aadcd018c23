package dev.gatun;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Several buffers for one operation, gathered or scattered: pairs of address and length in native memory. Made by
 * {@link Cpu#newVector} once and used again and again; while an operation with it is armed all of its buffers are the
 * kernel's, and it refuses changes. The Cpu's thread alone.
 */
public final class BufferVector extends Held {
    private static final long PAIR_BYTES = 16;

    private final MemorySegment pairs;
    private final @Nullable Buffer[] buffers;
    private int count;
    private int pins;

    BufferVector(MemorySegment pairs) {
        this.pairs = pairs;
        buffers = new Buffer[(int) (pairs.byteSize() / PAIR_BYTES)];
    }

    static long bytesFor(int capacity) {
        if (capacity < 1 || capacity > 1024) {
            throw new IllegalArgumentException("a vector takes 1 to 1024 buffers, not " + capacity);
        }
        return capacity * PAIR_BYTES;
    }

    public int capacity() {
        return buffers.length;
    }

    public int count() {
        return count;
    }

    /** The readable bytes of a buffer, for sending or writing. */
    public BufferVector addReadable(Buffer buffer) {
        return add(buffer, buffer.address() + buffer.readerIndex(), buffer.readable());
    }

    /** The room behind the writer index, for receiving or reading. */
    public BufferVector addWritable(Buffer buffer) {
        return add(buffer, buffer.address() + buffer.writerIndex(), buffer.writable());
    }

    /** Forgets the buffers; their positions are as they were, whatever was transferred. */
    public void clear() {
        checkUnpinned();
        while (count > 0) {
            buffers[--count] = null;
        }
    }

    long address() {
        return pairs.address();
    }

    @Override
    void pin() {
        for (int i = 0; i < count; i++) {
            buffer(i).pin();
        }
        pins++;
    }

    @Override
    void unpin(int result) {
        assert pins > 0 : "invariant 4: let go of a vector that was not held";
        pins--;
        for (int i = 0; i < count; i++) {
            buffer(i).unpin();
        }
    }

    private BufferVector add(Buffer buffer, long address, int length) {
        checkUnpinned();
        if (count == buffers.length) {
            throw new IllegalStateException("the vector is full: it takes " + buffers.length + " buffers");
        }
        pairs.set(ValueLayout.JAVA_LONG, count * PAIR_BYTES, address);
        pairs.set(ValueLayout.JAVA_LONG, count * PAIR_BYTES + 8, length);
        buffers[count++] = buffer;
        return this;
    }

    private Buffer buffer(int index) {
        return Objects.requireNonNull(buffers[index]);
    }

    private void checkUnpinned() {
        if (pins > 0) {
            throw new IllegalStateException("the vector is held by an operation in flight");
        }
    }
}
