package dev.gatun.bindings.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code struct cmsghdr}: the head of one control message, and the numbers that CMSG_DATA and CMSG_NXTHDR are made of.
 * They differ: macOS aligns control data to 4 bytes and FreeBSD to 8, so the data begin at 12 on macOS and at 16 on
 * FreeBSD. Sources: xnu bsd/sys/socket.h (__DARWIN_ALIGN32), FreeBSD sys/sys/socket.h (_ALIGN).
 */
public final class Cmsghdr {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_INT.withName("cmsg_len"), JAVA_INT.withName("cmsg_level"), JAVA_INT.withName("cmsg_type"))
            .withName("cmsghdr");

    public static final long CMSG_LEN = FieldOffset.in(LAYOUT, "cmsg_len");
    public static final long CMSG_LEVEL = FieldOffset.in(LAYOUT, "cmsg_level");
    public static final long CMSG_TYPE = FieldOffset.in(LAYOUT, "cmsg_type");

    public static final long MACOS_ALIGNMENT = 4;
    public static final long MACOS_DATA = 12;
    public static final long FREEBSD_ALIGNMENT = 8;
    public static final long FREEBSD_DATA = 16;

    private Cmsghdr() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
