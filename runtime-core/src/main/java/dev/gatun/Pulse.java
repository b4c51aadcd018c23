package dev.gatun;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A Cpu's sign of life: when its last tick began. Written by its thread, read by the stall detector. */
final class Pulse {
    private static final long RESTING = Long.MIN_VALUE;
    private static final VarHandle BEAT;

    static {
        try {
            BEAT = MethodHandles.lookup().findVarHandle(Pulse.class, "beatNanos", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("UnusedVariable") // by BEAT
    private long beatNanos;

    void beatRelease(long nowNanos) {
        BEAT.setRelease(this, nowNanos);
    }

    /** It parks now, and is not expected to beat until the next tick. */
    void restRelease() {
        BEAT.setRelease(this, RESTING);
    }

    boolean isResting() {
        return beatAcquire() == RESTING;
    }

    long beatAcquire() {
        return (long) BEAT.getAcquire(this);
    }
}
