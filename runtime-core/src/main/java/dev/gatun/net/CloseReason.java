package dev.gatun.net;

import dev.gatun.spi.IoError;
import org.jspecify.annotations.Nullable;

/**
 * Why a stream or a listener ended; the first reason counts.
 *
 * @param error of FAILED alone
 * @param cause of HANDLER_FAILED alone
 */
public record CloseReason(
        Kind kind, @Nullable IoError error, @Nullable RuntimeException cause) {
    public enum Kind {
        /** This side closed it. */
        CLOSED_HERE,
        /** The other side ended it, and nothing was wrong. */
        ENDED_BY_PEER,
        /** An operation failed, the peer's reset included. */
        FAILED,
        /** Nothing was received or sent for too long. */
        IDLE,
        /** What was to be sent found no taker for too long. */
        WRITE_STALLED,
        /** A handler of the application's threw; this connection ends, and nothing else. */
        HANDLER_FAILED,
        /** Its core ends. */
        CORE_CLOSED
    }

    static final CloseReason HERE = new CloseReason(Kind.CLOSED_HERE, null, null);
    static final CloseReason PEER = new CloseReason(Kind.ENDED_BY_PEER, null, null);
    static final CloseReason IDLE = new CloseReason(Kind.IDLE, null, null);
    static final CloseReason STALLED = new CloseReason(Kind.WRITE_STALLED, null, null);
    static final CloseReason CORE = new CloseReason(Kind.CORE_CLOSED, null, null);

    static CloseReason failed(IoError error) {
        return new CloseReason(Kind.FAILED, error, null);
    }

    static CloseReason failed(RuntimeException cause) {
        return new CloseReason(Kind.HANDLER_FAILED, null, cause);
    }

    /** The error that stands for it in results. */
    IoError asError() {
        return switch (kind) {
            case FAILED -> error == null ? IoError.OTHER : error;
            case IDLE, WRITE_STALLED -> IoError.TIMED_OUT;
            default -> IoError.CLOSED;
        };
    }

    @Override
    public String toString() {
        return kind + (error == null ? "" : ": " + error.meaning()) + (cause == null ? "" : ": " + cause);
    }
}
