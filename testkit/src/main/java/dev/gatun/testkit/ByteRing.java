package dev.gatun.testkit;

import dev.gatun.bindings.NativeMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Bytes on their way to a stream's receiver: bounded, and grown only when needed. The driver's thread only. */
final class ByteRing {
    private static final int FIRST_BYTES = 1024;

    private final int bytesMax;
    private byte[] bytes = new byte[0];
    private int head;
    private int size;

    ByteRing(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    int size() {
        return size;
    }

    int room() {
        return bytesMax - size;
    }

    /** Takes {@code count} bytes of a sender's memory, for which there is room. */
    void fill(MemoryGuard from, long at, int count) {
        assert count <= room() : count + " bytes into room for " + room();
        grow(size + count);
        int tail = wrap(head + size);
        int straight = Math.min(count, bytes.length - tail);
        from.get(at, bytes, tail, straight);
        from.get(at + straight, bytes, 0, count - straight);
        size += count;
    }

    /** Takes what comes from nobody's memory, for which there is room. */
    void fill(byte[] from) {
        assert from.length <= room() : from.length + " bytes into room for " + room();
        grow(size + from.length);
        int tail = wrap(head + size);
        int straight = Math.min(from.length, bytes.length - tail);
        System.arraycopy(from, 0, bytes, tail, straight);
        System.arraycopy(from, straight, bytes, 0, from.length - straight);
        size += from.length;
    }

    /** Copies the first {@code count} bytes to a receiver's memory; they stay until {@link #drop}. */
    void copy(MemoryGuard to, long at, int count) {
        int straight = Math.min(count, bytes.length - head);
        to.put(at, bytes, head, straight);
        to.put(at + straight, bytes, 0, count - straight);
    }

    /** Copies the first {@code count} bytes to a block of the pool; they stay until {@link #drop}. */
    void copy(long address, int count) {
        int straight = Math.min(count, bytes.length - head);
        MemorySegment all = NativeMemory.ALL;
        MemorySegment.copy(bytes, head, all, ValueLayout.JAVA_BYTE, address, straight);
        MemorySegment.copy(bytes, 0, all, ValueLayout.JAVA_BYTE, address + straight, count - straight);
    }

    void drop(int count) {
        assert count <= size : count + " bytes of " + size;
        size -= count;
        head = size == 0 ? 0 : wrap(head + count);
    }

    private int wrap(int at) {
        return at >= bytes.length ? at - bytes.length : at;
    }

    private void grow(int needed) {
        if (needed <= bytes.length) {
            return;
        }
        int grown = Math.min(bytesMax, Math.max(FIRST_BYTES, Math.max(needed, 2 * bytes.length)));
        byte[] larger = new byte[grown];
        int straight = Math.min(size, bytes.length - head);
        System.arraycopy(bytes, head, larger, 0, straight);
        System.arraycopy(bytes, 0, larger, straight, size - straight);
        bytes = larger;
        head = 0;
    }
}
