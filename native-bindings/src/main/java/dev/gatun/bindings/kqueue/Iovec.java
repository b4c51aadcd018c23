package dev.gatun.bindings.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code struct iovec}: one piece of a vectored read or write. Sources: xnu bsd/sys/_types/_iovec_t.h, FreeBSD
 * sys/sys/_iovec.h.
 */
public final class Iovec {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_LONG.withName("iov_base"), JAVA_LONG.withName("iov_len"))
            .withName("iovec");

    public static final long IOV_BASE = FieldOffset.in(LAYOUT, "iov_base");
    public static final long IOV_LEN = FieldOffset.in(LAYOUT, "iov_len");

    private Iovec() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
