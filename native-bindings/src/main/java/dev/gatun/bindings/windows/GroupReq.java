package dev.gatun.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code GROUP_REQ}: a group of either family, joined by interface index. Source: mingw-w64 ws2ipdef.h, Microsoft's
 * page "GROUP_REQ structure".
 */
public final class GroupReq {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_INT.withName("gr_interface"),
                    MemoryLayout.paddingLayout(4),
                    SockaddrStorage.layout().withName("gr_group"))
            .withName("GROUP_REQ");

    public static final long GR_INTERFACE = FieldOffset.in(LAYOUT, "gr_interface");
    public static final long GR_GROUP = FieldOffset.in(LAYOUT, "gr_group");

    private GroupReq() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
