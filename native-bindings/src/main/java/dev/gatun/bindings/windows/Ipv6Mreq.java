package dev.gatun.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code IPV6_MREQ}: an IPv6 group and the interface that joins it. Source: mingw-w64 ws2ipdef.h, Microsoft's page
 * "IPV6_MREQ structure".
 */
public final class Ipv6Mreq {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    MemoryLayout.sequenceLayout(16, JAVA_BYTE).withName("ipv6mr_multiaddr"),
                    JAVA_INT.withName("ipv6mr_interface"))
            .withName("IPV6_MREQ");

    public static final long IPV6MR_MULTIADDR = FieldOffset.in(LAYOUT, "ipv6mr_multiaddr");
    public static final long IPV6MR_INTERFACE = FieldOffset.in(LAYOUT, "ipv6mr_interface");

    private Ipv6Mreq() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
