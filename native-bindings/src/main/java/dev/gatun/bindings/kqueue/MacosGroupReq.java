package dev.gatun.bindings.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code struct group_req} of macOS: a group of either family, joined by interface index. Packed to 4 bytes: the
 * address begins at 4, on FreeBSD at 8. Source: xnu bsd/netinet/in.h.
 */
public final class MacosGroupReq {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_INT.withName("gr_interface"),
                    MemoryLayout.sequenceLayout(128, JAVA_BYTE).withName("gr_group"))
            .withName("group_req");

    public static final long GR_INTERFACE = FieldOffset.in(LAYOUT, "gr_interface");
    public static final long GR_GROUP = FieldOffset.in(LAYOUT, "gr_group");

    private MacosGroupReq() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
