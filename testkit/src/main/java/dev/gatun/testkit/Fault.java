package dev.gatun.testkit;

/**
 * What can befall whoever runs on a {@link SimulatedKernel}. Nothing here breaks the contract of the SPI: a service
 * that fails under a fault would fail one day on a real kernel.
 */
public enum Fault {
    /** A completion is seen later than the thing happened, by up to {@link Faults#delayNanosMax}. */
    DELAYED,
    /** A completion lets others of the same instant overtake it. Those of one operation keep their order. */
    SHUFFLED,
    SHORT_RECEIVE,
    SHORT_SEND,
    SHORT_READ,
    SHORT_WRITE,
    /** What is to be sent of a file is not in the kernel's memory. */
    NOT_CACHED,
    /** A connection is reset when something was about to be received or sent on it; both sides see it. */
    RESET,
    INTERRUPTED,
    NO_MEMORY,
    /** A file's device reports an error. */
    IO,
    /** An operation on a socket ends as if it had not been waited for. */
    WOULD_BLOCK,
    /** The pool is taken to be empty. */
    NO_BUFFERS,
    /** A block of the pool holds several results of one multishot receive. */
    BLOCK_SHARED,
    /** A multishot operation ends with a good result, as if the queue of completions had overflowed. */
    MULTISHOT_ENDED,
    /** An operation is cancelled before it began: nothing of it happens. */
    CANCEL_EARLY,
    /** A cancelled operation stays armed for a while, and what comes meanwhile it takes. */
    CANCEL_LATE,
    /** A submit answers QUEUE_FULL although there is room. */
    QUEUE_FULL,
    /** A new handle has the lowest number that is free, which may have been closed a moment ago. */
    HANDLE_REUSED,
    /** A park ends before its deadline with nothing to show. */
    SPURIOUS_WAKE,
    /** A wake does not end the next poll but the one after it, at the same instant. */
    LATE_WAKE,
    /** A datagram is sent and never arrives. */
    DATAGRAM_LOST,
    /** A queue of changes of directories is taken to be full. */
    CHANGE_LOST,

    /** Comes about by itself: a cancelled operation ended with something other than CANCELLED. */
    COMPLETED_THOUGH_CANCELLED,
    /** Comes about by itself: a cancelled accept accepted. */
    ACCEPTED_THOUGH_CANCELLED,
    /** Comes about by itself: a cancel came when the terminal completion was on its way. */
    CANCEL_NOT_FOUND,
    /** Comes about by itself: a datagram found the queue full. */
    DATAGRAM_DROPPED;

    /** True exactly when it is thrown in with a probability, rather than a consequence that is only counted. */
    public boolean isInjected() {
        return ordinal() < COMPLETED_THOUGH_CANCELLED.ordinal();
    }
}
