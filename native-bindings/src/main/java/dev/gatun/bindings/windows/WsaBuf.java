package dev.gatun.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code WSABUF}: one piece of a vectored send or receive. The length comes first and has 32 bits. Source: mingw-w64
 * winsock2.h, Microsoft's page "WSABUF structure".
 */
public final class WsaBuf {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_INT.withName("len"), MemoryLayout.paddingLayout(4), JAVA_LONG.withName("buf"))
            .withName("WSABUF");

    public static final long LEN = FieldOffset.in(LAYOUT, "len");
    public static final long BUF = FieldOffset.in(LAYOUT, "buf");

    private WsaBuf() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
