package dev.gatun.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code SOCKADDR_UN}, a local address; Windows 10 1803 and later, stream sockets only. Source: mingw-w64 afunix.h,
 * Microsoft's afunix.h.
 */
public final class SockaddrUn {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_SHORT.withName("sun_family"),
                    MemoryLayout.sequenceLayout(108, JAVA_BYTE).withName("sun_path"))
            .withName("SOCKADDR_UN");

    public static final long SUN_FAMILY = FieldOffset.in(LAYOUT, "sun_family");
    public static final long SUN_PATH = FieldOffset.in(LAYOUT, "sun_path");

    private SockaddrUn() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
