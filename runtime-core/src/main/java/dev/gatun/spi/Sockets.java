package dev.gatun.spi;

import java.net.SocketAddress;

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

    DatagramBatch newBatch(int capacity);
}
