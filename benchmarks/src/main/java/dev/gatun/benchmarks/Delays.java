package dev.gatun.benchmarks;

import java.util.concurrent.TimeUnit;

/** Delays as timeouts have them: 10 to 79 seconds, at random, and the same ones for everybody. One thread. */
final class Delays {
    private static final long LEAST = TimeUnit.SECONDS.toNanos(10);

    private long random = 88172645463325252L;

    /** xorshift. */
    long nextNanos() {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return LEAST + (random >>> 28);
    }
}
