package dev.gatun.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code OVERLAPPED}: one operation in flight, the kernel's from its start until its packet has been taken from the
 * port. Source: mingw-w64 minwinbase.h, Microsoft's page "OVERLAPPED structure".
 */
public final class Overlapped {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_LONG.withName("Internal"),
                    JAVA_LONG.withName("InternalHigh"),
                    JAVA_INT.withName("Offset"),
                    JAVA_INT.withName("OffsetHigh"),
                    JAVA_LONG.withName("hEvent"))
            .withName("OVERLAPPED");

    // Written by the kernel: an NTSTATUS, not a Win32 error.
    public static final long INTERNAL = FieldOffset.in(LAYOUT, "Internal");
    // Written by the kernel: bytes transferred.
    public static final long INTERNAL_HIGH = FieldOffset.in(LAYOUT, "InternalHigh");
    public static final long OFFSET = FieldOffset.in(LAYOUT, "Offset");
    public static final long OFFSET_HIGH = FieldOffset.in(LAYOUT, "OffsetHigh");
    // With the lowest bit set, no packet is queued to the port.
    public static final long H_EVENT = FieldOffset.in(LAYOUT, "hEvent");

    private Overlapped() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
