package dev.gatun.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code OSVERSIONINFOEXW}: which Windows, out of RtlGetVersion. Source: mingw-w64 winnt.h, Microsoft's page
 * "OSVERSIONINFOEXW structure".
 */
public final class OsVersionInfo {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_INT.withName("dwOSVersionInfoSize"),
                    JAVA_INT.withName("dwMajorVersion"),
                    JAVA_INT.withName("dwMinorVersion"),
                    JAVA_INT.withName("dwBuildNumber"),
                    JAVA_INT.withName("dwPlatformId"),
                    MemoryLayout.sequenceLayout(128, JAVA_SHORT).withName("szCSDVersion"),
                    JAVA_SHORT.withName("wServicePackMajor"),
                    JAVA_SHORT.withName("wServicePackMinor"),
                    JAVA_SHORT.withName("wSuiteMask"),
                    JAVA_BYTE.withName("wProductType"),
                    JAVA_BYTE.withName("wReserved"))
            .withName("OSVERSIONINFOEXW");

    public static final long DW_OSVERSION_INFO_SIZE = FieldOffset.in(LAYOUT, "dwOSVersionInfoSize");
    public static final long DW_MAJOR_VERSION = FieldOffset.in(LAYOUT, "dwMajorVersion");
    public static final long DW_MINOR_VERSION = FieldOffset.in(LAYOUT, "dwMinorVersion");
    public static final long DW_BUILD_NUMBER = FieldOffset.in(LAYOUT, "dwBuildNumber");

    private OsVersionInfo() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
