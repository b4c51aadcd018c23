package dev.gatun.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code AFD_POLL_INFO} with room for one socket: input and output of IOCTL_AFD_POLL. Undocumented; sources: wepoll.c
 * (field names), phnt ntafd.h.
 */
public final class AfdPollInfo {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_LONG.withName("Timeout"),
                    JAVA_INT.withName("NumberOfHandles"),
                    JAVA_INT.withName("Exclusive"),
                    MemoryLayout.sequenceLayout(1, AfdPollHandleInfo.layout()).withName("Handles"))
            .withName("AFD_POLL_INFO");

    // In units of 100 ns, negative when relative; Long.MAX_VALUE waits for ever.
    public static final long TIMEOUT = FieldOffset.in(LAYOUT, "Timeout");
    public static final long NUMBER_OF_HANDLES = FieldOffset.in(LAYOUT, "NumberOfHandles");
    // When not 0, ends other polls of the same handle. phnt calls it Unique, one byte and padding: write 0 or 1.
    public static final long EXCLUSIVE = FieldOffset.in(LAYOUT, "Exclusive");
    public static final long HANDLES = FieldOffset.in(LAYOUT, "Handles");

    private AfdPollInfo() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
