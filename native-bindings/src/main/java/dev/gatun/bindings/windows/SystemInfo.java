package dev.gatun.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code SYSTEM_INFO}: page size and allocation granularity, out of GetSystemInfo. Source: mingw-w64 sysinfoapi.h,
 * Microsoft's page "SYSTEM_INFO structure".
 */
public final class SystemInfo {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_SHORT.withName("wProcessorArchitecture"),
                    JAVA_SHORT.withName("wReserved"),
                    JAVA_INT.withName("dwPageSize"),
                    JAVA_LONG.withName("lpMinimumApplicationAddress"),
                    JAVA_LONG.withName("lpMaximumApplicationAddress"),
                    JAVA_LONG.withName("dwActiveProcessorMask"),
                    JAVA_INT.withName("dwNumberOfProcessors"),
                    JAVA_INT.withName("dwProcessorType"),
                    JAVA_INT.withName("dwAllocationGranularity"),
                    JAVA_SHORT.withName("wProcessorLevel"),
                    JAVA_SHORT.withName("wProcessorRevision"))
            .withName("SYSTEM_INFO");

    public static final long W_PROCESSOR_ARCHITECTURE = FieldOffset.in(LAYOUT, "wProcessorArchitecture");
    public static final long W_RESERVED = FieldOffset.in(LAYOUT, "wReserved");
    public static final long DW_PAGE_SIZE = FieldOffset.in(LAYOUT, "dwPageSize");
    public static final long LP_MINIMUM_APPLICATION_ADDRESS = FieldOffset.in(LAYOUT, "lpMinimumApplicationAddress");
    public static final long LP_MAXIMUM_APPLICATION_ADDRESS = FieldOffset.in(LAYOUT, "lpMaximumApplicationAddress");
    public static final long DW_ACTIVE_PROCESSOR_MASK = FieldOffset.in(LAYOUT, "dwActiveProcessorMask");
    public static final long DW_NUMBER_OF_PROCESSORS = FieldOffset.in(LAYOUT, "dwNumberOfProcessors");
    public static final long DW_PROCESSOR_TYPE = FieldOffset.in(LAYOUT, "dwProcessorType");
    public static final long DW_ALLOCATION_GRANULARITY = FieldOffset.in(LAYOUT, "dwAllocationGranularity");
    public static final long W_PROCESSOR_LEVEL = FieldOffset.in(LAYOUT, "wProcessorLevel");
    public static final long W_PROCESSOR_REVISION = FieldOffset.in(LAYOUT, "wProcessorRevision");

    private SystemInfo() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
