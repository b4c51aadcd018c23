package dev.gatun.bindings.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code struct timespec}: the timeout of {@code kevent}. Sources: xnu bsd/sys/_types/_timespec.h, FreeBSD
 * sys/sys/_timespec.h.
 */
public final class Timespec {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_LONG.withName("tv_sec"), JAVA_LONG.withName("tv_nsec"))
            .withName("timespec");

    public static final long TV_SEC = FieldOffset.in(LAYOUT, "tv_sec");
    public static final long TV_NSEC = FieldOffset.in(LAYOUT, "tv_nsec");

    private Timespec() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
