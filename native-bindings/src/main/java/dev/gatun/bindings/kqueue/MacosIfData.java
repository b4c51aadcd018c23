package dev.gatun.bindings.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * The head of macOS' {@code struct if_data}: what a device says of itself beside its address of AF_LINK. Source: xnu
 * bsd/net/if_var.h.
 */
public final class MacosIfData {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_BYTE.withName("ifi_type"),
                    JAVA_BYTE.withName("ifi_typelen"),
                    JAVA_BYTE.withName("ifi_physical"),
                    JAVA_BYTE.withName("ifi_addrlen"),
                    JAVA_BYTE.withName("ifi_hdrlen"),
                    JAVA_BYTE.withName("ifi_recvquota"),
                    JAVA_BYTE.withName("ifi_xmitquota"),
                    JAVA_BYTE.withName("ifi_unused1"),
                    JAVA_INT.withName("ifi_mtu"),
                    JAVA_INT.withName("ifi_metric"),
                    JAVA_INT.withName("ifi_baudrate"))
            .withName("if_data");

    public static final long IFI_TYPE = FieldOffset.in(LAYOUT, "ifi_type");
    public static final long IFI_TYPELEN = FieldOffset.in(LAYOUT, "ifi_typelen");
    public static final long IFI_PHYSICAL = FieldOffset.in(LAYOUT, "ifi_physical");
    public static final long IFI_ADDRLEN = FieldOffset.in(LAYOUT, "ifi_addrlen");
    public static final long IFI_HDRLEN = FieldOffset.in(LAYOUT, "ifi_hdrlen");
    public static final long IFI_RECVQUOTA = FieldOffset.in(LAYOUT, "ifi_recvquota");
    public static final long IFI_XMITQUOTA = FieldOffset.in(LAYOUT, "ifi_xmitquota");
    public static final long IFI_UNUSED1 = FieldOffset.in(LAYOUT, "ifi_unused1");
    public static final long IFI_MTU = FieldOffset.in(LAYOUT, "ifi_mtu");
    public static final long IFI_METRIC = FieldOffset.in(LAYOUT, "ifi_metric");
    public static final long IFI_BAUDRATE = FieldOffset.in(LAYOUT, "ifi_baudrate");

    private MacosIfData() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
