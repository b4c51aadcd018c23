package dev.gatun.bindings.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * The head of FreeBSD's {@code struct if_data}: what a device says of itself beside its address of AF_LINK. Source:
 * FreeBSD sys/net/if.h.
 */
public final class FreebsdIfData {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_BYTE.withName("ifi_type"),
                    JAVA_BYTE.withName("ifi_physical"),
                    JAVA_BYTE.withName("ifi_addrlen"),
                    JAVA_BYTE.withName("ifi_hdrlen"),
                    JAVA_BYTE.withName("ifi_link_state"),
                    JAVA_BYTE.withName("ifi_vhid"),
                    JAVA_SHORT.withName("ifi_datalen"),
                    JAVA_INT.withName("ifi_mtu"),
                    JAVA_INT.withName("ifi_metric"),
                    JAVA_LONG.withName("ifi_baudrate"))
            .withName("if_data");

    public static final long IFI_TYPE = FieldOffset.in(LAYOUT, "ifi_type");
    public static final long IFI_PHYSICAL = FieldOffset.in(LAYOUT, "ifi_physical");
    public static final long IFI_ADDRLEN = FieldOffset.in(LAYOUT, "ifi_addrlen");
    public static final long IFI_HDRLEN = FieldOffset.in(LAYOUT, "ifi_hdrlen");
    public static final long IFI_LINK_STATE = FieldOffset.in(LAYOUT, "ifi_link_state");
    public static final long IFI_VHID = FieldOffset.in(LAYOUT, "ifi_vhid");
    public static final long IFI_DATALEN = FieldOffset.in(LAYOUT, "ifi_datalen");
    public static final long IFI_MTU = FieldOffset.in(LAYOUT, "ifi_mtu");
    public static final long IFI_METRIC = FieldOffset.in(LAYOUT, "ifi_metric");
    public static final long IFI_BAUDRATE = FieldOffset.in(LAYOUT, "ifi_baudrate");

    private FreebsdIfData() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
