package dev.gatun.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code SOCKADDR_IN}, an IPv4 address. Port and address are in network order. Source: mingw-w64
 * psdk_inc/_ip_types.h, Microsoft's page "SOCKADDR_IN structure".
 */
public final class SockaddrIn {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_SHORT.withName("sin_family"),
                    JAVA_SHORT.withName("sin_port"),
                    JAVA_INT.withName("sin_addr"),
                    MemoryLayout.sequenceLayout(8, JAVA_BYTE).withName("sin_zero"))
            .withName("SOCKADDR_IN");

    public static final long SIN_FAMILY = FieldOffset.in(LAYOUT, "sin_family");
    public static final long SIN_PORT = FieldOffset.in(LAYOUT, "sin_port");
    public static final long SIN_ADDR = FieldOffset.in(LAYOUT, "sin_addr");
    public static final long SIN_ZERO = FieldOffset.in(LAYOUT, "sin_zero");

    private SockaddrIn() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
