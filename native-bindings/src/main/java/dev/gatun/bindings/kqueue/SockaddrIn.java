package dev.gatun.bindings.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code struct sockaddr_in}, an IPv4 address. Port and address are in network order. Sources: xnu bsd/netinet/in.h,
 * FreeBSD sys/netinet/in.h.
 */
public final class SockaddrIn {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_BYTE.withName("sin_len"),
                    JAVA_BYTE.withName("sin_family"),
                    JAVA_SHORT.withName("sin_port"),
                    JAVA_INT.withName("sin_addr"),
                    MemoryLayout.sequenceLayout(8, JAVA_BYTE).withName("sin_zero"))
            .withName("sockaddr_in");

    public static final long SIN_LEN = FieldOffset.in(LAYOUT, "sin_len");
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
