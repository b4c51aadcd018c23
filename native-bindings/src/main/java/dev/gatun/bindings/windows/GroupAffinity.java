package dev.gatun.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code GROUP_AFFINITY}: the processors of one group that a thread may run on. Source: mingw-w64 winnt.h,
 * Microsoft's page "GROUP_AFFINITY structure".
 */
public final class GroupAffinity {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_LONG.withName("Mask"),
                    JAVA_SHORT.withName("Group"),
                    MemoryLayout.sequenceLayout(3, JAVA_SHORT).withName("Reserved"))
            .withName("GROUP_AFFINITY");

    public static final long MASK = FieldOffset.in(LAYOUT, "Mask");
    public static final long GROUP = FieldOffset.in(LAYOUT, "Group");
    // Must be zero, or SetThreadGroupAffinity fails with ERROR_INVALID_PARAMETER.
    public static final long RESERVED = FieldOffset.in(LAYOUT, "Reserved");

    private GroupAffinity() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
