package dev.gatun.testkit;

/** The machine's time, which passes only when its driver says so (invariant 8). The driver's thread only. */
final class VirtualClock {
    private long nowNanos;

    long nowNanos() {
        return nowNanos;
    }

    void moveTo(long nanos) {
        assert nanos >= nowNanos : "time went back from " + nowNanos + " to " + nanos + " ns (invariant 8)";
        nowNanos = nanos;
    }
}
