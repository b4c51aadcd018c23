package dev.gatun.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code JOBOBJECT_CPU_RATE_CONTROL_INFORMATION}: what a job leaves its processes of CPU time. Source: mingw-w64
 * winnt.h, Microsoft's page "JOBOBJECT_CPU_RATE_CONTROL_INFORMATION structure".
 */
public final class JobCpuRate {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_INT.withName("ControlFlags"), JAVA_INT.withName("CpuRate"))
            .withName("JOBOBJECT_CPU_RATE_CONTROL_INFORMATION");

    public static final long CONTROL_FLAGS = FieldOffset.in(LAYOUT, "ControlFlags");
    public static final long CPU_RATE = FieldOffset.in(LAYOUT, "CpuRate");

    private JobCpuRate() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
