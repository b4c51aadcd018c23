package dev.gatun.bindings.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code struct ip_mreqn}: an IPv4 group and the interface, by index, that joins it or sends to it. Sources: xnu
 * bsd/netinet/in.h, FreeBSD sys/netinet/in.h.
 */
public final class IpMreqn {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_INT.withName("imr_multiaddr"),
                    JAVA_INT.withName("imr_address"),
                    JAVA_INT.withName("imr_ifindex"))
            .withName("ip_mreqn");

    public static final long IMR_MULTIADDR = FieldOffset.in(LAYOUT, "imr_multiaddr");
    public static final long IMR_ADDRESS = FieldOffset.in(LAYOUT, "imr_address");
    public static final long IMR_IFINDEX = FieldOffset.in(LAYOUT, "imr_ifindex");

    private IpMreqn() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
