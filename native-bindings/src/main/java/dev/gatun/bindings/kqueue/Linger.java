package dev.gatun.bindings.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code struct linger}: the value of SO_LINGER. macOS counts it in ticks there, in seconds with SO_LINGER_SEC.
 * Sources: xnu bsd/sys/socket.h, FreeBSD sys/sys/socket.h.
 */
public final class Linger {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_INT.withName("l_onoff"), JAVA_INT.withName("l_linger"))
            .withName("linger");

    public static final long L_ONOFF = FieldOffset.in(LAYOUT, "l_onoff");
    public static final long L_LINGER = FieldOffset.in(LAYOUT, "l_linger");

    private Linger() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
