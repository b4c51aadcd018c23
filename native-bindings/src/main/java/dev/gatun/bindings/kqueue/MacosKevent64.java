package dev.gatun.bindings.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code struct kevent64_s} of macOS, 48 bytes, for {@code kevent64}: the call that takes KEVENT_FLAG_IMMEDIATE and
 * timer leeway. Source: xnu bsd/sys/event.h.
 */
public final class MacosKevent64 {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_LONG.withName("ident"),
                    JAVA_SHORT.withName("filter"),
                    JAVA_SHORT.withName("flags"),
                    JAVA_INT.withName("fflags"),
                    JAVA_LONG.withName("data"),
                    JAVA_LONG.withName("udata"),
                    MemoryLayout.sequenceLayout(2, JAVA_LONG).withName("ext"))
            .withName("kevent64_s");

    public static final long IDENT = FieldOffset.in(LAYOUT, "ident");
    public static final long FILTER = FieldOffset.in(LAYOUT, "filter");
    public static final long FLAGS = FieldOffset.in(LAYOUT, "flags");
    public static final long FFLAGS = FieldOffset.in(LAYOUT, "fflags");
    public static final long DATA = FieldOffset.in(LAYOUT, "data");
    public static final long UDATA = FieldOffset.in(LAYOUT, "udata");
    // NOTE_LEEWAY reads ext[1].
    public static final long EXT = FieldOffset.in(LAYOUT, "ext");

    private MacosKevent64() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
