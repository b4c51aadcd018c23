package dev.gatun;

/**
 * A loop's time (invariant 8): the clock is read once a tick at most, and not at all while work follows work and nobody
 * asks, since a reading costs a quarter of what an operation does; nor in a loop that never parks, while it finds
 * nothing. Also what the time was spent on. The Cpu's thread alone.
 */
final class LoopTime {
    /** So that statistics are never older than that. */
    private static final int TICKS_WITHOUT_CLOCK_MAX = 256;

    private final LoopClock clock;
    private final boolean isExact;
    private final CpuCounters counters;

    /** The last reading, this tick's if {@code isKnown}. */
    private long nowNanos;

    private boolean isKnown;

    /** Whether the last tick did something. */
    private boolean isBusy;

    /** When the tick began that was the first to find nothing. */
    private long idleSince;

    /** {@code isExact}: whether anybody wants to know how long there was nothing to do, and when that began. */
    LoopTime(LoopClock clock, boolean isExact, CpuCounters counters) {
        this.clock = clock;
        this.isExact = isExact;
        this.counters = counters;
        nowNanos = clock.nowNanos();
        idleSince = nowNanos;
    }

    void beginTick(boolean isNeeded) {
        isKnown = false;
        if ((isExact && !isBusy) || isNeeded || counters.ticks % TICKS_WITHOUT_CLOCK_MAX == 0) {
            now();
        }
    }

    /** How long there had been nothing to do, when this tick found the first work again; else negative. */
    long endTick(boolean didSomething) {
        long idleNanos = -1;
        if (!isExact) {
            isBusy = didSomething;
            return idleNanos;
        }
        if (didSomething && !isBusy) {
            idleNanos = nowNanos - idleSince;
        } else if (!didSomething && isBusy) {
            idleSince = now();
        }
        isBusy = didSomething;
        return idleNanos;
    }

    /** This tick's time. */
    long now() {
        if (!isKnown) {
            long before = nowNanos;
            nowNanos = clock.nowNanos();
            isKnown = true;
            account(nowNanos - before);
        }
        return nowNanos;
    }

    /** The last reading, for who needs none that is exact. */
    long lastRead() {
        return nowNanos;
    }

    /** In a tick that found nothing, as those before it since then. */
    long idleNanos() {
        return nowNanos - idleSince;
    }

    /** The time since the last reading was spent as the last tick was, its poll and park included. */
    private void account(long nanos) {
        if (isBusy) {
            counters.busyNanos += nanos;
        } else {
            counters.idleNanos += nanos;
        }
    }
}
