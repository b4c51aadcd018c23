package dev.gatun.backend.iocp;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.windows.ByHandleFileInformation;
import dev.gatun.bindings.windows.FileBasicInfo;
import dev.gatun.bindings.windows.FileStandardInfo;
import dev.gatun.bindings.windows.WindowsFiles;
import dev.gatun.spi.FileFacts;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Reads what Windows said of a file in three answers, which lie behind each other. Of permissions Windows has, in
 * this sense, one: whether it may be written. Any thread.
 *
 * <pre>
 *   FILE_BASIC_INFO | FILE_STANDARD_INFO | BY_HANDLE_FILE_INFORMATION | the file's type, or SOCKET
 * </pre>
 */
final class IocpFileFacts implements FileFacts {
    static final long BASIC = 0;
    static final int BASIC_BYTES = (int) FileBasicInfo.sizeof();
    static final long STANDARD = BASIC + BASIC_BYTES;
    static final int STANDARD_BYTES = (int) FileStandardInfo.sizeof();
    static final long IDENTITY = STANDARD + STANDARD_BYTES;
    static final long FILE_TYPE = IDENTITY + 56;
    static final int BYTES = (int) FILE_TYPE + 8;

    /** Behind Windows' own types of files, which call a socket a pipe. */
    static final int SOCKET = 0x100;

    /** What NTFS allocates in, unless it was told otherwise. */
    private static final int BLOCK_BYTES = 4096;

    private static final int READABLE = 0444;
    private static final int WRITABLE = 0222;
    private static final int SEARCHABLE = 0111;

    private static final long NANOS_PER_TICK = 100;
    /** From 1601 to 1970, in units of 100 ns. */
    private static final long TICKS_BEFORE_1970 = 116_444_736_000_000_000L;

    @Override
    public int statusBytes() {
        return BYTES;
    }

    @Override
    public long read(MemorySegment status, Fact fact) {
        boolean isFile = status.get(JAVA_INT, FILE_TYPE) == WindowsFiles.FILE_TYPE_DISK;
        if (fact == Fact.TYPE) {
            return type(status).ordinal();
        }
        return isFile ? readOfFile(status, fact) : 0;
    }

    private static long readOfFile(MemorySegment status, Fact fact) {
        return switch (fact) {
            case SIZE_BYTES -> status.get(JAVA_LONG, STANDARD + FileStandardInfo.END_OF_FILE);
            case ALLOCATED_BYTES -> status.get(JAVA_LONG, STANDARD + FileStandardInfo.ALLOCATION_SIZE);
            case BLOCK_BYTES -> BLOCK_BYTES;
            case PERMISSIONS -> permissions(status.get(JAVA_INT, BASIC + FileBasicInfo.FILE_ATTRIBUTES));
            case MODIFIED_NANOS -> nanos(status.get(JAVA_LONG, BASIC + FileBasicInfo.LAST_WRITE_TIME));
            case CHANGED_NANOS -> nanos(status.get(JAVA_LONG, BASIC + FileBasicInfo.CHANGE_TIME));
            case ACCESSED_NANOS -> nanos(status.get(JAVA_LONG, BASIC + FileBasicInfo.LAST_ACCESS_TIME));
            case BORN_NANOS -> nanos(status.get(JAVA_LONG, BASIC + FileBasicInfo.CREATION_TIME));
            case DEVICE -> unsigned(status, ByHandleFileInformation.DW_VOLUME_SERIAL_NUMBER);
            case INODE ->
                unsigned(status, ByHandleFileInformation.N_FILE_INDEX_HIGH) << 32
                        | unsigned(status, ByHandleFileInformation.N_FILE_INDEX_LOW);
            case LINKS -> status.get(JAVA_INT, STANDARD + FileStandardInfo.NUMBER_OF_LINKS);
            case DIRECT_MEMORY_ALIGNMENT, DIRECT_OFFSET_ALIGNMENT, TYPE -> 0;
        };
    }

    private static Type type(MemorySegment status) {
        return switch (status.get(JAVA_INT, FILE_TYPE)) {
            case SOCKET -> Type.SOCKET;
            case WindowsFiles.FILE_TYPE_DISK ->
                status.get(JAVA_BYTE, STANDARD + FileStandardInfo.DIRECTORY) != 0
                        ? Type.DIRECTORY
                        : (status.get(JAVA_INT, BASIC + FileBasicInfo.FILE_ATTRIBUTES)
                                                & WindowsFiles.FILE_ATTRIBUTE_REPARSE_POINT)
                                        != 0
                                ? Type.SYMBOLIC_LINK
                                : Type.REGULAR;
            case WindowsFiles.FILE_TYPE_CHAR -> Type.CHARACTER_DEVICE;
            case WindowsFiles.FILE_TYPE_PIPE -> Type.PIPE;
            default -> Type.OTHER;
        };
    }

    private static int permissions(int attributes) {
        boolean isReadOnly = (attributes & WindowsFiles.FILE_ATTRIBUTE_READONLY) != 0;
        boolean isDirectory = (attributes & WindowsFiles.FILE_ATTRIBUTE_DIRECTORY) != 0;
        return READABLE | (isReadOnly ? 0 : WRITABLE) | (isDirectory ? SEARCHABLE : 0);
    }

    private static long unsigned(MemorySegment status, long field) {
        return Integer.toUnsignedLong(status.get(JAVA_INT, IDENTITY + field));
    }

    /** A file system without such a time says 0. */
    private static long nanos(long ticks) {
        return ticks == 0 ? 0 : (ticks - TICKS_BEFORE_1970) * NANOS_PER_TICK;
    }

    @Override
    public @Nullable DirectAccess directAccess(long handle) {
        return null; // by a handle Windows does not tell how it was opened
    }
}
