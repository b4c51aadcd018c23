package dev.gatun;

/** Pools for tests that make many. */
final class Pools {
    static final BufferPoolConfig SMALL = BufferPoolConfig.defaults().withLimit(2L << 20);

    private Pools() {}
}
