package dev.gatun.bindings.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/** {@code struct dirent} of macOS with inodes of 64 bits, 1048 bytes. Source: xnu bsd/sys/dirent.h. */
public final class MacosDirent {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_LONG.withName("d_ino"),
                    JAVA_LONG.withName("d_seekoff"),
                    JAVA_SHORT.withName("d_reclen"),
                    JAVA_SHORT.withName("d_namlen"),
                    JAVA_BYTE.withName("d_type"),
                    MemoryLayout.sequenceLayout(1024, JAVA_BYTE).withName("d_name"),
                    MemoryLayout.paddingLayout(3))
            .withName("dirent");

    public static final long D_INO = FieldOffset.in(LAYOUT, "d_ino");
    public static final long D_NAMLEN = FieldOffset.in(LAYOUT, "d_namlen");
    public static final long D_NAME = FieldOffset.in(LAYOUT, "d_name");

    private MacosDirent() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
