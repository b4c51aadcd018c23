package dev.gatun.spi;

/**
 * What an operation does. Beside each: what {@link Operation} carries for it, and the result when it is not negative.
 * "memory" is {@code address} and {@code length}; "vector" is an array of {address, length} pairs of longs at
 * {@code address}, {@code length} of them; "peer" is a socket address at {@code peerAddress}, {@code peerLength} bytes.
 */
public enum OperationKind {
    /** Nothing. Result 0. */
    NOP,
    /** handle: a listening socket; peer: where to write who connected, or none. Result: the new handle. Multishot. */
    ACCEPT,
    /** handle: a socket; peer: to whom. Result 0. */
    CONNECT,
    /**
     * handle: a connected socket; memory, or a buffer of the pool. Result: bytes, 0 at the end. Multishot, with
     * buffers of
     * the pool only: each result needs memory of its own.
     */
    RECEIVE,
    /** handle: a connected socket; memory. Result: bytes taken, perhaps fewer than given. */
    SEND,
    /** handle: a connected socket; vector. Result: bytes. */
    RECEIVE_VECTORED,
    /** handle: a connected socket; vector. Result: bytes taken. */
    SEND_VECTORED,
    /**
     * handle: a connected stream socket; file: where the bytes come from, open until the terminal result; offset and
     * length there. It waits until the socket has room, and never for a disk. Result: bytes taken, perhaps fewer than
     * asked for; 0 when the file ends before, or the system has not all of them in its memory, and sent none: whoever
     * gets that reads and sends. Not every backend has it.
     */
    SEND_FILE,
    /**
     * handle: a datagram socket; memory, or a buffer of the pool; peer: where to write the sender. Result: the bytes
     * copied;
     * what did not fit is lost (a batch tells, and so does an envelope). Multishot, with buffers of the pool only; the
     * peer is then that of the result being told, and with {@link Operation#ENVELOPE} each brings its own.
     */
    RECEIVE_FROM,
    /** handle: a datagram socket; memory; peer: to whom. Result: bytes. */
    SEND_TO,
    /** handle: a datagram socket; batch. Result: how many datagrams were received. */
    RECEIVE_BATCH,
    /** handle: a datagram socket; batch. Result: how many datagrams were sent. */
    SEND_BATCH,
    /** handle: a file; memory; offset. Result: bytes, 0 at the end. */
    READ,
    /** handle: a file; memory; offset. Result: bytes. */
    WRITE,
    /** handle: a file; vector; offset. Result: bytes. */
    READ_VECTORED,
    /** handle: a file; vector; offset. Result: bytes. */
    WRITE_VECTORED,
    /** handle: a file; flags: {@link Operation#DATA_ONLY} or 0. Result 0. */
    SYNC,
    /** handle: anything; memory: where to write what {@link FileFacts} reads, {@code statusBytes} of it. Result 0. */
    STATUS,
    /**
     * handle: a file; offset and extent; flags: {@code ALLOCATE_…} or 0. What lies in the range has its place on the
     * disk from now on, and a file that ends before its end grows. Result 0.
     */
    ALLOCATE,
    /** handle: a file; offset: its size from now on. What it did not have reads as zeros. Result 0. */
    TRUNCATE,
    /** memory: the path, UTF-8, ended by a zero byte; flags: {@code OPEN_…}; offset: mode bits. Result: the handle. */
    OPEN,
    /** handle: anything. Result 0. */
    CLOSE,
    /** handle: a connected socket; flags: {@code SHUT_…}. Result 0. */
    SHUTDOWN,
    /** handle: anything that can be ready; flags: {@code POLL_…}. Result: what is ready. Multishot. */
    POLL,
    /** offset: nanoseconds. Result 0. The core's own, by its timers: no backend sees it. */
    TIMEOUT;

    /** True exactly when the operation may deliver several results, all but the last marked as "more". */
    public boolean canBeMultishot() {
        return switch (this) {
            case ACCEPT, RECEIVE, RECEIVE_FROM, POLL -> true;
            default -> false;
        };
    }

    /** True exactly when the operation may take a buffer of the pool when data is there, rather than bring memory. */
    public boolean canTakePoolBuffer() {
        return this == RECEIVE || this == RECEIVE_FROM;
    }
}
