package dev.gatun.net;

import dev.gatun.spi.IoError;

/** What an error means to a datagram socket, which few of them end. */
final class DatagramErrors {
    private DatagramErrors() {}

    /** The socket is of no use any more. */
    static boolean isFatal(IoError error) {
        return switch (error) {
            case BAD_HANDLE, INVALID, NOT_SUPPORTED, CLOSED, BACKEND_FAILED -> true;
            default -> false;
        };
    }

    /** Nothing happened: it is asked again. */
    static boolean isTransient(IoError error) {
        return error == IoError.INTERRUPTED || error == IoError.WOULD_BLOCK || error == IoError.NO_BUFFERS;
    }

    /** What became of an earlier datagram, as some machine on its path said (ICMP), and waited on the socket. */
    static boolean isOfThePath(IoError error) {
        return switch (error) {
            case REFUSED, HOST_UNREACHABLE, NETWORK_UNREACHABLE, NETWORK_DOWN, MESSAGE_TOO_BIG, ACCESS -> true;
            default -> false;
        };
    }
}
