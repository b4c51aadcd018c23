package dev.gatun.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code MEMORYSTATUSEX}: the machine's memory, out of GlobalMemoryStatusEx. Source: mingw-w64 sysinfoapi.h,
 * Microsoft's page "MEMORYSTATUSEX structure".
 */
public final class MemoryStatusEx {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_INT.withName("dwLength"),
                    JAVA_INT.withName("dwMemoryLoad"),
                    JAVA_LONG.withName("ullTotalPhys"),
                    JAVA_LONG.withName("ullAvailPhys"),
                    JAVA_LONG.withName("ullTotalPageFile"),
                    JAVA_LONG.withName("ullAvailPageFile"),
                    JAVA_LONG.withName("ullTotalVirtual"),
                    JAVA_LONG.withName("ullAvailVirtual"),
                    JAVA_LONG.withName("ullAvailExtendedVirtual"))
            .withName("MEMORYSTATUSEX");

    public static final long DW_LENGTH = FieldOffset.in(LAYOUT, "dwLength");
    public static final long ULL_TOTAL_PHYS = FieldOffset.in(LAYOUT, "ullTotalPhys");
    public static final long ULL_TOTAL_PAGE_FILE = FieldOffset.in(LAYOUT, "ullTotalPageFile");

    private MemoryStatusEx() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
