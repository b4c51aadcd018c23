package dev.gatun.bindings.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code fstore_t} of macOS: the argument of F_PREALLOCATE, in place of {@code posix_fallocate}. Source: xnu
 * bsd/sys/fcntl.h.
 */
public final class MacosFstore {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_INT.withName("fst_flags"),
                    JAVA_INT.withName("fst_posmode"),
                    JAVA_LONG.withName("fst_offset"),
                    JAVA_LONG.withName("fst_length"),
                    JAVA_LONG.withName("fst_bytesalloc"))
            .withName("fstore");

    public static final long FST_FLAGS = FieldOffset.in(LAYOUT, "fst_flags");
    public static final long FST_POSMODE = FieldOffset.in(LAYOUT, "fst_posmode");
    public static final long FST_OFFSET = FieldOffset.in(LAYOUT, "fst_offset");
    public static final long FST_LENGTH = FieldOffset.in(LAYOUT, "fst_length");
    // Written by the kernel. The file does not grow: ftruncate does that.
    public static final long FST_BYTESALLOC = FieldOffset.in(LAYOUT, "fst_bytesalloc");

    private MacosFstore() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
