package dev.gatun.benchmarks.subjects;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How long a round took where another thread than the one that is told to do it does the work: that thread begins and
 * ends it, and the other waits.
 */
final class Round {
    private static final long WAIT_SECONDS = 20;

    private final Semaphore ended = new Semaphore(0);
    private long startNanos;
    private long nanos;

    /** By the thread that works. */
    void begin() {
        startNanos = System.nanoTime();
    }

    /** By the same. */
    void end() {
        nanos = System.nanoTime() - startNanos;
        ended.release();
    }

    /** By the thread that waits, and then may ask. */
    void await() throws InterruptedException {
        if (!ended.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("a round did not end within " + WAIT_SECONDS + " s");
        }
    }

    long nanos() {
        return nanos;
    }
}
