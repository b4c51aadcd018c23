package dev.gatun.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code FILE_STANDARD_INFO}: sizes, links, and whether it is a directory. Source: mingw-w64 winbase.h, Microsoft's
 * page "FILE_STANDARD_INFO structure".
 */
public final class FileStandardInfo {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_LONG.withName("AllocationSize"),
                    JAVA_LONG.withName("EndOfFile"),
                    JAVA_INT.withName("NumberOfLinks"),
                    JAVA_BYTE.withName("DeletePending"),
                    JAVA_BYTE.withName("Directory"),
                    MemoryLayout.paddingLayout(2))
            .withName("FILE_STANDARD_INFO");

    public static final long ALLOCATION_SIZE = FieldOffset.in(LAYOUT, "AllocationSize");
    public static final long END_OF_FILE = FieldOffset.in(LAYOUT, "EndOfFile");
    public static final long NUMBER_OF_LINKS = FieldOffset.in(LAYOUT, "NumberOfLinks");
    public static final long DELETE_PENDING = FieldOffset.in(LAYOUT, "DeletePending");
    public static final long DIRECTORY = FieldOffset.in(LAYOUT, "Directory");

    private FileStandardInfo() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
