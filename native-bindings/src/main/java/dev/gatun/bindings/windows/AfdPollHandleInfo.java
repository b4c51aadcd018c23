package dev.gatun.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code AFD_POLL_HANDLE_INFO}: one socket in an AFD poll and what happened to it. Undocumented; sources: wepoll.c
 * (field names), phnt ntafd.h.
 */
public final class AfdPollHandleInfo {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_LONG.withName("Handle"), JAVA_INT.withName("Events"), JAVA_INT.withName("Status"))
            .withName("AFD_POLL_HANDLE_INFO");

    // The base handle, asked for with SIO_BASE_HANDLE: a layered provider's socket does not work here.
    public static final long HANDLE = FieldOffset.in(LAYOUT, "Handle");
    public static final long EVENTS = FieldOffset.in(LAYOUT, "Events");
    public static final long STATUS = FieldOffset.in(LAYOUT, "Status");

    private AfdPollHandleInfo() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
