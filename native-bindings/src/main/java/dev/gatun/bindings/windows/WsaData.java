package dev.gatun.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code WSADATA}: the answer of WSAStartup. On 64-bit Windows the strings stand last. Source: mingw-w64
 * psdk_inc/_wsadata.h, Microsoft's page "WSADATA structure".
 */
public final class WsaData {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_SHORT.withName("wVersion"),
                    JAVA_SHORT.withName("wHighVersion"),
                    JAVA_SHORT.withName("iMaxSockets"),
                    JAVA_SHORT.withName("iMaxUdpDg"),
                    JAVA_LONG.withName("lpVendorInfo"),
                    MemoryLayout.sequenceLayout(257, JAVA_BYTE).withName("szDescription"),
                    MemoryLayout.sequenceLayout(129, JAVA_BYTE).withName("szSystemStatus"),
                    MemoryLayout.paddingLayout(6))
            .withName("WSADATA");

    public static final long W_VERSION = FieldOffset.in(LAYOUT, "wVersion");
    public static final long W_HIGH_VERSION = FieldOffset.in(LAYOUT, "wHighVersion");
    public static final long I_MAX_SOCKETS = FieldOffset.in(LAYOUT, "iMaxSockets");
    public static final long I_MAX_UDP_DG = FieldOffset.in(LAYOUT, "iMaxUdpDg");
    public static final long LP_VENDOR_INFO = FieldOffset.in(LAYOUT, "lpVendorInfo");
    public static final long SZ_DESCRIPTION = FieldOffset.in(LAYOUT, "szDescription");
    public static final long SZ_SYSTEM_STATUS = FieldOffset.in(LAYOUT, "szSystemStatus");

    private WsaData() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
