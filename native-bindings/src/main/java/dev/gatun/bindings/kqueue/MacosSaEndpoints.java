package dev.gatun.bindings.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code struct sa_endpoints} of macOS: both ends of a {@code connectx}, the call that sends data with the SYN.
 * Source: xnu bsd/sys/socket.h.
 */
public final class MacosSaEndpoints {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_INT.withName("sae_srcif"),
                    MemoryLayout.paddingLayout(4),
                    JAVA_LONG.withName("sae_srcaddr"),
                    JAVA_INT.withName("sae_srcaddrlen"),
                    MemoryLayout.paddingLayout(4),
                    JAVA_LONG.withName("sae_dstaddr"),
                    JAVA_INT.withName("sae_dstaddrlen"),
                    MemoryLayout.paddingLayout(4))
            .withName("sa_endpoints");

    public static final long SAE_SRCIF = FieldOffset.in(LAYOUT, "sae_srcif");
    public static final long SAE_SRCADDR = FieldOffset.in(LAYOUT, "sae_srcaddr");
    public static final long SAE_SRCADDRLEN = FieldOffset.in(LAYOUT, "sae_srcaddrlen");
    public static final long SAE_DSTADDR = FieldOffset.in(LAYOUT, "sae_dstaddr");
    public static final long SAE_DSTADDRLEN = FieldOffset.in(LAYOUT, "sae_dstaddrlen");

    private MacosSaEndpoints() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
