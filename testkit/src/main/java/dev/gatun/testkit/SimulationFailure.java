package dev.gatun.testkit;

import java.io.Serial;

/**
 * The caller of a {@link SimulatedKernel} did what a real kernel would have punished: wrote memory that was lent out,
 * submitted an operation twice, left something open. The message begins with the seed, and ends with the last events.
 */
public final class SimulationFailure extends AssertionError {
    @Serial
    private static final long serialVersionUID = 1;

    private final long seed;
    private final long nowNanos;
    private final long event;

    SimulationFailure(String message, long seed, long nowNanos, long event) {
        super(message);
        this.seed = seed;
        this.nowNanos = nowNanos;
        this.event = event;
    }

    public long seed() {
        return seed;
    }

    /** Virtual time when it was found. */
    public long nowNanos() {
        return nowNanos;
    }

    /** The number of the last event before it was found. */
    public long event() {
        return event;
    }
}
