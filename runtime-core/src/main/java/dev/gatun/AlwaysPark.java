package dev.gatun;

/** See {@link IdleStrategy.Kind#PARK}. */
final class AlwaysPark implements IdleStrategy {
    @Override
    public boolean spins(long idleNanos) {
        return false;
    }

    @Override
    public void onWork(long idleNanos) {}
}
