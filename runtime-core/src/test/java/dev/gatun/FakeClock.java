package dev.gatun;

/** A clock that a test moves. */
final class FakeClock implements LoopClock {
    private long nowNanos = 1_000_000_000;

    void advance(long nanos) {
        nowNanos += nanos;
    }

    @Override
    public long nowNanos() {
        return nowNanos;
    }
}
