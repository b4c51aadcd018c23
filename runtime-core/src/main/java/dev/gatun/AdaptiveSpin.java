package dev.gatun;

/**
 * See {@link IdleStrategy.Kind#ADAPTIVE}. Keeps a moving average of how long it was idle between work, an eighth of the
 * latest each time. While it is below the cost of a wake-up, spinning for twice that cost is the cheaper bet; when that
 * passes without work the bet is lost, and the time counts in full.
 */
final class AdaptiveSpin implements IdleStrategy {
    static final long WAKE_COST_NANOS = 20_000;

    private long usualNanos = WAKE_COST_NANOS * 8;

    @Override
    public void onWork(long idleNanos) {
        usualNanos += (idleNanos - usualNanos) / 8;
    }

    @Override
    public boolean spins(long idleNanos) {
        boolean spins = usualNanos < WAKE_COST_NANOS && idleNanos < 2 * WAKE_COST_NANOS;
        if (spins) {
            Thread.onSpinWait();
        }
        return spins;
    }
}
