package dev.gatun;

import org.jspecify.annotations.Nullable;

/**
 * Something to run at a time: owned by whoever made it, scheduled again and again, so that nothing is allocated for a
 * time-out (invariant 2). It carries the links of the list it is in. While it is scheduled it belongs to one Cpu and is
 * touched by its thread alone; between times it may move to another.
 */
public final class Timer {
    static final int NOWHERE = -1;

    private final TimerCallback callback;

    /* The wheel's own. A list is a ring: the last timer is the first one's previous, and one alone is its own. */
    @Nullable
    TimerWheel wheel;

    Timer next = this;
    Timer previous = this;
    int list = NOWHERE;
    long deadlineNanos = Long.MAX_VALUE;

    public Timer(TimerCallback callback) {
        this.callback = callback;
    }

    /** True from scheduling until it is cancelled or about to run: within its own callback it is not scheduled. */
    public boolean isScheduled() {
        return wheel != null;
    }

    /** On the loop's clock, as last scheduled; {@link Long#MAX_VALUE} before that. A period is best added to this. */
    public long deadlineNanos() {
        return deadlineNanos;
    }

    /** True exactly when it was scheduled, and so won't run now. */
    public boolean cancel() {
        TimerWheel of = wheel;
        return of != null && of.cancel(this);
    }

    void fire() {
        callback.onTimer(this);
    }

    @Override
    public String toString() {
        return wheel == null ? "timer, not scheduled" : "timer, due at " + deadlineNanos + " ns";
    }
}
