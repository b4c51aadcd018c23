package dev.gatun.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code WSAPROTOCOL_INFOW}: the provider of a socket, asked for with SO_PROTOCOL_INFOW. Without XP1_IFS_HANDLES in
 * its first field, skipping completions on success is not safe. Source: mingw-w64 winsock2.h, Microsoft's page
 * "WSAPROTOCOL_INFOW structure".
 */
public final class WsaProtocolInfoW {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_INT.withName("dwServiceFlags1"),
                    JAVA_INT.withName("dwServiceFlags2"),
                    JAVA_INT.withName("dwServiceFlags3"),
                    JAVA_INT.withName("dwServiceFlags4"),
                    JAVA_INT.withName("dwProviderFlags"),
                    Guid.layout().withName("ProviderId"),
                    JAVA_INT.withName("dwCatalogEntryId"),
                    MemoryLayout.sequenceLayout(8, JAVA_INT).withName("ProtocolChain"),
                    JAVA_INT.withName("iVersion"),
                    JAVA_INT.withName("iAddressFamily"),
                    JAVA_INT.withName("iMaxSockAddr"),
                    JAVA_INT.withName("iMinSockAddr"),
                    JAVA_INT.withName("iSocketType"),
                    JAVA_INT.withName("iProtocol"),
                    JAVA_INT.withName("iProtocolMaxOffset"),
                    JAVA_INT.withName("iNetworkByteOrder"),
                    JAVA_INT.withName("iSecurityScheme"),
                    JAVA_INT.withName("dwMessageSize"),
                    JAVA_INT.withName("dwProviderReserved"),
                    MemoryLayout.sequenceLayout(256, JAVA_SHORT).withName("szProtocol"))
            .withName("WSAPROTOCOL_INFOW");

    public static final long DW_SERVICE_FLAGS1 = FieldOffset.in(LAYOUT, "dwServiceFlags1");
    public static final long DW_SERVICE_FLAGS2 = FieldOffset.in(LAYOUT, "dwServiceFlags2");
    public static final long DW_SERVICE_FLAGS3 = FieldOffset.in(LAYOUT, "dwServiceFlags3");
    public static final long DW_SERVICE_FLAGS4 = FieldOffset.in(LAYOUT, "dwServiceFlags4");
    public static final long DW_PROVIDER_FLAGS = FieldOffset.in(LAYOUT, "dwProviderFlags");
    public static final long PROVIDER_ID = FieldOffset.in(LAYOUT, "ProviderId");
    public static final long DW_CATALOG_ENTRY_ID = FieldOffset.in(LAYOUT, "dwCatalogEntryId");
    public static final long PROTOCOL_CHAIN = FieldOffset.in(LAYOUT, "ProtocolChain");
    public static final long I_VERSION = FieldOffset.in(LAYOUT, "iVersion");
    public static final long I_ADDRESS_FAMILY = FieldOffset.in(LAYOUT, "iAddressFamily");
    public static final long I_MAX_SOCK_ADDR = FieldOffset.in(LAYOUT, "iMaxSockAddr");
    public static final long I_MIN_SOCK_ADDR = FieldOffset.in(LAYOUT, "iMinSockAddr");
    public static final long I_SOCKET_TYPE = FieldOffset.in(LAYOUT, "iSocketType");
    public static final long I_PROTOCOL = FieldOffset.in(LAYOUT, "iProtocol");
    public static final long I_PROTOCOL_MAX_OFFSET = FieldOffset.in(LAYOUT, "iProtocolMaxOffset");
    public static final long I_NETWORK_BYTE_ORDER = FieldOffset.in(LAYOUT, "iNetworkByteOrder");
    public static final long I_SECURITY_SCHEME = FieldOffset.in(LAYOUT, "iSecurityScheme");
    public static final long DW_MESSAGE_SIZE = FieldOffset.in(LAYOUT, "dwMessageSize");
    public static final long DW_PROVIDER_RESERVED = FieldOffset.in(LAYOUT, "dwProviderReserved");
    public static final long SZ_PROTOCOL = FieldOffset.in(LAYOUT, "szProtocol");

    private WsaProtocolInfoW() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
