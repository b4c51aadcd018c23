package dev.gatun.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code SOCKADDR_STORAGE}: room for any socket address. Source: mingw-w64 winsock2.h, Microsoft's page
 * "SOCKADDR_STORAGE structure".
 */
public final class SockaddrStorage {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_SHORT.withName("ss_family"),
                    MemoryLayout.sequenceLayout(6, JAVA_BYTE).withName("__ss_pad1"),
                    JAVA_LONG.withName("__ss_align"),
                    MemoryLayout.sequenceLayout(112, JAVA_BYTE).withName("__ss_pad2"))
            .withName("SOCKADDR_STORAGE");

    public static final long SS_FAMILY = FieldOffset.in(LAYOUT, "ss_family");
    public static final long SS_PAD1 = FieldOffset.in(LAYOUT, "__ss_pad1");
    public static final long SS_ALIGN = FieldOffset.in(LAYOUT, "__ss_align");
    public static final long SS_PAD2 = FieldOffset.in(LAYOUT, "__ss_pad2");

    private SockaddrStorage() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
