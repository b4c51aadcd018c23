package dev.gatun.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code GROUP_SOURCE_REQ}: a group of either family, filtered by sender. Source: mingw-w64 ws2ipdef.h, Microsoft's
 * page "GROUP_SOURCE_REQ structure".
 */
public final class GroupSourceReq {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_INT.withName("gsr_interface"),
                    MemoryLayout.paddingLayout(4),
                    SockaddrStorage.layout().withName("gsr_group"),
                    SockaddrStorage.layout().withName("gsr_source"))
            .withName("GROUP_SOURCE_REQ");

    public static final long GSR_INTERFACE = FieldOffset.in(LAYOUT, "gsr_interface");
    public static final long GSR_GROUP = FieldOffset.in(LAYOUT, "gsr_group");
    public static final long GSR_SOURCE = FieldOffset.in(LAYOUT, "gsr_source");

    private GroupSourceReq() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
