package dev.gatun.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code IN6_PKTINFO}: the local address and interface of an IPv6 datagram. Source: mingw-w64 ws2tcpip.h, Microsoft's
 * page "IN6_PKTINFO structure".
 */
public final class In6Pktinfo {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    MemoryLayout.sequenceLayout(16, JAVA_BYTE).withName("ipi6_addr"), JAVA_INT.withName("ipi6_ifindex"))
            .withName("IN6_PKTINFO");

    public static final long IPI6_ADDR = FieldOffset.in(LAYOUT, "ipi6_addr");
    public static final long IPI6_IFINDEX = FieldOffset.in(LAYOUT, "ipi6_ifindex");

    private In6Pktinfo() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
