package dev.gatun.readiness;

import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;

/**
 * Operations as system calls that never wait. Each answers the operation's result, {@link #WOULD_BLOCK},
 * {@link #NEEDS_THREAD}, or a negated error number of the system's. The Cpu's thread alone.
 */
public interface HandleCalls {
    /** Nothing happened; an edge will tell when it is worth another try. */
    long WOULD_BLOCK = Long.MIN_VALUE;
    /** Only a thread that may wait can do it. */
    long NEEDS_THREAD = Long.MIN_VALUE + 1;

    /**
     * Tries an operation once. {@code address} and {@code length} are its memory: the operation's own, what is left of
     * it, or a block of the pool.
     */
    long attempt(Operation operation, long address, int length);

    /**
     * Receives one datagram into a block of the pool, its envelope first: the bytes behind {@link #envelopeBytes}, or
     * as {@link #attempt}.
     */
    long attemptWithEnvelope(Operation operation, long block, int bytes);

    int envelopeBytes(Operation operation);

    /** How a connect that was begun has ended, or WOULD_BLOCK. */
    long finishConnect(Operation operation);

    /**
     * For a receive that there is no memory for: takes an end or an empty datagram (0), and leaves data where it is
     * (more than 0), and whatever needs an envelope.
     */
    long attemptWithoutMemory(Operation operation);

    /** Reads from a regular file what needs no device, or NEEDS_THREAD. */
    long attemptCached(Operation operation);

    /** True exactly when {@link #attemptCached} makes sense for the file; asked once. */
    boolean hasCache(int handle);

    /** True exactly when a read of less than was asked for means that nothing is left; asked once. */
    boolean isEmptyWhenShort(int handle);

    /** Never repeated: the number may be another's. */
    long close(int handle);

    /** Stops a socket both ways, so that its peer sees the end while it can't be closed yet. */
    void shutDown(int handle);

    IoError errorOf(int number);

    /** No call is made any more. */
    void release();
}
