package dev.gatun.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code FILE_BASIC_INFO}: times, in units of 100 ns since 1601, and attributes. Source: mingw-w64 winbase.h,
 * Microsoft's page "FILE_BASIC_INFO structure".
 */
public final class FileBasicInfo {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_LONG.withName("CreationTime"),
                    JAVA_LONG.withName("LastAccessTime"),
                    JAVA_LONG.withName("LastWriteTime"),
                    JAVA_LONG.withName("ChangeTime"),
                    JAVA_INT.withName("FileAttributes"),
                    MemoryLayout.paddingLayout(4))
            .withName("FILE_BASIC_INFO");

    public static final long CREATION_TIME = FieldOffset.in(LAYOUT, "CreationTime");
    public static final long LAST_ACCESS_TIME = FieldOffset.in(LAYOUT, "LastAccessTime");
    public static final long LAST_WRITE_TIME = FieldOffset.in(LAYOUT, "LastWriteTime");
    public static final long CHANGE_TIME = FieldOffset.in(LAYOUT, "ChangeTime");
    public static final long FILE_ATTRIBUTES = FieldOffset.in(LAYOUT, "FileAttributes");

    private FileBasicInfo() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
