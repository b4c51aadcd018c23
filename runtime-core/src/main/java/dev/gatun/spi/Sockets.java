package dev.gatun.spi;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What is done to sockets at once, without an operation: none of it waits for a peer. Results are a value or a negated
 * {@link IoError} code. Addresses in memory are in the system's own form, which only this interface reads and writes.
 */
public interface Sockets {
    enum Family {
        INET4,
        INET6,
        UNIX
    }

    enum Type {
        STREAM,
        DATAGRAM
    }

    /** The bytes that any address of the system fits in. */
    int addressBytes();

    /** Writes an address at {@code address}, which has {@link #addressBytes()}; the length, or an error. */
    int writeAddress(SocketAddress socketAddress, long address);

    SocketAddress readAddress(long address, int length);

    /** A new socket, or an error. */
    long open(Family family, Type type);

    int bind(long handle, long address, int length);

    int listen(long handle, int backlog);

    /** Writes where the socket is bound; the length, or an error. */
    int localAddress(long handle, long address);

    int peerAddress(long handle, long address);

    /** Closes at once; for a socket without an operation in flight (else use an operation: CLOSE after cancelling). */
    int close(long handle);

    /**
     * Closes at once a handle that nobody has begun to use, such as a connection accepted for a core that has gone.
     * From any thread, also when the backend has been closed.
     */
    int requestClose(long handle);

    DatagramBatch newBatch(int capacity);

    /** What only datagram sockets have. */
    default Datagrams datagrams() {
        return Datagrams.NONE;
    }

    // --- options; a system without them says so ---------------------------------------------------------------------

    /** 0, or an error: {@link IoError#NOT_SUPPORTED} where the system, or such a socket, has no such option. */
    default int setOption(long handle, SocketOption option, long value) {
        return IoError.NOT_SUPPORTED.result();
    }

    default int setOption(long handle, SocketOption option, String value) {
        return IoError.NOT_SUPPORTED.result();
    }

    /** What the system goes by, which may be less than it was given; {@link SocketOption#NONE}; or an error. */
    default long option(long handle, SocketOption option) {
        return IoError.NOT_SUPPORTED.result();
    }

    /** Empty: it has none. Null: the system does not tell. */
    default @Nullable String textOption(long handle, SocketOption option) {
        return null;
    }

    /** Whether what a listener has set holds for each connection that it accepts, without setting it there. */
    default boolean isInherited(SocketOption option) {
        return false;
    }

    /**
     * What to do about an option that was refused with that error, or, with none, was taken for less than asked; empty
     * where nothing is known.
     */
    default String optionRemedy(SocketOption option, @Nullable IoError error) {
        return "";
    }
}
