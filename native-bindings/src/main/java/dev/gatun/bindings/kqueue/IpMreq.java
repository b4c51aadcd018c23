package dev.gatun.bindings.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code struct ip_mreq}: an IPv4 group and the local address that joins it. Sources: xnu bsd/netinet/in.h, FreeBSD
 * sys/netinet/in.h.
 */
public final class IpMreq {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_INT.withName("imr_multiaddr"), JAVA_INT.withName("imr_interface"))
            .withName("ip_mreq");

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
