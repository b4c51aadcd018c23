package dev.gatun.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code IP_ADAPTER_ADDRESSES_LH}: a network device out of GetAdaptersAddresses, as far as it is asked for. Source:
 * mingw-w64 iptypes.h, Microsoft's page "IP_ADAPTER_ADDRESSES_LH structure".
 */
public final class IpAdapterAddresses {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_INT.withName("Length"),
                    JAVA_INT.withName("IfIndex"),
                    JAVA_LONG.withName("Next"),
                    JAVA_LONG.withName("AdapterName"),
                    JAVA_LONG.withName("FirstUnicastAddress"),
                    JAVA_LONG.withName("FirstAnycastAddress"),
                    JAVA_LONG.withName("FirstMulticastAddress"),
                    JAVA_LONG.withName("FirstDnsServerAddress"),
                    JAVA_LONG.withName("DnsSuffix"),
                    JAVA_LONG.withName("Description"),
                    JAVA_LONG.withName("FriendlyName"),
                    MemoryLayout.sequenceLayout(8, JAVA_BYTE).withName("PhysicalAddress"),
                    JAVA_INT.withName("PhysicalAddressLength"),
                    JAVA_INT.withName("Flags"),
                    JAVA_INT.withName("Mtu"),
                    JAVA_INT.withName("IfType"),
                    JAVA_INT.withName("OperStatus"),
                    JAVA_INT.withName("Ipv6IfIndex"),
                    MemoryLayout.sequenceLayout(16, JAVA_INT).withName("ZoneIndices"),
                    JAVA_LONG.withName("FirstPrefix"),
                    JAVA_LONG.withName("TransmitLinkSpeed"),
                    JAVA_LONG.withName("ReceiveLinkSpeed"),
                    MemoryLayout.paddingLayout(248))
            .withName("IP_ADAPTER_ADDRESSES_LH");

    public static final long NEXT = FieldOffset.in(LAYOUT, "Next");
    public static final long DESCRIPTION = FieldOffset.in(LAYOUT, "Description");
    public static final long FRIENDLY_NAME = FieldOffset.in(LAYOUT, "FriendlyName");
    public static final long MTU = FieldOffset.in(LAYOUT, "Mtu");
    public static final long IF_TYPE = FieldOffset.in(LAYOUT, "IfType");
    public static final long OPER_STATUS = FieldOffset.in(LAYOUT, "OperStatus");
    public static final long RECEIVE_LINK_SPEED = FieldOffset.in(LAYOUT, "ReceiveLinkSpeed");

    private IpAdapterAddresses() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
