package dev.gatun.bindings.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/** {@code struct dirent} of FreeBSD 12 and later, 280 bytes. Source: FreeBSD sys/sys/dirent.h. */
public final class FreebsdDirent {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_LONG.withName("d_fileno"),
                    JAVA_LONG.withName("d_off"),
                    JAVA_SHORT.withName("d_reclen"),
                    JAVA_BYTE.withName("d_type"),
                    JAVA_BYTE.withName("d_pad0"),
                    JAVA_SHORT.withName("d_namlen"),
                    JAVA_SHORT.withName("d_pad1"),
                    MemoryLayout.sequenceLayout(256, JAVA_BYTE).withName("d_name"))
            .withName("dirent");

    public static final long D_FILENO = FieldOffset.in(LAYOUT, "d_fileno");
    public static final long D_NAMLEN = FieldOffset.in(LAYOUT, "d_namlen");
    public static final long D_NAME = FieldOffset.in(LAYOUT, "d_name");

    private FreebsdDirent() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
