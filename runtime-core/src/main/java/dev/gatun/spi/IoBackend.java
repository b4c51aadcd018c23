package dev.gatun.spi;

/**
 * A Cpu's way into its operating system. The contract, proven by {@code testkit}'s suite for every backend:
 *
 * <ul>
 *   <li>Every method but {@link #wake} and {@link #statistics} is called by the Cpu's thread alone.
 *   <li>{@link #submit} never blocks and never completes anything by itself: results come out of {@link #poll} only.
 *   <li>Each operation taken gets exactly one terminal completion, also when it is cancelled and when the handle is
 *       closed under it. Until then the backend may touch the operation's memory, and after it never.
 *   <li>Completions of one operation come in order; those of different operations in any.
 *   <li>Closing a handle with operations on it: they end, with whatever result, before or soon after the CLOSE.
 * </ul>
 */
public interface IoBackend extends AutoCloseable {
    /** A deadline for {@link #poll} that has passed: look, and come back at once. */
    long NOW = Long.MIN_VALUE;
    /** A deadline that never comes: wait until there is something, or a wake. */
    long NEVER = Long.MAX_VALUE;

    String name();

    Capabilities capabilities();

    /** Handles outlive the backend: after it is closed they can still be closed here. */
    Sockets sockets();

    /** As long as {@link #sockets}. */
    FileFacts fileFacts();

    /** As long as {@link #sockets}. */
    default DirectoryChanges directoryChanges() {
        return DirectoryChanges.NONE;
    }

    /**
     * Takes a handle over: from now on it is used by operations of this backend alone, and closed here. The answer is
     * what to call it from now on, which may spare the system work at each operation; its lower 32 bits are the handle
     * itself ({@link Operation#plainHandle}), and {@link #sockets} and {@link #fileFacts} know it by both names.
     */
    default long adopt(long handle) {
        return handle;
    }

    /**
     * Takes an operation. 0 when it was taken; a negated {@link IoError#QUEUE_FULL} when there is no room now: the core
     * keeps it and tries again after the next poll. Any other trouble is a completion, not an answer.
     */
    int submit(Operation operation);

    /**
     * Asks for the end of an operation that was taken. It still gets its terminal completion: CANCELLED, or what
     * happened first. The request can't be lost, however full the queues. 0 when it was asked; a negated
     * {@link IoError#NOT_FOUND} where the backend knows that the terminal completion is on its way already.
     */
    int cancel(Operation operation);

    /**
     * Hands over to the kernel what was submitted, and reaps what has completed, at most what {@code into} has room
     * for.
     * With nothing to reap it waits until something completes, {@link #wake} is called, or the clock passes
     * {@code deadlineNanos}; it may also return early with nothing.
     *
     * @param nowNanos the loop's reading of the clock, on which the deadline is too; with {@link #NOW} an earlier one
     * @return how many completions were added
     */
    int poll(long nowNanos, long deadlineNanos, Completions into);

    /** Ends a wait in {@link #poll}, or the next one if there is none; for any thread, at any time until closed. */
    void wake();

    /**
     * Operations submitted and not yet terminal, as the backend counts them; what {@link #close} would leave behind.
     * The
     * core cancels and polls down to 0 before it closes.
     */
    int inFlight();

    /** What was counted so far; for any thread, and a moment old there. */
    default BackendStatistics statistics() {
        return BackendStatistics.NONE;
    }

    /**
     * Releases everything but memory that the kernel might still touch, which is left alone for ever. Operations in
     * flight
     * get no completion any more.
     *
     * @return how many operations were left in the kernel, their memory leaked
     */
    int closeAndCountLeaked();

    @Override
    default void close() {
        closeAndCountLeaked();
    }
}
