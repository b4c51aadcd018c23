package dev.gatun.bindings.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code struct sockaddr_un}, a local address: 104 bytes of path, not the 108 of Linux and Windows. Sources: xnu
 * bsd/sys/un.h, FreeBSD sys/sys/un.h.
 */
public final class SockaddrUn {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_BYTE.withName("sun_len"),
                    JAVA_BYTE.withName("sun_family"),
                    MemoryLayout.sequenceLayout(104, JAVA_BYTE).withName("sun_path"))
            .withName("sockaddr_un");

    public static final long SUN_LEN = FieldOffset.in(LAYOUT, "sun_len");
    public static final long SUN_FAMILY = FieldOffset.in(LAYOUT, "sun_family");
    public static final long SUN_PATH = FieldOffset.in(LAYOUT, "sun_path");

    private SockaddrUn() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
