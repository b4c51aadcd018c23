package dev.gatun.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code PROCESSOR_NUMBER}: a processor and its group, out of GetCurrentProcessorNumberEx. Source: mingw-w64 winnt.h,
 * Microsoft's page "PROCESSOR_NUMBER structure".
 */
public final class ProcessorNumber {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_SHORT.withName("Group"), JAVA_BYTE.withName("Number"), JAVA_BYTE.withName("Reserved"))
            .withName("PROCESSOR_NUMBER");

    public static final long GROUP = FieldOffset.in(LAYOUT, "Group");
    public static final long NUMBER = FieldOffset.in(LAYOUT, "Number");
    public static final long RESERVED = FieldOffset.in(LAYOUT, "Reserved");

    private ProcessorNumber() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
