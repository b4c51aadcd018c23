package dev.gatun.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code OVERLAPPED_ENTRY}: one packet out of GetQueuedCompletionStatusEx. Source: mingw-w64 minwinbase.h,
 * Microsoft's page "OVERLAPPED_ENTRY structure".
 */
public final class OverlappedEntry {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_LONG.withName("lpCompletionKey"),
                    JAVA_LONG.withName("lpOverlapped"),
                    JAVA_LONG.withName("Internal"),
                    JAVA_INT.withName("dwNumberOfBytesTransferred"),
                    MemoryLayout.paddingLayout(4))
            .withName("OVERLAPPED_ENTRY");

    public static final long LP_COMPLETION_KEY = FieldOffset.in(LAYOUT, "lpCompletionKey");
    public static final long LP_OVERLAPPED = FieldOffset.in(LAYOUT, "lpOverlapped");
    // Documented as reserved, and in practice the NTSTATUS: read it from the OVERLAPPED instead.
    public static final long INTERNAL = FieldOffset.in(LAYOUT, "Internal");
    public static final long DW_NUMBER_OF_BYTES_TRANSFERRED = FieldOffset.in(LAYOUT, "dwNumberOfBytesTransferred");

    private OverlappedEntry() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
