package dev.gatun;

/** See {@link IdleStrategy.Kind#PARK}. */
final class AlwaysPark implements IdleStrategy {
    @Override
    public boolean spins(long nowNanos) {
        return false;
    }

    @Override
    public void onWork(long nowNanos) {}
}
