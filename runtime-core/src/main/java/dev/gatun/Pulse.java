package dev.gatun;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A Cpu's sign of life: the number of its last tick. Written by its thread, read by the stall detector. */
final class Pulse {
    private static final long RESTING = -1;
    private static final VarHandle BEAT;

    static {
        try {
            BEAT = MethodHandles.lookup().findVarHandle(Pulse.class, "beat", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("UnusedVariable") // by BEAT
    private long beat;

    void beatRelease(long tick) {
        BEAT.setRelease(this, tick);
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
