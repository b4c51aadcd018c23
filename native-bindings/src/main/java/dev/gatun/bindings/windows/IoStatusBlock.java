package dev.gatun.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code IO_STATUS_BLOCK}: where the NT calls put their answer. Its two fields are those an OVERLAPPED begins with.
 * Source: mingw-w64 winternl.h, Microsoft's page "IO_STATUS_BLOCK structure".
 */
public final class IoStatusBlock {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_INT.withName("Status"), MemoryLayout.paddingLayout(4), JAVA_LONG.withName("Information"))
            .withName("IO_STATUS_BLOCK");

    public static final long STATUS = FieldOffset.in(LAYOUT, "Status");
    public static final long INFORMATION = FieldOffset.in(LAYOUT, "Information");

    private IoStatusBlock() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
