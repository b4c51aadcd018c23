package dev.gatun;

/** See {@link IdleStrategy.Kind#BUSY}. */
final class NeverPark implements IdleStrategy {
    @Override
    public boolean spins(long nowNanos) {
        Thread.onSpinWait();
        return true;
    }

    @Override
    public void onWork(long nowNanos) {}
}
