package dev.gatun.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code BY_HANDLE_FILE_INFORMATION}: which file it is, by volume and index. The times in it are pairs of words, and
 * not read here. Source: mingw-w64 fileapi.h, Microsoft's page "BY_HANDLE_FILE_INFORMATION structure".
 */
public final class ByHandleFileInformation {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_INT.withName("dwFileAttributes"),
                    MemoryLayout.paddingLayout(24),
                    JAVA_INT.withName("dwVolumeSerialNumber"),
                    JAVA_INT.withName("nFileSizeHigh"),
                    JAVA_INT.withName("nFileSizeLow"),
                    JAVA_INT.withName("nNumberOfLinks"),
                    JAVA_INT.withName("nFileIndexHigh"),
                    JAVA_INT.withName("nFileIndexLow"))
            .withName("BY_HANDLE_FILE_INFORMATION");

    public static final long DW_FILE_ATTRIBUTES = FieldOffset.in(LAYOUT, "dwFileAttributes");
    public static final long DW_VOLUME_SERIAL_NUMBER = FieldOffset.in(LAYOUT, "dwVolumeSerialNumber");
    public static final long N_FILE_SIZE_HIGH = FieldOffset.in(LAYOUT, "nFileSizeHigh");
    public static final long N_FILE_SIZE_LOW = FieldOffset.in(LAYOUT, "nFileSizeLow");
    public static final long N_NUMBER_OF_LINKS = FieldOffset.in(LAYOUT, "nNumberOfLinks");
    public static final long N_FILE_INDEX_HIGH = FieldOffset.in(LAYOUT, "nFileIndexHigh");
    public static final long N_FILE_INDEX_LOW = FieldOffset.in(LAYOUT, "nFileIndexLow");

    private ByHandleFileInformation() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
