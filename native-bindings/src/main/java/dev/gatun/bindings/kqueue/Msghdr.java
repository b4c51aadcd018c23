package dev.gatun.bindings.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code struct msghdr}: the argument of {@code sendmsg} and {@code recvmsg}. Unlike Linux, {@code msg_iovlen} is an
 * {@code int} and {@code msg_controllen} a 32-bit {@code socklen_t}. Sources: xnu bsd/sys/socket.h, FreeBSD
 * sys/sys/socket.h.
 */
public final class Msghdr {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_LONG.withName("msg_name"),
                    JAVA_INT.withName("msg_namelen"),
                    MemoryLayout.paddingLayout(4),
                    JAVA_LONG.withName("msg_iov"),
                    JAVA_INT.withName("msg_iovlen"),
                    MemoryLayout.paddingLayout(4),
                    JAVA_LONG.withName("msg_control"),
                    JAVA_INT.withName("msg_controllen"),
                    JAVA_INT.withName("msg_flags"))
            .withName("msghdr");

    public static final long MSG_NAME = FieldOffset.in(LAYOUT, "msg_name");
    public static final long MSG_NAMELEN = FieldOffset.in(LAYOUT, "msg_namelen");
    public static final long MSG_IOV = FieldOffset.in(LAYOUT, "msg_iov");
    public static final long MSG_IOVLEN = FieldOffset.in(LAYOUT, "msg_iovlen");
    public static final long MSG_CONTROL = FieldOffset.in(LAYOUT, "msg_control");
    public static final long MSG_CONTROLLEN = FieldOffset.in(LAYOUT, "msg_controllen");
    public static final long MSG_FLAGS = FieldOffset.in(LAYOUT, "msg_flags");

    private Msghdr() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
