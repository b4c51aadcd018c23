package dev.gatun.bindings.windows;

/**
 * File constants: access, sharing, flags, notification, locking, pipes. Source: mingw-w64 winnt.h, winbase.h,
 * fileapi.h, minwinbase.h, namedpipeapi.h, winioctl.h; Microsoft's pages "CreateFileW function",
 * "SetFileCompletionNotificationModes function", "ReadDirectoryChangesW function" and "CreateNamedPipeW function".
 */
public final class WindowsFiles {
    public static final int GENERIC_READ = 0x80000000;
    public static final int GENERIC_WRITE = 0x40000000;
    public static final int GENERIC_EXECUTE = 0x20000000;
    public static final int GENERIC_ALL = 0x10000000;
    public static final int DELETE = 0x00010000;
    public static final int SYNCHRONIZE = 0x00100000;
    public static final int FILE_READ_DATA = 0x0001;
    public static final int FILE_LIST_DIRECTORY = 0x0001;
    public static final int FILE_WRITE_DATA = 0x0002;
    public static final int FILE_APPEND_DATA = 0x0004;
    public static final int FILE_READ_ATTRIBUTES = 0x0080;
    public static final int FILE_WRITE_ATTRIBUTES = 0x0100;

    public static final int FILE_SHARE_READ = 0x00000001;
    public static final int FILE_SHARE_WRITE = 0x00000002;
    public static final int FILE_SHARE_DELETE = 0x00000004;

    public static final int CREATE_NEW = 1;
    public static final int CREATE_ALWAYS = 2;
    public static final int OPEN_EXISTING = 3;
    public static final int OPEN_ALWAYS = 4;
    public static final int TRUNCATE_EXISTING = 5;

    public static final int FILE_ATTRIBUTE_READONLY = 0x00000001;
    public static final int FILE_ATTRIBUTE_HIDDEN = 0x00000002;
    public static final int FILE_ATTRIBUTE_DIRECTORY = 0x00000010;
    public static final int FILE_ATTRIBUTE_NORMAL = 0x00000080;
    public static final int FILE_ATTRIBUTE_TEMPORARY = 0x00000100;
    public static final int FILE_ATTRIBUTE_REPARSE_POINT = 0x00000400;
    public static final int INVALID_FILE_ATTRIBUTES = 0xFFFFFFFF;

    public static final int FILE_FLAG_WRITE_THROUGH = 0x80000000;
    public static final int FILE_FLAG_OVERLAPPED = 0x40000000;
    // Offset, length and memory in multiples of the sector.
    public static final int FILE_FLAG_NO_BUFFERING = 0x20000000;
    public static final int FILE_FLAG_RANDOM_ACCESS = 0x10000000;
    public static final int FILE_FLAG_SEQUENTIAL_SCAN = 0x08000000;
    public static final int FILE_FLAG_DELETE_ON_CLOSE = 0x04000000;
    // Needed to open a directory.
    public static final int FILE_FLAG_BACKUP_SEMANTICS = 0x02000000;
    public static final int FILE_FLAG_OPEN_REPARSE_POINT = 0x00200000;
    public static final int FILE_FLAG_FIRST_PIPE_INSTANCE = 0x00080000;

    // Skipping the port holds back the packet of whatever succeeds at once; ERROR_IO_PENDING still brings one.
    public static final int FILE_SKIP_COMPLETION_PORT_ON_SUCCESS = 0x1;
    public static final int FILE_SKIP_SET_EVENT_ON_HANDLE = 0x2;

    public static final int FILE_BEGIN = 0;
    public static final int FILE_CURRENT = 1;
    public static final int FILE_END = 2;
    public static final int FILE_TYPE_UNKNOWN = 0x0000;
    public static final int FILE_TYPE_DISK = 0x0001;
    public static final int FILE_TYPE_CHAR = 0x0002;
    public static final int FILE_TYPE_PIPE = 0x0003;

    // SetFileInformationByHandle.
    public static final int FileBasicInfo = 0;
    public static final int FileStandardInfo = 1;
    public static final int FileDispositionInfo = 4;
    public static final int FileAllocationInfo = 5;
    public static final int FileEndOfFileInfo = 6;
    public static final int FileIoPriorityHintInfo = 12;

    public static final int FILE_NOTIFY_CHANGE_FILE_NAME = 0x00000001;
    public static final int FILE_NOTIFY_CHANGE_DIR_NAME = 0x00000002;
    public static final int FILE_NOTIFY_CHANGE_ATTRIBUTES = 0x00000004;
    public static final int FILE_NOTIFY_CHANGE_SIZE = 0x00000008;
    public static final int FILE_NOTIFY_CHANGE_LAST_WRITE = 0x00000010;
    public static final int FILE_NOTIFY_CHANGE_LAST_ACCESS = 0x00000020;
    public static final int FILE_NOTIFY_CHANGE_CREATION = 0x00000040;
    public static final int FILE_NOTIFY_CHANGE_SECURITY = 0x00000100;
    public static final int FILE_ACTION_ADDED = 0x00000001;
    public static final int FILE_ACTION_REMOVED = 0x00000002;
    public static final int FILE_ACTION_MODIFIED = 0x00000003;
    public static final int FILE_ACTION_RENAMED_OLD_NAME = 0x00000004;
    public static final int FILE_ACTION_RENAMED_NEW_NAME = 0x00000005;

    public static final int LOCKFILE_FAIL_IMMEDIATELY = 0x00000001;
    public static final int LOCKFILE_EXCLUSIVE_LOCK = 0x00000002;

    public static final int PIPE_ACCESS_INBOUND = 0x00000001;
    public static final int PIPE_ACCESS_OUTBOUND = 0x00000002;
    public static final int PIPE_ACCESS_DUPLEX = 0x00000003;
    public static final int PIPE_TYPE_BYTE = 0x00000000;
    public static final int PIPE_TYPE_MESSAGE = 0x00000004;
    public static final int PIPE_READMODE_BYTE = 0x00000000;
    public static final int PIPE_READMODE_MESSAGE = 0x00000002;
    public static final int PIPE_WAIT = 0x00000000;
    public static final int PIPE_REJECT_REMOTE_CLIENTS = 0x00000008;
    public static final int PIPE_UNLIMITED_INSTANCES = 255;

    public static final int MOVEFILE_REPLACE_EXISTING = 0x00000001;
    public static final int MOVEFILE_WRITE_THROUGH = 0x00000008;
    public static final int FSCTL_SET_SPARSE = 0x000900C4;
    public static final int FSCTL_SET_ZERO_DATA = 0x000980C8;
    public static final int MAX_PATH = 260;

    private WindowsFiles() {}
}
