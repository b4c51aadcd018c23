package dev.gatun.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code WSACMSGHDR}: the head of one control message. Its length has 64 bits; head and data are aligned to 8.
 * Source: mingw-w64 mswsock.h, Microsoft's page "WSACMSGHDR structure".
 */
public final class WsaCmsgHdr {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_LONG.withName("cmsg_len"), JAVA_INT.withName("cmsg_level"), JAVA_INT.withName("cmsg_type"))
            .withName("WSACMSGHDR");

    public static final long CMSG_LEN = FieldOffset.in(LAYOUT, "cmsg_len");
    public static final long CMSG_LEVEL = FieldOffset.in(LAYOUT, "cmsg_level");
    public static final long CMSG_TYPE = FieldOffset.in(LAYOUT, "cmsg_type");

    private WsaCmsgHdr() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
