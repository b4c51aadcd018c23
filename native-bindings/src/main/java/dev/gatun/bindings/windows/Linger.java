package dev.gatun.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code LINGER}: the value of SO_LINGER, two 16-bit fields where other systems have 32. Source: mingw-w64
 * winsock2.h, Microsoft's page "LINGER structure".
 */
public final class Linger {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_SHORT.withName("l_onoff"), JAVA_SHORT.withName("l_linger"))
            .withName("LINGER");

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
