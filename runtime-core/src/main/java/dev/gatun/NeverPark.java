package dev.gatun;

/** See {@link IdleStrategy.Kind#BUSY}. */
final class NeverPark implements IdleStrategy {
    @Override
    public boolean spins(long idleNanos) {
        Thread.onSpinWait();
        return true;
    }

    @Override
    public void onWork(long idleNanos) {}
}
