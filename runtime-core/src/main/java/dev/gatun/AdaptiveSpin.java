package dev.gatun;

/**
 * See {@link IdleStrategy.Kind#ADAPTIVE}. Keeps a moving average of the gaps between work, an eighth of the latest
 * each time.
 * While
 * it is below the cost of a wake-up, spinning for twice that cost is the cheaper bet; when that passes without work
 * the bet is lost, and the gap counts in full.
 */
final class AdaptiveSpin implements IdleStrategy {
    static final long WAKE_COST_NANOS = 20_000;

    private long lastWorkNanos;
    private long gapNanos = WAKE_COST_NANOS * 8;
    private boolean worked;

    @Override
    public void onWork(long nowNanos) {
        if (worked) {
            gapNanos += (nowNanos - lastWorkNanos - gapNanos) / 8;
        }
        worked = true;
        lastWorkNanos = nowNanos;
    }

    @Override
    public boolean spins(long nowNanos) {
        boolean spins = worked && gapNanos < WAKE_COST_NANOS && nowNanos - lastWorkNanos < 2 * WAKE_COST_NANOS;
        if (spins) {
            Thread.onSpinWait();
        }
        return spins;
    }
}
