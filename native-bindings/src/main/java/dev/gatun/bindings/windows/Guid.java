package dev.gatun.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code GUID}: names an extension function for SIO_GET_EXTENSION_FUNCTION_POINTER, see {@link WinsockExtensions}.
 * Source: mingw-w64 guiddef.h, Microsoft's page "GUID structure".
 */
public final class Guid {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_INT.withName("Data1"),
                    JAVA_SHORT.withName("Data2"),
                    JAVA_SHORT.withName("Data3"),
                    MemoryLayout.sequenceLayout(8, JAVA_BYTE).withName("Data4"))
            .withName("GUID");

    public static final long DATA1 = FieldOffset.in(LAYOUT, "Data1");
    public static final long DATA2 = FieldOffset.in(LAYOUT, "Data2");
    public static final long DATA3 = FieldOffset.in(LAYOUT, "Data3");
    public static final long DATA4 = FieldOffset.in(LAYOUT, "Data4");

    private Guid() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
