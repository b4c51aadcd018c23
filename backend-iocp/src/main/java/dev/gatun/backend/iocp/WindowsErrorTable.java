package dev.gatun.backend.iocp;

import dev.gatun.bindings.windows.NtStatus;
import dev.gatun.bindings.windows.WindowsErrors;
import dev.gatun.spi.IoError;

/**
 * Windows' numbers in portable words; a table. Win32 and Winsock errors are one set of numbers, and what a completion
 * carries, an NTSTATUS, is another. Any thread.
 */
final class WindowsErrorTable {
    private WindowsErrorTable() {}

    /** The portable error of what GetLastError or WSAGetLastError said; OTHER for one that has no portable name. */
    static IoError of(int error) {
        return error >= WindowsErrors.WSAEINTR ? ofWinsock(error) : ofWin32(error);
    }

    /** A value, or of a negated Windows error the negated portable one. */
    static int result(long negatedError) {
        return negatedError < 0 ? of((int) -negatedError).result() : Math.toIntExact(negatedError);
    }

    private static IoError ofWin32(int error) {
        return switch (error) {
            case WindowsErrors.ERROR_OPERATION_ABORTED, WindowsErrors.ERROR_CANCELLED -> IoError.CANCELLED;
            case WindowsErrors.ERROR_NETNAME_DELETED -> IoError.RESET;
            case WindowsErrors.ERROR_CONNECTION_REFUSED -> IoError.REFUSED;
            case WindowsErrors.ERROR_CONNECTION_ABORTED, WindowsErrors.ERROR_REQUEST_ABORTED -> IoError.ABORTED;
            case WindowsErrors.ERROR_BROKEN_PIPE,
                    WindowsErrors.ERROR_NO_DATA,
                    WindowsErrors.ERROR_GRACEFUL_DISCONNECT -> IoError.BROKEN_PIPE;
            case WindowsErrors.ERROR_PIPE_NOT_CONNECTED, WindowsErrors.ERROR_CONNECTION_INVALID ->
                IoError.NOT_CONNECTED;
            case WindowsErrors.ERROR_CONNECTION_ACTIVE -> IoError.ALREADY_CONNECTED;
            case WindowsErrors.ERROR_ADDRESS_ALREADY_ASSOCIATED -> IoError.ADDRESS_IN_USE;
            case WindowsErrors.ERROR_INCORRECT_ADDRESS -> IoError.ADDRESS_NOT_AVAILABLE;
            case WindowsErrors.ERROR_NETWORK_UNREACHABLE, WindowsErrors.ERROR_PROTOCOL_UNREACHABLE ->
                IoError.NETWORK_UNREACHABLE;
            case WindowsErrors.ERROR_HOST_UNREACHABLE -> IoError.HOST_UNREACHABLE;
            case WindowsErrors.ERROR_PORT_UNREACHABLE -> IoError.REFUSED;
            case WindowsErrors.ERROR_SEM_TIMEOUT, WindowsErrors.ERROR_TIMEOUT, WindowsErrors.WAIT_TIMEOUT ->
                IoError.TIMED_OUT;
            case WindowsErrors.ERROR_MORE_DATA -> IoError.MESSAGE_TOO_BIG;
            case WindowsErrors.ERROR_NOT_ENOUGH_MEMORY,
                    WindowsErrors.ERROR_OUTOFMEMORY,
                    WindowsErrors.ERROR_NO_SYSTEM_RESOURCES,
                    WindowsErrors.ERROR_WORKING_SET_QUOTA,
                    WindowsErrors.ERROR_COMMITMENT_LIMIT,
                    WindowsErrors.ERROR_NOT_ENOUGH_QUOTA -> IoError.NO_MEMORY;
            case WindowsErrors.ERROR_TOO_MANY_OPEN_FILES -> IoError.TOO_MANY_HANDLES;
            default -> ofFiles(error);
        };
    }

    private static IoError ofFiles(int error) {
        return switch (error) {
            case WindowsErrors.ERROR_INVALID_HANDLE -> IoError.BAD_HANDLE;
            case WindowsErrors.ERROR_INVALID_PARAMETER,
                    WindowsErrors.ERROR_NEGATIVE_SEEK,
                    WindowsErrors.ERROR_INVALID_NAME,
                    WindowsErrors.ERROR_INVALID_ADDRESS,
                    WindowsErrors.ERROR_NOACCESS,
                    WindowsErrors.ERROR_INVALID_USER_BUFFER -> IoError.INVALID;
            case WindowsErrors.ERROR_NOT_SUPPORTED,
                    WindowsErrors.ERROR_INVALID_FUNCTION,
                    WindowsErrors.ERROR_CALL_NOT_IMPLEMENTED -> IoError.NOT_SUPPORTED;
            case WindowsErrors.ERROR_PRIVILEGE_NOT_HELD -> IoError.PERMISSION;
            case WindowsErrors.ERROR_ACCESS_DENIED -> IoError.ACCESS;
            case WindowsErrors.ERROR_FILE_NOT_FOUND,
                    WindowsErrors.ERROR_PATH_NOT_FOUND,
                    WindowsErrors.ERROR_BAD_NETPATH,
                    WindowsErrors.ERROR_NOT_FOUND -> IoError.NOT_FOUND;
            case WindowsErrors.ERROR_FILE_EXISTS, WindowsErrors.ERROR_ALREADY_EXISTS -> IoError.EXISTS;
            case WindowsErrors.ERROR_DIRECTORY -> IoError.NOT_DIRECTORY;
            case WindowsErrors.ERROR_FILENAME_EXCED_RANGE -> IoError.NAME_TOO_LONG;
            case WindowsErrors.ERROR_DISK_FULL, WindowsErrors.ERROR_HANDLE_DISK_FULL -> IoError.NO_SPACE;
            case WindowsErrors.ERROR_WRITE_PROTECT -> IoError.READ_ONLY;
            case WindowsErrors.ERROR_IO_DEVICE,
                    WindowsErrors.ERROR_GEN_FAILURE,
                    WindowsErrors.ERROR_UNEXP_NET_ERR,
                    WindowsErrors.ERROR_FILE_INVALID -> IoError.IO;
            case WindowsErrors.ERROR_SHARING_VIOLATION,
                    WindowsErrors.ERROR_LOCK_VIOLATION,
                    WindowsErrors.ERROR_BUSY,
                    WindowsErrors.ERROR_PIPE_BUSY,
                    WindowsErrors.ERROR_NOT_READY -> IoError.BUSY;
            default -> IoError.OTHER;
        };
    }

    private static IoError ofWinsock(int error) {
        return switch (error) {
            case WindowsErrors.WSA_E_CANCELLED -> IoError.CANCELLED;
            case WindowsErrors.WSAETIMEDOUT -> IoError.TIMED_OUT;
            case WindowsErrors.WSAEWOULDBLOCK -> IoError.WOULD_BLOCK;
            case WindowsErrors.WSAEINTR -> IoError.INTERRUPTED;
            case WindowsErrors.WSAECONNRESET, WindowsErrors.WSAENETRESET -> IoError.RESET;
            case WindowsErrors.WSAECONNREFUSED, WindowsErrors.WSAEREFUSED -> IoError.REFUSED;
            case WindowsErrors.WSAECONNABORTED -> IoError.ABORTED;
            case WindowsErrors.WSAESHUTDOWN, WindowsErrors.WSAEDISCON -> IoError.BROKEN_PIPE;
            case WindowsErrors.WSAENOTCONN, WindowsErrors.WSAEDESTADDRREQ -> IoError.NOT_CONNECTED;
            case WindowsErrors.WSAEISCONN -> IoError.ALREADY_CONNECTED;
            case WindowsErrors.WSAEALREADY, WindowsErrors.WSAEINPROGRESS -> IoError.IN_PROGRESS;
            case WindowsErrors.WSAEADDRINUSE -> IoError.ADDRESS_IN_USE;
            case WindowsErrors.WSAEADDRNOTAVAIL -> IoError.ADDRESS_NOT_AVAILABLE;
            case WindowsErrors.WSAEAFNOSUPPORT, WindowsErrors.WSAEPFNOSUPPORT -> IoError.ADDRESS_FAMILY;
            case WindowsErrors.WSAENETDOWN, WindowsErrors.WSASYSNOTREADY -> IoError.NETWORK_DOWN;
            case WindowsErrors.WSAENETUNREACH -> IoError.NETWORK_UNREACHABLE;
            case WindowsErrors.WSAEHOSTUNREACH, WindowsErrors.WSAEHOSTDOWN -> IoError.HOST_UNREACHABLE;
            case WindowsErrors.WSAEMSGSIZE -> IoError.MESSAGE_TOO_BIG;
            case WindowsErrors.WSAENOBUFS -> IoError.NO_MEMORY;
            case WindowsErrors.WSAEMFILE, WindowsErrors.WSAEPROCLIM -> IoError.TOO_MANY_HANDLES;
            case WindowsErrors.WSAENOTSOCK, WindowsErrors.WSAEBADF -> IoError.BAD_HANDLE;
            case WindowsErrors.WSAEINVAL, WindowsErrors.WSAEFAULT, WindowsErrors.WSAEPROTOTYPE -> IoError.INVALID;
            case WindowsErrors.WSAEOPNOTSUPP,
                    WindowsErrors.WSAENOPROTOOPT,
                    WindowsErrors.WSAEPROTONOSUPPORT,
                    WindowsErrors.WSAESOCKTNOSUPPORT -> IoError.NOT_SUPPORTED;
            case WindowsErrors.WSAEACCES -> IoError.ACCESS;
            case WindowsErrors.WSAENAMETOOLONG -> IoError.NAME_TOO_LONG;
            case WindowsErrors.WSAEDQUOT -> IoError.NO_SPACE;
            default -> IoError.OTHER;
        };
    }

    /**
     * The Windows error that a completion's status stands for, as RtlNtStatusToDosError has it; 0 where it went well.
     */
    static int errorOf(int status) {
        if (status >= 0) {
            return 0;
        }
        return switch (status) {
            case NtStatus.STATUS_CANCELLED -> WindowsErrors.ERROR_OPERATION_ABORTED;
            case NtStatus.STATUS_CONNECTION_RESET, NtStatus.STATUS_REMOTE_DISCONNECT -> WindowsErrors.WSAECONNRESET;
            case NtStatus.STATUS_NETWORK_NAME_DELETED,
                    NtStatus.STATUS_LOCAL_DISCONNECT,
                    NtStatus.STATUS_ADDRESS_CLOSED,
                    NtStatus.STATUS_CONNECTION_DISCONNECTED -> WindowsErrors.ERROR_NETNAME_DELETED;
            case NtStatus.STATUS_CONNECTION_REFUSED, NtStatus.STATUS_REMOTE_NOT_LISTENING ->
                WindowsErrors.ERROR_CONNECTION_REFUSED;
            case NtStatus.STATUS_CONNECTION_ABORTED -> WindowsErrors.ERROR_CONNECTION_ABORTED;
            case NtStatus.STATUS_REQUEST_ABORTED -> WindowsErrors.ERROR_REQUEST_ABORTED;
            case NtStatus.STATUS_CONNECTION_INVALID -> WindowsErrors.ERROR_CONNECTION_INVALID;
            case NtStatus.STATUS_CONNECTION_ACTIVE -> WindowsErrors.WSAEISCONN;
            case NtStatus.STATUS_GRACEFUL_DISCONNECT -> WindowsErrors.ERROR_GRACEFUL_DISCONNECT;
            case NtStatus.STATUS_LINK_TIMEOUT,
                    NtStatus.STATUS_INVALID_CONNECTION,
                    NtStatus.STATUS_TRANSACTION_ABORTED,
                    NtStatus.STATUS_UNEXPECTED_NETWORK_ERROR -> WindowsErrors.ERROR_UNEXP_NET_ERR;
            case NtStatus.STATUS_IO_TIMEOUT -> WindowsErrors.ERROR_SEM_TIMEOUT;
            case NtStatus.STATUS_NETWORK_UNREACHABLE, NtStatus.STATUS_PROTOCOL_UNREACHABLE ->
                WindowsErrors.ERROR_NETWORK_UNREACHABLE;
            case NtStatus.STATUS_HOST_UNREACHABLE, NtStatus.STATUS_HOPLIMIT_EXCEEDED ->
                WindowsErrors.ERROR_HOST_UNREACHABLE;
            case NtStatus.STATUS_PORT_UNREACHABLE -> WindowsErrors.ERROR_PORT_UNREACHABLE;
            case NtStatus.STATUS_ADDRESS_ALREADY_EXISTS, NtStatus.STATUS_ADDRESS_ALREADY_ASSOCIATED ->
                WindowsErrors.WSAEADDRINUSE;
            case NtStatus.STATUS_BUFFER_OVERFLOW -> WindowsErrors.ERROR_MORE_DATA;
            default -> errorOfFiles(status);
        };
    }

    private static int errorOfFiles(int status) {
        return switch (status) {
            case NtStatus.STATUS_END_OF_FILE -> WindowsErrors.ERROR_HANDLE_EOF;
            case NtStatus.STATUS_INVALID_HANDLE, NtStatus.STATUS_OBJECT_TYPE_MISMATCH, NtStatus.STATUS_FILE_CLOSED ->
                WindowsErrors.ERROR_INVALID_HANDLE;
            case NtStatus.STATUS_NO_SUCH_FILE, NtStatus.STATUS_OBJECT_NAME_NOT_FOUND ->
                WindowsErrors.ERROR_FILE_NOT_FOUND;
            case NtStatus.STATUS_NOT_FOUND -> WindowsErrors.ERROR_NOT_FOUND;
            case NtStatus.STATUS_BAD_NETWORK_PATH -> WindowsErrors.ERROR_BAD_NETPATH;
            case NtStatus.STATUS_OBJECT_NAME_INVALID -> WindowsErrors.ERROR_INVALID_NAME;
            case NtStatus.STATUS_OBJECT_NAME_COLLISION -> WindowsErrors.ERROR_ALREADY_EXISTS;
            case NtStatus.STATUS_INVALID_PARAMETER -> WindowsErrors.ERROR_INVALID_PARAMETER;
            case NtStatus.STATUS_INVALID_DEVICE_REQUEST -> WindowsErrors.ERROR_INVALID_FUNCTION;
            case NtStatus.STATUS_NOT_SUPPORTED, NtStatus.STATUS_NOT_IMPLEMENTED -> WindowsErrors.ERROR_NOT_SUPPORTED;
            case NtStatus.STATUS_ACCESS_VIOLATION -> WindowsErrors.ERROR_NOACCESS;
            case NtStatus.STATUS_ACCESS_DENIED, NtStatus.STATUS_DELETE_PENDING, NtStatus.STATUS_FILE_IS_A_DIRECTORY ->
                WindowsErrors.ERROR_ACCESS_DENIED;
            case NtStatus.STATUS_SHARING_VIOLATION -> WindowsErrors.ERROR_SHARING_VIOLATION;
            case NtStatus.STATUS_FILE_LOCK_CONFLICT -> WindowsErrors.ERROR_LOCK_VIOLATION;
            case NtStatus.STATUS_DEVICE_BUSY -> WindowsErrors.ERROR_BUSY;
            case NtStatus.STATUS_DISK_FULL -> WindowsErrors.ERROR_DISK_FULL;
            case NtStatus.STATUS_MEDIA_WRITE_PROTECTED -> WindowsErrors.ERROR_WRITE_PROTECT;
            case NtStatus.STATUS_PIPE_BROKEN, NtStatus.STATUS_PIPE_CLOSING -> WindowsErrors.ERROR_BROKEN_PIPE;
            case NtStatus.STATUS_PIPE_DISCONNECTED -> WindowsErrors.ERROR_PIPE_NOT_CONNECTED;
            case NtStatus.STATUS_INSTANCE_NOT_AVAILABLE,
                    NtStatus.STATUS_PIPE_NOT_AVAILABLE,
                    NtStatus.STATUS_PIPE_BUSY -> WindowsErrors.ERROR_PIPE_BUSY;
            default -> errorOfLimits(status);
        };
    }

    private static int errorOfLimits(int status) {
        return switch (status) {
            case NtStatus.STATUS_NO_MEMORY -> WindowsErrors.ERROR_NOT_ENOUGH_MEMORY;
            case NtStatus.STATUS_INSUFFICIENT_RESOURCES -> WindowsErrors.ERROR_NO_SYSTEM_RESOURCES;
            case NtStatus.STATUS_WORKING_SET_QUOTA -> WindowsErrors.ERROR_WORKING_SET_QUOTA;
            case NtStatus.STATUS_COMMITMENT_LIMIT -> WindowsErrors.ERROR_COMMITMENT_LIMIT;
            case NtStatus.STATUS_PAGEFILE_QUOTA, NtStatus.STATUS_QUOTA_EXCEEDED -> WindowsErrors.ERROR_NOT_ENOUGH_QUOTA;
            case NtStatus.STATUS_TOO_MANY_OPENED_FILES -> WindowsErrors.ERROR_TOO_MANY_OPEN_FILES;
            default -> WindowsErrors.ERROR_GEN_FAILURE;
        };
    }
}
