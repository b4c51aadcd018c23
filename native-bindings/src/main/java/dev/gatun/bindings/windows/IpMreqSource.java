package dev.gatun.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code IP_MREQ_SOURCE}: an IPv4 group filtered by sender. Source: mingw-w64 ws2ipdef.h, Microsoft's page
 * "IP_MREQ_SOURCE structure".
 */
public final class IpMreqSource {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_INT.withName("imr_multiaddr"),
                    JAVA_INT.withName("imr_sourceaddr"),
                    JAVA_INT.withName("imr_interface"))
            .withName("IP_MREQ_SOURCE");

    public static final long IMR_MULTIADDR = FieldOffset.in(LAYOUT, "imr_multiaddr");
    public static final long IMR_SOURCEADDR = FieldOffset.in(LAYOUT, "imr_sourceaddr");
    public static final long IMR_INTERFACE = FieldOffset.in(LAYOUT, "imr_interface");

    private IpMreqSource() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
