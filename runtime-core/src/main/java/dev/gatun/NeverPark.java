package dev.gatun;

/** See {@link IdleStrategy.Kind#BUSY}. */
final class NeverPark implements IdleStrategy {
    @Override
    public boolean spins(long idleNanos) {
        return true;
    }

    @Override
    public boolean asksForTime() {
        return false;
    }

    @Override
    public void onWork(long idleNanos) {}
}
