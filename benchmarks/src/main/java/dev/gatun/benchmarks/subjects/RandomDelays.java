package dev.gatun.benchmarks.subjects;

/** Delays at random, and the same ones for everybody; xorshift, as in the twins. One thread. */
final class RandomDelays {
    /** Up to 67 ms. */
    static final int EXPIRY_BITS = 26;

    /** Up to 1 ms. */
    static final int LATENESS_BITS = 20;

    private long random = 88172645463325252L;

    long nextNanos(int bits) {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return random >>> (Long.SIZE - bits);
    }
}
