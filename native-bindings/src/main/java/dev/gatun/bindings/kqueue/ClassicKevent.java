package dev.gatun.bindings.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code struct kevent} with the 32 bytes it had at first: FreeBSD 11 and earlier (there {@code struct
 * freebsd11_kevent} now), and libkqueue on Linux. Same offsets as macOS, natural alignment. Sources: FreeBSD
 * sys/sys/event.h, libkqueue include/sys/event.h (v2.7.0).
 */
public final class ClassicKevent {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_LONG.withName("ident"),
                    JAVA_SHORT.withName("filter"),
                    JAVA_SHORT.withName("flags"),
                    JAVA_INT.withName("fflags"),
                    JAVA_LONG.withName("data"),
                    JAVA_LONG.withName("udata"))
            .withName("kevent");

    public static final long IDENT = FieldOffset.in(LAYOUT, "ident");
    public static final long FILTER = FieldOffset.in(LAYOUT, "filter");
    public static final long FLAGS = FieldOffset.in(LAYOUT, "flags");
    public static final long FFLAGS = FieldOffset.in(LAYOUT, "fflags");
    public static final long DATA = FieldOffset.in(LAYOUT, "data");
    public static final long UDATA = FieldOffset.in(LAYOUT, "udata");

    private ClassicKevent() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
