package dev.gatun.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code JOBOBJECT_EXTENDED_LIMIT_INFORMATION}: what a job leaves its processes of memory. Source: mingw-w64 winnt.h,
 * Microsoft's page "JOBOBJECT_EXTENDED_LIMIT_INFORMATION structure".
 */
public final class JobLimits {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    MemoryLayout.structLayout(
                                    JAVA_LONG.withName("PerProcessUserTimeLimit"),
                                    JAVA_LONG.withName("PerJobUserTimeLimit"),
                                    JAVA_INT.withName("LimitFlags"),
                                    MemoryLayout.paddingLayout(44))
                            .withName("BasicLimitInformation"),
                    MemoryLayout.sequenceLayout(6, JAVA_LONG).withName("IoInfo"),
                    JAVA_LONG.withName("ProcessMemoryLimit"),
                    JAVA_LONG.withName("JobMemoryLimit"),
                    JAVA_LONG.withName("PeakProcessMemoryUsed"),
                    JAVA_LONG.withName("PeakJobMemoryUsed"))
            .withName("JOBOBJECT_EXTENDED_LIMIT_INFORMATION");

    /** Of its first struct. */
    public static final long LIMIT_FLAGS = 16;

    public static final long PROCESS_MEMORY_LIMIT = FieldOffset.in(LAYOUT, "ProcessMemoryLimit");
    public static final long JOB_MEMORY_LIMIT = FieldOffset.in(LAYOUT, "JobMemoryLimit");

    private JobLimits() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
