package dev.gatun.bindings.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code struct group_req} of FreeBSD: a group of either family, joined by interface index. The address begins at 8,
 * on macOS at 4. Source: FreeBSD sys/netinet/in.h.
 */
public final class FreebsdGroupReq {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_INT.withName("gr_interface"),
                    MemoryLayout.paddingLayout(4),
                    SockaddrStorage.layout().withName("gr_group"))
            .withName("group_req");

    public static final long GR_INTERFACE = FieldOffset.in(LAYOUT, "gr_interface");
    public static final long GR_GROUP = FieldOffset.in(LAYOUT, "gr_group");

    private FreebsdGroupReq() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
