package dev.gatun.net;

import dev.gatun.Timer;
import java.time.Duration;

/**
 * The deadlines of one stream, on one timer that is moved only when it must fire earlier: what happens on the stream is
 * a store, and the timer looks when it fires. Made for streams that have a deadline. Its Cpu's thread alone.
 */
final class StreamTimers {
    private static final long NEVER = Long.MAX_VALUE;

    private final StreamLife stream;
    private final Timer timer = new Timer(_ -> onTimer());
    private long idleNanos;
    private long writeNanos;
    private long activeAt;
    private long writingSince = NEVER;
    private long lingerUntil = NEVER;
    private long retryAt = NEVER;

    StreamTimers(StreamLife stream) {
        this.stream = stream;
    }

    void idleNanos(long nanos, long now) {
        idleNanos = nanos;
        activeAt = now;
        schedule(now);
    }

    void writeNanos(long nanos, long now) {
        writeNanos = nanos;
        schedule(now);
    }

    boolean hasWriteLimit() {
        return writeNanos > 0;
    }

    void lingerFor(long nanos, long now) {
        lingerUntil = now + nanos;
        schedule(now);
    }

    void retryIn(long nanos, long now) {
        retryAt = now + nanos;
        schedule(now);
    }

    void onActivity(long now) {
        activeAt = now;
    }

    /** Something waits for the system to take it. */
    void onWriting(long now) {
        if (writingSince == NEVER) {
            writingSince = now;
            if (writeNanos > 0) {
                schedule(now);
            }
        }
    }

    /** The system took something. */
    void onWritten(long now) {
        activeAt = now;
        writingSince = NEVER;
    }

    void stop() {
        timer.cancel();
    }

    private void schedule(long now) {
        long next = Math.min(Math.min(idleDeadline(), writeDeadline()), Math.min(lingerUntil, retryAt));
        boolean isEarlier = !timer.isScheduled() || next - timer.deadlineNanos() < 0;
        if (next != NEVER && isEarlier) {
            timer.cancel();
            stream.core().cpu.schedule(timer, Math.max(0, next - now));
        }
    }

    private long idleDeadline() {
        return idleNanos == 0 ? NEVER : activeAt + idleNanos;
    }

    private long writeDeadline() {
        return writeNanos == 0 || writingSince == NEVER ? NEVER : writingSince + writeNanos;
    }

    private void onTimer() {
        long now = stream.core().cpu.nowNanos();
        if (writeDeadline() != NEVER && now - writeDeadline() >= 0) {
            stream.end(CloseReason.STALLED);
        } else if (idleDeadline() != NEVER && now - idleDeadline() >= 0) {
            stream.end(CloseReason.IDLE);
        } else if (lingerUntil != NEVER && now - lingerUntil >= 0) {
            stream.end(CloseReason.HERE);
        } else {
            if (retryAt != NEVER && now - retryAt >= 0) {
                retryAt = NEVER;
                stream.later();
            }
            schedule(now);
        }
    }

    static long nanos(Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("a timeout of " + timeout + " is negative; zero means none");
        }
        return timeout.toNanos();
    }
}
