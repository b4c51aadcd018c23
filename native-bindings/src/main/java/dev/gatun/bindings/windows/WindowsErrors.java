package dev.gatun.bindings.windows;

/**
 * Win32 and Winsock errors, as GetLastError and WSAGetLastError answer them. Source: mingw-w64 winerror.h and
 * winsock2.h, Microsoft's pages "System Error Codes" and "Windows Sockets Error Codes". A status in an OVERLAPPED is
 * an NTSTATUS and becomes one of these through RtlNtStatusToDosError.
 */
public final class WindowsErrors {
    public static final int ERROR_SUCCESS = 0;
    public static final int ERROR_INVALID_FUNCTION = 1;
    public static final int ERROR_FILE_NOT_FOUND = 2;
    public static final int ERROR_PATH_NOT_FOUND = 3;
    public static final int ERROR_TOO_MANY_OPEN_FILES = 4;
    public static final int ERROR_ACCESS_DENIED = 5;
    public static final int ERROR_INVALID_HANDLE = 6;
    public static final int ERROR_NOT_ENOUGH_MEMORY = 8;
    public static final int ERROR_OUTOFMEMORY = 14;
    public static final int ERROR_WRITE_PROTECT = 19;
    public static final int ERROR_NOT_READY = 21;
    public static final int ERROR_GEN_FAILURE = 31;
    public static final int ERROR_SHARING_VIOLATION = 32;
    public static final int ERROR_LOCK_VIOLATION = 33;
    public static final int ERROR_HANDLE_EOF = 38;
    public static final int ERROR_HANDLE_DISK_FULL = 39;
    public static final int ERROR_NOT_SUPPORTED = 50;
    public static final int ERROR_BAD_NETPATH = 53;
    public static final int ERROR_UNEXP_NET_ERR = 59;
    // What a reset looks like through GetQueuedCompletionStatus, in place of WSAECONNRESET.
    public static final int ERROR_NETNAME_DELETED = 64;
    public static final int ERROR_FILE_EXISTS = 80;
    public static final int ERROR_INVALID_PARAMETER = 87;
    public static final int ERROR_BROKEN_PIPE = 109;
    public static final int ERROR_DISK_FULL = 112;
    public static final int ERROR_CALL_NOT_IMPLEMENTED = 120;
    public static final int ERROR_SEM_TIMEOUT = 121;
    public static final int ERROR_INSUFFICIENT_BUFFER = 122;
    public static final int ERROR_INVALID_NAME = 123;
    public static final int ERROR_MOD_NOT_FOUND = 126;
    public static final int ERROR_PROC_NOT_FOUND = 127;
    public static final int ERROR_NEGATIVE_SEEK = 131;
    public static final int ERROR_DIR_NOT_EMPTY = 145;
    public static final int ERROR_BUSY = 170;
    public static final int ERROR_ALREADY_EXISTS = 183;
    public static final int ERROR_FILENAME_EXCED_RANGE = 206;
    public static final int ERROR_BAD_PIPE = 230;
    public static final int ERROR_PIPE_BUSY = 231;
    public static final int ERROR_NO_DATA = 232;
    public static final int ERROR_PIPE_NOT_CONNECTED = 233;
    public static final int ERROR_MORE_DATA = 234;
    public static final int WAIT_TIMEOUT = 258;
    public static final int ERROR_DIRECTORY = 267;
    public static final int ERROR_INVALID_ADDRESS = 487;
    public static final int ERROR_PIPE_CONNECTED = 535;
    public static final int ERROR_PIPE_LISTENING = 536;
    // The port was closed while a thread waited on it.
    public static final int ERROR_ABANDONED_WAIT_0 = 735;
    public static final int ERROR_OPERATION_ABORTED = 995;
    public static final int ERROR_IO_INCOMPLETE = 996;
    public static final int ERROR_IO_PENDING = 997;
    public static final int ERROR_NOACCESS = 998;
    public static final int ERROR_FILE_INVALID = 1006;
    public static final int ERROR_NOTIFY_ENUM_DIR = 1022;
    public static final int ERROR_IO_DEVICE = 1117;
    // CancelIoEx found nothing to cancel.
    public static final int ERROR_NOT_FOUND = 1168;
    public static final int ERROR_CANCELLED = 1223;
    public static final int ERROR_CONNECTION_REFUSED = 1225;
    public static final int ERROR_GRACEFUL_DISCONNECT = 1226;
    public static final int ERROR_ADDRESS_ALREADY_ASSOCIATED = 1227;
    public static final int ERROR_ADDRESS_NOT_ASSOCIATED = 1228;
    public static final int ERROR_CONNECTION_INVALID = 1229;
    public static final int ERROR_CONNECTION_ACTIVE = 1230;
    public static final int ERROR_NETWORK_UNREACHABLE = 1231;
    public static final int ERROR_HOST_UNREACHABLE = 1232;
    public static final int ERROR_PROTOCOL_UNREACHABLE = 1233;
    public static final int ERROR_PORT_UNREACHABLE = 1234;
    public static final int ERROR_REQUEST_ABORTED = 1235;
    public static final int ERROR_CONNECTION_ABORTED = 1236;
    public static final int ERROR_RETRY = 1237;
    public static final int ERROR_CONNECTION_COUNT_LIMIT = 1238;
    public static final int ERROR_INCORRECT_ADDRESS = 1241;
    public static final int ERROR_PRIVILEGE_NOT_HELD = 1314;
    public static final int ERROR_NO_SYSTEM_RESOURCES = 1450;
    public static final int ERROR_WORKING_SET_QUOTA = 1453;
    public static final int ERROR_COMMITMENT_LIMIT = 1455;
    public static final int ERROR_TIMEOUT = 1460;
    public static final int ERROR_INVALID_USER_BUFFER = 1784;
    public static final int ERROR_NOT_ENOUGH_QUOTA = 1816;

    public static final int WSA_INVALID_HANDLE = 6;
    public static final int WSA_NOT_ENOUGH_MEMORY = 8;
    public static final int WSA_INVALID_PARAMETER = 87;
    public static final int WSA_OPERATION_ABORTED = 995;
    public static final int WSA_IO_INCOMPLETE = 996;
    public static final int WSA_IO_PENDING = 997;

    public static final int WSAEINTR = 10004;
    public static final int WSAEBADF = 10009;
    public static final int WSAEACCES = 10013;
    public static final int WSAEFAULT = 10014;
    public static final int WSAEINVAL = 10022;
    public static final int WSAEMFILE = 10024;
    public static final int WSAEWOULDBLOCK = 10035;
    public static final int WSAEINPROGRESS = 10036;
    public static final int WSAEALREADY = 10037;
    public static final int WSAENOTSOCK = 10038;
    public static final int WSAEDESTADDRREQ = 10039;
    // A datagram was longer than the buffer: the rest is lost, the bytes that fitted are there.
    public static final int WSAEMSGSIZE = 10040;
    public static final int WSAEPROTOTYPE = 10041;
    public static final int WSAENOPROTOOPT = 10042;
    public static final int WSAEPROTONOSUPPORT = 10043;
    public static final int WSAESOCKTNOSUPPORT = 10044;
    public static final int WSAEOPNOTSUPP = 10045;
    public static final int WSAEPFNOSUPPORT = 10046;
    public static final int WSAEAFNOSUPPORT = 10047;
    public static final int WSAEADDRINUSE = 10048;
    public static final int WSAEADDRNOTAVAIL = 10049;
    public static final int WSAENETDOWN = 10050;
    public static final int WSAENETUNREACH = 10051;
    public static final int WSAENETRESET = 10052;
    public static final int WSAECONNABORTED = 10053;
    // On a UDP socket: an earlier send met a closed port, see SIO_UDP_CONNRESET.
    public static final int WSAECONNRESET = 10054;
    public static final int WSAENOBUFS = 10055;
    public static final int WSAEISCONN = 10056;
    public static final int WSAENOTCONN = 10057;
    public static final int WSAESHUTDOWN = 10058;
    public static final int WSAETOOMANYREFS = 10059;
    public static final int WSAETIMEDOUT = 10060;
    public static final int WSAECONNREFUSED = 10061;
    public static final int WSAELOOP = 10062;
    public static final int WSAENAMETOOLONG = 10063;
    public static final int WSAEHOSTDOWN = 10064;
    public static final int WSAEHOSTUNREACH = 10065;
    public static final int WSAENOTEMPTY = 10066;
    public static final int WSAEPROCLIM = 10067;
    public static final int WSAEUSERS = 10068;
    public static final int WSAEDQUOT = 10069;
    public static final int WSAESTALE = 10070;
    public static final int WSAEREMOTE = 10071;
    public static final int WSASYSNOTREADY = 10091;
    public static final int WSAVERNOTSUPPORTED = 10092;
    public static final int WSANOTINITIALISED = 10093;
    public static final int WSAEDISCON = 10101;
    public static final int WSATYPE_NOT_FOUND = 10109;
    public static final int WSA_E_CANCELLED = 10111;
    public static final int WSAEREFUSED = 10112;
    public static final int WSAHOST_NOT_FOUND = 11001;
    public static final int WSATRY_AGAIN = 11002;
    public static final int WSANO_RECOVERY = 11003;
    public static final int WSANO_DATA = 11004;

    private WindowsErrors() {}
}
