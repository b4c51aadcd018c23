package dev.gatun.bindings.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code struct timeval} of macOS: what SO_RCVTIMEO takes and SCM_TIMESTAMP brings. Its microseconds are 32 bits
 * wide, unlike FreeBSD's. Source: xnu bsd/sys/_types/_timeval.h.
 */
public final class MacosTimeval {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_LONG.withName("tv_sec"), JAVA_INT.withName("tv_usec"), MemoryLayout.paddingLayout(4))
            .withName("timeval");

    public static final long TV_SEC = FieldOffset.in(LAYOUT, "tv_sec");
    public static final long TV_USEC = FieldOffset.in(LAYOUT, "tv_usec");

    private MacosTimeval() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
