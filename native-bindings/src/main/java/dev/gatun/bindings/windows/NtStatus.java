package dev.gatun.bindings.windows;

/**
 * NTSTATUS values, as an OVERLAPPED and the NT calls carry them. Negative ones are errors (C...) or warnings (8...).
 * Source: mingw-w64 ntstatus.h, Microsoft's page "NTSTATUS Values" ([MS-ERREF] 2.3.1).
 */
public final class NtStatus {
    public static final int STATUS_SUCCESS = 0x00000000;
    public static final int STATUS_ABANDONED_WAIT_0 = 0x00000080;
    public static final int STATUS_USER_APC = 0x000000C0;
    public static final int STATUS_TIMEOUT = 0x00000102;
    public static final int STATUS_PENDING = 0x00000103;
    public static final int STATUS_NOTIFY_CLEANUP = 0x0000010B;
    // The change buffer ran over: enumerate the directory again.
    public static final int STATUS_NOTIFY_ENUM_DIR = 0x0000010C;

    // A truncated datagram; the bytes that fitted are there.
    public static final int STATUS_BUFFER_OVERFLOW = 0x80000005;
    public static final int STATUS_DEVICE_BUSY = 0x80000011;

    public static final int STATUS_UNSUCCESSFUL = 0xC0000001;
    public static final int STATUS_NOT_IMPLEMENTED = 0xC0000002;
    public static final int STATUS_INFO_LENGTH_MISMATCH = 0xC0000004;
    public static final int STATUS_ACCESS_VIOLATION = 0xC0000005;
    public static final int STATUS_PAGEFILE_QUOTA = 0xC0000007;
    public static final int STATUS_INVALID_HANDLE = 0xC0000008;
    public static final int STATUS_INVALID_PARAMETER = 0xC000000D;
    public static final int STATUS_NO_SUCH_FILE = 0xC000000F;
    public static final int STATUS_INVALID_DEVICE_REQUEST = 0xC0000010;
    public static final int STATUS_END_OF_FILE = 0xC0000011;
    public static final int STATUS_NO_MEMORY = 0xC0000017;
    public static final int STATUS_ACCESS_DENIED = 0xC0000022;
    public static final int STATUS_BUFFER_TOO_SMALL = 0xC0000023;
    public static final int STATUS_OBJECT_TYPE_MISMATCH = 0xC0000024;
    public static final int STATUS_OBJECT_NAME_INVALID = 0xC0000033;
    public static final int STATUS_OBJECT_NAME_NOT_FOUND = 0xC0000034;
    public static final int STATUS_OBJECT_NAME_COLLISION = 0xC0000035;
    public static final int STATUS_DATA_OVERRUN = 0xC000003C;
    public static final int STATUS_SHARING_VIOLATION = 0xC0000043;
    public static final int STATUS_QUOTA_EXCEEDED = 0xC0000044;
    public static final int STATUS_FILE_LOCK_CONFLICT = 0xC0000054;
    public static final int STATUS_DELETE_PENDING = 0xC0000056;
    public static final int STATUS_DISK_FULL = 0xC000007F;
    public static final int STATUS_INSUFFICIENT_RESOURCES = 0xC000009A;
    public static final int STATUS_WORKING_SET_QUOTA = 0xC00000A1;
    public static final int STATUS_MEDIA_WRITE_PROTECTED = 0xC00000A2;
    public static final int STATUS_INSTANCE_NOT_AVAILABLE = 0xC00000AB;
    public static final int STATUS_PIPE_NOT_AVAILABLE = 0xC00000AC;
    public static final int STATUS_INVALID_PIPE_STATE = 0xC00000AD;
    public static final int STATUS_PIPE_BUSY = 0xC00000AE;
    public static final int STATUS_PIPE_DISCONNECTED = 0xC00000B0;
    public static final int STATUS_PIPE_CLOSING = 0xC00000B1;
    public static final int STATUS_PIPE_CONNECTED = 0xC00000B2;
    public static final int STATUS_PIPE_LISTENING = 0xC00000B3;
    public static final int STATUS_IO_TIMEOUT = 0xC00000B5;
    public static final int STATUS_FILE_IS_A_DIRECTORY = 0xC00000BA;
    public static final int STATUS_NOT_SUPPORTED = 0xC00000BB;
    public static final int STATUS_REMOTE_NOT_LISTENING = 0xC00000BC;
    public static final int STATUS_BAD_NETWORK_PATH = 0xC00000BE;
    public static final int STATUS_NETWORK_BUSY = 0xC00000BF;
    public static final int STATUS_UNEXPECTED_NETWORK_ERROR = 0xC00000C4;
    public static final int STATUS_NETWORK_NAME_DELETED = 0xC00000C9;
    public static final int STATUS_TOO_MANY_OPENED_FILES = 0xC000011F;
    public static final int STATUS_CANCELLED = 0xC0000120;
    public static final int STATUS_FILE_CLOSED = 0xC0000128;
    public static final int STATUS_COMMITMENT_LIMIT = 0xC000012D;
    public static final int STATUS_LOCAL_DISCONNECT = 0xC000013B;
    public static final int STATUS_REMOTE_DISCONNECT = 0xC000013C;
    public static final int STATUS_REMOTE_RESOURCES = 0xC000013D;
    public static final int STATUS_LINK_FAILED = 0xC000013E;
    public static final int STATUS_LINK_TIMEOUT = 0xC000013F;
    public static final int STATUS_INVALID_CONNECTION = 0xC0000140;
    public static final int STATUS_INVALID_ADDRESS = 0xC0000141;
    public static final int STATUS_PIPE_BROKEN = 0xC000014B;
    public static final int STATUS_TOO_MANY_ADDRESSES = 0xC0000209;
    public static final int STATUS_ADDRESS_ALREADY_EXISTS = 0xC000020A;
    public static final int STATUS_ADDRESS_CLOSED = 0xC000020B;
    public static final int STATUS_CONNECTION_DISCONNECTED = 0xC000020C;
    public static final int STATUS_CONNECTION_RESET = 0xC000020D;
    public static final int STATUS_TRANSACTION_ABORTED = 0xC000020F;
    public static final int STATUS_NOT_FOUND = 0xC0000225;
    public static final int STATUS_CONNECTION_REFUSED = 0xC0000236;
    public static final int STATUS_GRACEFUL_DISCONNECT = 0xC0000237;
    public static final int STATUS_ADDRESS_ALREADY_ASSOCIATED = 0xC0000238;
    public static final int STATUS_ADDRESS_NOT_ASSOCIATED = 0xC0000239;
    public static final int STATUS_CONNECTION_INVALID = 0xC000023A;
    public static final int STATUS_CONNECTION_ACTIVE = 0xC000023B;
    public static final int STATUS_NETWORK_UNREACHABLE = 0xC000023C;
    public static final int STATUS_HOST_UNREACHABLE = 0xC000023D;
    public static final int STATUS_PROTOCOL_UNREACHABLE = 0xC000023E;
    public static final int STATUS_PORT_UNREACHABLE = 0xC000023F;
    public static final int STATUS_REQUEST_ABORTED = 0xC0000240;
    public static final int STATUS_CONNECTION_ABORTED = 0xC0000241;
    public static final int STATUS_HOPLIMIT_EXCEEDED = 0xC000A012;

    private NtStatus() {}
}
