package dev.gatun.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code OBJECT_ATTRIBUTES}: names what NtCreateFile opens, such as {@code \Device\Afd}. Length is the size of this
 * struct. Source: mingw-w64 winternl.h, Microsoft's page "OBJECT_ATTRIBUTES structure".
 */
public final class ObjectAttributes {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_INT.withName("Length"),
                    MemoryLayout.paddingLayout(4),
                    JAVA_LONG.withName("RootDirectory"),
                    JAVA_LONG.withName("ObjectName"),
                    JAVA_INT.withName("Attributes"),
                    MemoryLayout.paddingLayout(4),
                    JAVA_LONG.withName("SecurityDescriptor"),
                    JAVA_LONG.withName("SecurityQualityOfService"))
            .withName("OBJECT_ATTRIBUTES");

    public static final long LENGTH = FieldOffset.in(LAYOUT, "Length");
    public static final long ROOT_DIRECTORY = FieldOffset.in(LAYOUT, "RootDirectory");
    public static final long OBJECT_NAME = FieldOffset.in(LAYOUT, "ObjectName");
    public static final long ATTRIBUTES = FieldOffset.in(LAYOUT, "Attributes");
    public static final long SECURITY_DESCRIPTOR = FieldOffset.in(LAYOUT, "SecurityDescriptor");
    public static final long SECURITY_QUALITY_OF_SERVICE = FieldOffset.in(LAYOUT, "SecurityQualityOfService");

    private ObjectAttributes() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
