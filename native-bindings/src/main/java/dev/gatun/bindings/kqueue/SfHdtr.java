package dev.gatun.bindings.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code struct sf_hdtr}: what {@code sendfile} puts before and after the file. The struct is the same on both
 * systems, the call's arguments are not: macOS passes the length in and out through one pointer, FreeBSD takes it as
 * a value and answers through another pointer. Sources: xnu bsd/sys/socket.h, FreeBSD sys/sys/socket.h.
 */
public final class SfHdtr {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_LONG.withName("headers"),
                    JAVA_INT.withName("hdr_cnt"),
                    MemoryLayout.paddingLayout(4),
                    JAVA_LONG.withName("trailers"),
                    JAVA_INT.withName("trl_cnt"),
                    MemoryLayout.paddingLayout(4))
            .withName("sf_hdtr");

    public static final long HEADERS = FieldOffset.in(LAYOUT, "headers");
    public static final long HDR_CNT = FieldOffset.in(LAYOUT, "hdr_cnt");
    public static final long TRAILERS = FieldOffset.in(LAYOUT, "trailers");
    public static final long TRL_CNT = FieldOffset.in(LAYOUT, "trl_cnt");

    private SfHdtr() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
