package dev.gatun.bindings.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code struct accept_filter_arg} of FreeBSD: names the filter ("dataready", "httpready") that SO_ACCEPTFILTER puts
 * before {@code accept}. Source: FreeBSD sys/sys/socket.h.
 */
public final class FreebsdAcceptFilterArg {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    MemoryLayout.sequenceLayout(16, JAVA_BYTE).withName("af_name"),
                    MemoryLayout.sequenceLayout(240, JAVA_BYTE).withName("af_arg"))
            .withName("accept_filter_arg");

    public static final long AF_NAME = FieldOffset.in(LAYOUT, "af_name");
    public static final long AF_ARG = FieldOffset.in(LAYOUT, "af_arg");

    private FreebsdAcceptFilterArg() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
