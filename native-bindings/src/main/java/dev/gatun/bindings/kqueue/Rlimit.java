package dev.gatun.bindings.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code struct rlimit}: a soft and a hard limit of the process. Sources: xnu bsd/sys/resource.h, FreeBSD
 * sys/sys/resource.h.
 */
public final class Rlimit {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_LONG.withName("rlim_cur"), JAVA_LONG.withName("rlim_max"))
            .withName("rlimit");

    public static final long RLIM_CUR = FieldOffset.in(LAYOUT, "rlim_cur");
    public static final long RLIM_MAX = FieldOffset.in(LAYOUT, "rlim_max");

    private Rlimit() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
