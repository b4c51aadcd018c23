package dev.gatun.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code SYSTEM_LOGICAL_PROCESSOR_INFORMATION_EX}: a core, out of GetLogicalProcessorInformationEx; each says how long
 * it is. Source: mingw-w64 winnt.h, Microsoft's page "SYSTEM_LOGICAL_PROCESSOR_INFORMATION_EX structure".
 */
public final class LogicalProcessorInformationEx {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_INT.withName("Relationship"),
                    JAVA_INT.withName("Size"),
                    MemoryLayout.structLayout(JAVA_BYTE.withName("Flags"), MemoryLayout.paddingLayout(39))
                            .withName("Processor"),
                    MemoryLayout.paddingLayout(32))
            .withByteAlignment(Long.BYTES)
            .withName("SYSTEM_LOGICAL_PROCESSOR_INFORMATION_EX");

    public static final long RELATIONSHIP = FieldOffset.in(LAYOUT, "Relationship");
    public static final long SIZE = FieldOffset.in(LAYOUT, "Size");
    public static final long PROCESSOR = FieldOffset.in(LAYOUT, "Processor");

    private LogicalProcessorInformationEx() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
