package dev.gatun.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code IN_PKTINFO}: the local address and interface of an IPv4 datagram; the address comes first and there is only
 * one, unlike Linux and macOS. Source: mingw-w64 ws2tcpip.h, Microsoft's page "IN_PKTINFO structure".
 */
public final class InPktinfo {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_INT.withName("ipi_addr"), JAVA_INT.withName("ipi_ifindex"))
            .withName("IN_PKTINFO");

    public static final long IPI_ADDR = FieldOffset.in(LAYOUT, "ipi_addr");
    public static final long IPI_IFINDEX = FieldOffset.in(LAYOUT, "ipi_ifindex");

    private InPktinfo() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
