package dev.gatun.bindings.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code struct addrinfo}: the answer of {@code getaddrinfo}. The name stands before the address, as on Windows and
 * against Linux. Sources: Libinfo netdb.h, FreeBSD include/netdb.h.
 */
public final class Addrinfo {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_INT.withName("ai_flags"),
                    JAVA_INT.withName("ai_family"),
                    JAVA_INT.withName("ai_socktype"),
                    JAVA_INT.withName("ai_protocol"),
                    JAVA_INT.withName("ai_addrlen"),
                    MemoryLayout.paddingLayout(4),
                    JAVA_LONG.withName("ai_canonname"),
                    JAVA_LONG.withName("ai_addr"),
                    JAVA_LONG.withName("ai_next"))
            .withName("addrinfo");

    public static final long AI_FLAGS = FieldOffset.in(LAYOUT, "ai_flags");
    public static final long AI_FAMILY = FieldOffset.in(LAYOUT, "ai_family");
    public static final long AI_SOCKTYPE = FieldOffset.in(LAYOUT, "ai_socktype");
    public static final long AI_PROTOCOL = FieldOffset.in(LAYOUT, "ai_protocol");
    public static final long AI_ADDRLEN = FieldOffset.in(LAYOUT, "ai_addrlen");
    public static final long AI_CANONNAME = FieldOffset.in(LAYOUT, "ai_canonname");
    public static final long AI_ADDR = FieldOffset.in(LAYOUT, "ai_addr");
    public static final long AI_NEXT = FieldOffset.in(LAYOUT, "ai_next");

    private Addrinfo() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
