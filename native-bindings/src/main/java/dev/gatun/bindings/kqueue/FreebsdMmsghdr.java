package dev.gatun.bindings.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code struct mmsghdr}: one element of {@code sendmmsg} and {@code recvmmsg} on FreeBSD 11 and later, whose length
 * is 8 bytes (Linux: 4). macOS has neither call. Source: FreeBSD sys/sys/socket.h.
 */
public final class FreebsdMmsghdr {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    Msghdr.layout().withName("msg_hdr"), JAVA_LONG.withName("msg_len"))
            .withName("mmsghdr");

    public static final long MSG_HDR = FieldOffset.in(LAYOUT, "msg_hdr");
    public static final long MSG_LEN = FieldOffset.in(LAYOUT, "msg_len");

    private FreebsdMmsghdr() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
