package dev.gatun.bindings.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code struct ipv6_mreq}: an IPv6 group and the interface that joins it. Sources: xnu bsd/netinet6/in6.h, FreeBSD
 * sys/netinet6/in6.h.
 */
public final class Ipv6Mreq {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    MemoryLayout.sequenceLayout(16, JAVA_BYTE).withName("ipv6mr_multiaddr"),
                    JAVA_INT.withName("ipv6mr_interface"))
            .withName("ipv6_mreq");

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
