package dev.gatun.bindings.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code struct in6_pktinfo}: the local address and interface of an IPv6 datagram. Sources: xnu bsd/netinet6/in6.h,
 * FreeBSD sys/netinet6/in6.h.
 */
public final class In6Pktinfo {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    MemoryLayout.sequenceLayout(16, JAVA_BYTE).withName("ipi6_addr"), JAVA_INT.withName("ipi6_ifindex"))
            .withName("in6_pktinfo");

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
