package dev.gatun.bindings.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code struct group_source_req} of macOS: a group of either family, filtered by sender; packed to 4 bytes. Source:
 * xnu bsd/netinet/in.h.
 */
public final class MacosGroupSourceReq {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_INT.withName("gsr_interface"),
                    MemoryLayout.sequenceLayout(128, JAVA_BYTE).withName("gsr_group"),
                    MemoryLayout.sequenceLayout(128, JAVA_BYTE).withName("gsr_source"))
            .withName("group_source_req");

    public static final long GSR_INTERFACE = FieldOffset.in(LAYOUT, "gsr_interface");
    public static final long GSR_GROUP = FieldOffset.in(LAYOUT, "gsr_group");
    public static final long GSR_SOURCE = FieldOffset.in(LAYOUT, "gsr_source");

    private MacosGroupSourceReq() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
