package dev.gatun.bindings.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code struct sockaddr_in6}, an IPv6 address. Port and address are in network order, the scope is in the host's.
 * Sources: xnu bsd/netinet6/in6.h, FreeBSD sys/netinet6/in6.h.
 */
public final class SockaddrIn6 {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_BYTE.withName("sin6_len"),
                    JAVA_BYTE.withName("sin6_family"),
                    JAVA_SHORT.withName("sin6_port"),
                    JAVA_INT.withName("sin6_flowinfo"),
                    MemoryLayout.sequenceLayout(16, JAVA_BYTE).withName("sin6_addr"),
                    JAVA_INT.withName("sin6_scope_id"))
            .withName("sockaddr_in6");

    public static final long SIN6_LEN = FieldOffset.in(LAYOUT, "sin6_len");
    public static final long SIN6_FAMILY = FieldOffset.in(LAYOUT, "sin6_family");
    public static final long SIN6_PORT = FieldOffset.in(LAYOUT, "sin6_port");
    public static final long SIN6_FLOWINFO = FieldOffset.in(LAYOUT, "sin6_flowinfo");
    public static final long SIN6_ADDR = FieldOffset.in(LAYOUT, "sin6_addr");
    public static final long SIN6_SCOPE_ID = FieldOffset.in(LAYOUT, "sin6_scope_id");

    private SockaddrIn6() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
