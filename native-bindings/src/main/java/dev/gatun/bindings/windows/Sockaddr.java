package dev.gatun.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code SOCKADDR}: the head that all socket addresses share. Source: mingw-w64 winsock2.h, Microsoft's page
 * "sockaddr".
 */
public final class Sockaddr {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_SHORT.withName("sa_family"),
                    MemoryLayout.sequenceLayout(14, JAVA_BYTE).withName("sa_data"))
            .withName("SOCKADDR");

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
