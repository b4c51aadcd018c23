package dev.gatun.bindings.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code struct group_source_req} of FreeBSD: a group of either family, filtered by sender. Source: FreeBSD
 * sys/netinet/in.h.
 */
public final class FreebsdGroupSourceReq {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_INT.withName("gsr_interface"),
                    MemoryLayout.paddingLayout(4),
                    SockaddrStorage.layout().withName("gsr_group"),
                    SockaddrStorage.layout().withName("gsr_source"))
            .withName("group_source_req");

    public static final long GSR_INTERFACE = FieldOffset.in(LAYOUT, "gsr_interface");
    public static final long GSR_GROUP = FieldOffset.in(LAYOUT, "gsr_group");
    public static final long GSR_SOURCE = FieldOffset.in(LAYOUT, "gsr_source");

    private FreebsdGroupSourceReq() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
