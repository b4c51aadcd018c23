package dev.gatun.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code IP_MREQ}: an IPv4 group and the interface that joins it: a local address, or an index below 2^24 in network
 * order. Source: mingw-w64 ws2tcpip.h, Microsoft's page "IP_MREQ structure".
 */
public final class IpMreq {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_INT.withName("imr_multiaddr"), JAVA_INT.withName("imr_interface"))
            .withName("IP_MREQ");

    public static final long IMR_MULTIADDR = FieldOffset.in(LAYOUT, "imr_multiaddr");
    public static final long IMR_INTERFACE = FieldOffset.in(LAYOUT, "imr_interface");

    private IpMreq() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
