package dev.gatun.bindings.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code struct sockaddr_storage}: room for any socket address. Sources: xnu bsd/sys/socket.h, FreeBSD
 * sys/sys/_sockaddr_storage.h.
 */
public final class SockaddrStorage {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_BYTE.withName("ss_len"),
                    JAVA_BYTE.withName("ss_family"),
                    MemoryLayout.sequenceLayout(6, JAVA_BYTE).withName("__ss_pad1"),
                    JAVA_LONG.withName("__ss_align"),
                    MemoryLayout.sequenceLayout(112, JAVA_BYTE).withName("__ss_pad2"))
            .withName("sockaddr_storage");

    public static final long SS_LEN = FieldOffset.in(LAYOUT, "ss_len");
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
