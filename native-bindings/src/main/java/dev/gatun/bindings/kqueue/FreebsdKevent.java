package dev.gatun.bindings.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code struct kevent} of FreeBSD 12 and later, 64 bytes. Source: FreeBSD sys/sys/event.h, stable/13 and stable/14.
 */
public final class FreebsdKevent {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_LONG.withName("ident"),
                    JAVA_SHORT.withName("filter"),
                    JAVA_SHORT.withName("flags"),
                    JAVA_INT.withName("fflags"),
                    JAVA_LONG.withName("data"),
                    JAVA_LONG.withName("udata"),
                    MemoryLayout.sequenceLayout(4, JAVA_LONG).withName("ext"))
            .withName("kevent");

    public static final long IDENT = FieldOffset.in(LAYOUT, "ident");
    public static final long FILTER = FieldOffset.in(LAYOUT, "filter");
    // EV_EOF is the sign bit of this short: mask with 0xFFFF before comparing.
    public static final long FLAGS = FieldOffset.in(LAYOUT, "flags");
    public static final long FFLAGS = FieldOffset.in(LAYOUT, "fflags");
    public static final long DATA = FieldOffset.in(LAYOUT, "data");
    public static final long UDATA = FieldOffset.in(LAYOUT, "udata");
    // ext[2] and ext[3] come back as they were given; ext[0] and ext[1] belong to the filter.
    public static final long EXT = FieldOffset.in(LAYOUT, "ext");

    private FreebsdKevent() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
