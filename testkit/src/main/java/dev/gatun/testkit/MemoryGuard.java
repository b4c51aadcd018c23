package dev.gatun.testkit;

import dev.gatun.bindings.NativeMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Memory that an operation lent to the kernel, in one or more pieces: from submit until the terminal result is reaped
 * it is the kernel's (invariant 4). What the kernel will write is poisoned first, so that whoever reads too early
 * reads nonsense, and a checksum tells when somebody else wrote. One belongs to each {@link Flight}, and is used
 * again with it.
 */
final class MemoryGuard {
    static final byte POISON = (byte) 0xDB;

    private static final MemorySegment ALL = NativeMemory.ALL;
    private static final long PRIME = 0x9E3779B97F4A7C15L;

    private long[] addresses = new long[1];
    private long[] lengths = new long[1];
    private int pieces;
    private long bytes;
    private long checksum;
    /** True exactly when the kernel has used it since the checksum was taken, having found it intact then. */
    private boolean opened;

    static void poison(long address, long length) {
        NativeMemory.fill(address, length, POISON);
    }

    void clear() {
        pieces = 0;
        bytes = 0;
        checksum = 0;
        opened = false;
    }

    void add(long address, long length) {
        if (pieces == addresses.length) {
            addresses = Arrays.copyOf(addresses, 2 * pieces);
            lengths = Arrays.copyOf(lengths, 2 * pieces);
        }
        addresses[pieces] = address;
        lengths[pieces++] = length;
        bytes += length;
    }

    long bytes() {
        return bytes;
    }

    int pieces() {
        return pieces;
    }

    long address(int piece) {
        return addresses[piece];
    }

    long length(int piece) {
        return lengths[piece];
    }

    /** From now on it is the kernel's. */
    void lend(boolean poisoned) {
        if (poisoned) {
            for (int piece = 0; piece < pieces; piece++) {
                if (lengths[piece] > 0) {
                    poison(addresses[piece], lengths[piece]);
                }
            }
        }
        checksum = sum();
    }

    boolean isIntact() {
        return opened || checksum == sum();
    }

    /** The kernel is about to use it; see {@link #isIntact} before. */
    void open() {
        opened = true;
    }

    /** The kernel has used it. */
    void seal() {
        if (opened) {
            opened = false;
            checksum = sum();
        }
    }

    /** Writes at {@code at}, counted through all pieces. */
    void put(long at, byte[] from, int start, int count) {
        assert opened && at + count <= bytes : at + " + " + count + " of " + bytes + " (invariant 4)";
        long offset = at;
        int done = 0;
        for (int piece = 0; done < count; piece++) {
            long length = lengths[piece];
            if (offset < length) {
                int part = (int) Math.min(length - offset, count - done);
                MemorySegment.copy(from, start + done, ALL, ValueLayout.JAVA_BYTE, addresses[piece] + offset, part);
                done += part;
                offset = 0;
            } else {
                offset -= length;
            }
        }
    }

    /** Reads from {@code at}, counted through all pieces. */
    void get(long at, byte[] to, int start, int count) {
        assert opened && at + count <= bytes : at + " + " + count + " of " + bytes + " (invariant 4)";
        long offset = at;
        int done = 0;
        for (int piece = 0; done < count; piece++) {
            long length = lengths[piece];
            if (offset < length) {
                int part = (int) Math.min(length - offset, count - done);
                MemorySegment.copy(ALL, ValueLayout.JAVA_BYTE, addresses[piece] + offset, to, start + done, part);
                done += part;
                offset = 0;
            } else {
                offset -= length;
            }
        }
    }

    private long sum() {
        long sum = 0;
        for (int piece = 0; piece < pieces; piece++) {
            sum = sum(sum, addresses[piece], lengths[piece]);
        }
        return sum;
    }

    private static long sum(long start, long address, long length) {
        long sum = start;
        long at = address;
        long end = address + length;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            sum = Long.rotateLeft((sum ^ ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, at)) * PRIME, 29);
        }
        for (; at < end; at++) {
            sum = Long.rotateLeft((sum ^ ALL.get(ValueLayout.JAVA_BYTE, at)) * PRIME, 29);
        }
        return sum;
    }
}
