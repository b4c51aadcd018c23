package dev.gatun.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code WSAMSG}: the argument of WSARecvMsg and WSASendMsg. Source: mingw-w64 winsock2.h, Microsoft's page "WSAMSG
 * structure".
 */
public final class WsaMsg {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_LONG.withName("name"),
                    JAVA_INT.withName("namelen"),
                    MemoryLayout.paddingLayout(4),
                    JAVA_LONG.withName("lpBuffers"),
                    JAVA_INT.withName("dwBufferCount"),
                    MemoryLayout.paddingLayout(4),
                    WsaBuf.layout().withName("Control"),
                    JAVA_INT.withName("dwFlags"),
                    MemoryLayout.paddingLayout(4))
            .withName("WSAMSG");

    public static final long NAME = FieldOffset.in(LAYOUT, "name");
    public static final long NAMELEN = FieldOffset.in(LAYOUT, "namelen");
    public static final long LP_BUFFERS = FieldOffset.in(LAYOUT, "lpBuffers");
    public static final long DW_BUFFER_COUNT = FieldOffset.in(LAYOUT, "dwBufferCount");
    public static final long CONTROL = FieldOffset.in(LAYOUT, "Control");
    public static final long DW_FLAGS = FieldOffset.in(LAYOUT, "dwFlags");

    private WsaMsg() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
