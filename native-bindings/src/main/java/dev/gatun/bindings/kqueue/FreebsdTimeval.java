package dev.gatun.bindings.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code struct timeval} of FreeBSD: what SO_RCVTIMEO takes and SCM_TIMESTAMP brings. Source: FreeBSD
 * sys/sys/_timeval.h.
 */
public final class FreebsdTimeval {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_LONG.withName("tv_sec"), JAVA_LONG.withName("tv_usec"))
            .withName("timeval");

    public static final long TV_SEC = FieldOffset.in(LAYOUT, "tv_sec");
    public static final long TV_USEC = FieldOffset.in(LAYOUT, "tv_usec");

    private FreebsdTimeval() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
