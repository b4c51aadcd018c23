package dev.gatun;

/**
 * What a core without work does: look again at once, or park in the kernel. Parking and waking costs some 20 µs, a look
 * costs the core's time; which is better depends on how soon work comes. One for each Cpu; its thread alone.
 */
public interface IdleStrategy {
    /** Called when a tick found nothing, as those since {@code idleNanos}: true to look again, false to park. */
    boolean spins(long idleNanos);

    /** Called when a tick found work, after so long without. */
    void onWork(long idleNanos);

    /** Whether it looks at these times: if not, the clock is left alone, and statistics of time are samples. */
    default boolean asksForTime() {
        return true;
    }

    /** Named, so that a configuration can be read aloud. */
    enum Kind {
        /** Parks at once: an idle core costs nothing. The default. */
        PARK,
        /** Spins while work has lately come sooner than a wake-up takes. */
        ADAPTIVE,
        /** Never parks: the core is burnt for the last microsecond. */
        BUSY;

        public IdleStrategy newStrategy() {
            return switch (this) {
                case PARK -> new AlwaysPark();
                case ADAPTIVE -> new AdaptiveSpin();
                case BUSY -> new NeverPark();
            };
        }
    }
}
