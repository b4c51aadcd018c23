package dev.gatun.bindings.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code struct pollfd} and its events, the same on macOS and FreeBSD. Sources: xnu bsd/sys/poll.h, FreeBSD
 * sys/sys/poll.h.
 */
public final class Pollfd {
    public static final int POLLIN = 0x0001;
    public static final int POLLOUT = 0x0004;
    public static final int POLLERR = 0x0008;
    public static final int POLLHUP = 0x0010;
    public static final int POLLNVAL = 0x0020;

    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_INT.withName("fd"), JAVA_SHORT.withName("events"), JAVA_SHORT.withName("revents"))
            .withName("pollfd");

    public static final long FD = FieldOffset.in(LAYOUT, "fd");
    public static final long EVENTS = FieldOffset.in(LAYOUT, "events");
    public static final long REVENTS = FieldOffset.in(LAYOUT, "revents");

    private Pollfd() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
