package dev.gatun.bindings.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code fpunchhole_t} of macOS: the argument of F_PUNCHHOLE. Source: xnu bsd/sys/fcntl.h.
 */
public final class MacosFpunchhole {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_INT.withName("fp_flags"),
                    JAVA_INT.withName("reserved"),
                    JAVA_LONG.withName("fp_offset"),
                    JAVA_LONG.withName("fp_length"))
            .withName("fpunchhole");

    public static final long FP_FLAGS = FieldOffset.in(LAYOUT, "fp_flags");
    public static final long RESERVED = FieldOffset.in(LAYOUT, "reserved");
    public static final long FP_OFFSET = FieldOffset.in(LAYOUT, "fp_offset");
    public static final long FP_LENGTH = FieldOffset.in(LAYOUT, "fp_length");

    private MacosFpunchhole() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
