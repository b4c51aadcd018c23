package dev.gatun.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code UNICODE_STRING}: a counted UTF-16 string; both lengths are in bytes. Source: mingw-w64 winternl.h,
 * Microsoft's page "UNICODE_STRING structure".
 */
public final class UnicodeString {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_SHORT.withName("Length"),
                    JAVA_SHORT.withName("MaximumLength"),
                    MemoryLayout.paddingLayout(4),
                    JAVA_LONG.withName("Buffer"))
            .withName("UNICODE_STRING");

    public static final long LENGTH = FieldOffset.in(LAYOUT, "Length");
    public static final long MAXIMUM_LENGTH = FieldOffset.in(LAYOUT, "MaximumLength");
    public static final long BUFFER = FieldOffset.in(LAYOUT, "Buffer");

    private UnicodeString() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
