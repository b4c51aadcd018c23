package dev.gatun.bindings.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code struct sockaddr}: the head that all socket addresses of a BSD share, a length byte before the family.
 * Sources: xnu bsd/sys/socket.h, FreeBSD sys/sys/socket.h.
 */
public final class Sockaddr {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_BYTE.withName("sa_len"),
                    JAVA_BYTE.withName("sa_family"),
                    MemoryLayout.sequenceLayout(14, JAVA_BYTE).withName("sa_data"))
            .withName("sockaddr");

    public static final long SA_LEN = FieldOffset.in(LAYOUT, "sa_len");
    public static final long SA_FAMILY = FieldOffset.in(LAYOUT, "sa_family");
    public static final long SA_DATA = FieldOffset.in(LAYOUT, "sa_data");

    private Sockaddr() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
