package dev.gatun.bindings.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code struct in_pktinfo} of macOS: the local address and interface of a datagram, brought by IP_PKTINFO. FreeBSD
 * has none: ask for IP_RECVDSTADDR and IP_RECVIF there. Source: xnu bsd/netinet/in.h.
 */
public final class MacosInPktinfo {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_INT.withName("ipi_ifindex"), JAVA_INT.withName("ipi_spec_dst"), JAVA_INT.withName("ipi_addr"))
            .withName("in_pktinfo");

    public static final long IPI_IFINDEX = FieldOffset.in(LAYOUT, "ipi_ifindex");
    public static final long IPI_SPEC_DST = FieldOffset.in(LAYOUT, "ipi_spec_dst");
    public static final long IPI_ADDR = FieldOffset.in(LAYOUT, "ipi_addr");

    private MacosInPktinfo() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
