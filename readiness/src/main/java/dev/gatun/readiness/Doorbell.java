package dev.gatun.readiness;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether the loop waits in its kernel, and who wakes it: a system call is made only when it does (invariant 10). Any
 * thread rings; the Cpu's thread parks.
 *
 * <pre>
 *   who has something                       loop
 *     publish                                 look at what was published
 *     RUNG by exchange; it was PARKED: wake   PARKED by compare-and-set from AWAKE: wait
 *                                             else it was RUNG: AWAKE, and don't wait
 * </pre>
 *
 * The state changes by atomic exchange alone, so a ring comes either before the attempt to park, which fails, or after
 * it, and wakes.
 */
final class Doorbell {
    private static final int AWAKE = 0;
    private static final int PARKED = 1;
    private static final int RUNG = 2;

    private final AtomicInteger state = new AtomicInteger();
    private final Poller poller;

    Doorbell(Poller poller) {
        this.poller = poller;
    }

    /** By any thread, after publishing. */
    void ring() {
        if (state.getAndSet(RUNG) == PARKED) {
            poller.wake();
        }
    }

    /** By the loop: true exactly when it may wait; else somebody rang since it last asked. */
    boolean mayPark() {
        if (state.compareAndSet(AWAKE, PARKED)) {
            return true;
        }
        state.set(AWAKE);
        return false;
    }

    /** By the loop, when it is back: a ring in the meantime has ended the wait, or ends the next one. */
    void awake() {
        state.set(AWAKE);
    }
}
