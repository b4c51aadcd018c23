package dev.gatun.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code SOCKADDR_IN6}, an IPv6 address. Port and address are in network order, the scope is in the host's. Source:
 * mingw-w64 ws2ipdef.h, Microsoft's page "SOCKADDR_IN6_LH structure".
 */
public final class SockaddrIn6 {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_SHORT.withName("sin6_family"),
                    JAVA_SHORT.withName("sin6_port"),
                    JAVA_INT.withName("sin6_flowinfo"),
                    MemoryLayout.sequenceLayout(16, JAVA_BYTE).withName("sin6_addr"),
                    JAVA_INT.withName("sin6_scope_id"))
            .withName("SOCKADDR_IN6");

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
