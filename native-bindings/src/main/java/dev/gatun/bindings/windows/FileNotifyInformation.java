package dev.gatun.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code FILE_NOTIFY_INFORMATION}: one change out of ReadDirectoryChangesW. FileName goes on past the end of the
 * struct, for FileNameLength bytes, and has no terminator. Source: mingw-w64 winnt.h, Microsoft's page
 * "FILE_NOTIFY_INFORMATION structure".
 */
public final class FileNotifyInformation {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_INT.withName("NextEntryOffset"),
                    JAVA_INT.withName("Action"),
                    JAVA_INT.withName("FileNameLength"),
                    MemoryLayout.sequenceLayout(1, JAVA_SHORT).withName("FileName"),
                    MemoryLayout.paddingLayout(2))
            .withName("FILE_NOTIFY_INFORMATION");

    public static final long NEXT_ENTRY_OFFSET = FieldOffset.in(LAYOUT, "NextEntryOffset");
    public static final long ACTION = FieldOffset.in(LAYOUT, "Action");
    public static final long FILE_NAME_LENGTH = FieldOffset.in(LAYOUT, "FileNameLength");
    public static final long FILE_NAME = FieldOffset.in(LAYOUT, "FileName");

    private FileNotifyInformation() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
