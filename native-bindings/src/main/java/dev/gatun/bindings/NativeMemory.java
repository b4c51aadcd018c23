package dev.gatun.bindings;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * Memory that the kernel or a C library owns, reached by address. There is no owner to check and no bound: whoever uses
 * this class has read who writes the word, and until when it is there.
 */
public final class NativeMemory {
    /**
     * The whole address space. A {@code static final} segment at address zero lets the JIT drop every check but the
     * sign of the address, which is what makes writing a ring entry as cheap as in C.
     */
    public static final MemorySegment ALL = wholeAddressSpace();

    /** No user address has more bits, on any system. */
    private static final long ADDRESS_BITS = Long.MAX_VALUE >>> 1;

    private static final long EACH_BYTE = 0x0101_0101_0101_0101L;

    private NativeMemory() {}

    /**
     * The same address, told to the JIT as one that {@link #ALL} has around it: accesses through it, and a little
     * beyond, are compiled without a bounds check. For words whose address it can't know to be positive otherwise.
     */
    public static long inRange(long address) {
        return address & ADDRESS_BITS;
    }

    /** The {@code byteSize} bytes at {@code address}, with a bound that is checked. */
    public static MemorySegment at(long address, long byteSize) {
        check(address, byteSize);
        return ALL.asSlice(address, byteSize);
    }

    /** Makes no object, as filling a slice does wherever the JIT does not remove that. */
    public static void fill(long address, long byteSize, byte value) {
        check(address, byteSize);
        long word = (value & 0xffL) * EACH_BYTE;
        long end = address + byteSize;
        long at = address;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            ALL.set(JAVA_LONG_UNALIGNED, at, word);
        }
        for (; at < end; at++) {
            ALL.set(JAVA_BYTE, at, value);
        }
    }

    private static void check(long address, long byteSize) {
        if (address <= 0 || byteSize < 0) {
            throw new IllegalArgumentException("no memory at address " + address + " of " + byteSize + " bytes");
        }
    }

    /** As {@link #at}, for memory that an arena shall own: valid until it closes, which runs {@code release}. */
    @SuppressWarnings("restricted")
    public static MemorySegment ownedBy(Arena arena, long address, long byteSize, Runnable release) {
        check(address, byteSize);
        return MemorySegment.ofAddress(address).reinterpret(byteSize, arena, _ -> release.run());
    }

    /** The C string at {@code address}. */
    public static String string(long address) {
        return at(address, Long.MAX_VALUE - address).getString(0, StandardCharsets.UTF_8);
    }

    @SuppressWarnings("restricted")
    private static MemorySegment wholeAddressSpace() {
        return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    }
}
