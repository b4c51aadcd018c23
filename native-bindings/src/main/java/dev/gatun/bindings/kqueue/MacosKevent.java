package dev.gatun.bindings.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code struct kevent} of macOS, 32 bytes. Source: xnu bsd/sys/event.h. The header packs it to 4 bytes, so an array
 * of them may begin at any multiple of 4: its 8-byte fields are unaligned here.
 */
public final class MacosKevent {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_LONG_UNALIGNED.withName("ident"),
                    JAVA_SHORT.withName("filter"),
                    JAVA_SHORT.withName("flags"),
                    JAVA_INT.withName("fflags"),
                    JAVA_LONG_UNALIGNED.withName("data"),
                    JAVA_LONG_UNALIGNED.withName("udata"))
            .withName("kevent");

    public static final long IDENT = FieldOffset.in(LAYOUT, "ident");
    public static final long FILTER = FieldOffset.in(LAYOUT, "filter");
    // EV_EOF is the sign bit of this short: mask with 0xFFFF before comparing.
    public static final long FLAGS = FieldOffset.in(LAYOUT, "flags");
    public static final long FFLAGS = FieldOffset.in(LAYOUT, "fflags");
    public static final long DATA = FieldOffset.in(LAYOUT, "data");
    public static final long UDATA = FieldOffset.in(LAYOUT, "udata");

    private MacosKevent() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
