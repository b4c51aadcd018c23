package dev.gatun.spi;

import java.util.Optional;

/**
 * How an operating system is told where threads run. A backend's provider offers one where its system listens ({@link
 * IoBackendProvider#placing}). What is asked for is asked for the calling thread.
 */
public interface Placing {
    /** Where nobody listens: CPUs all alike, and every wish refused. */
    Placing NONE = new Placing() {
        @Override
        public Topology topology() {
            return Topology.unknown(Runtime.getRuntime().availableProcessors());
        }

        @Override
        public int pin(int cpu) {
            return IoError.NOT_SUPPORTED.result();
        }

        @Override
        public Optional<String> runInRealTime(int priority) {
            return Optional.of("this backend knows no way to ask for it");
        }
    };

    /** The CPUs that the process may use, read anew. */
    Topology topology();

    /** Binds the calling thread to the CPU of this number; 0, or a negated {@link IoError}. */
    int pin(int cpu);

    /**
     * Lets the calling thread run before all others that are not in real time, until it waits; threads that it starts
     * do not inherit that. Why not, with the remedy; empty when it does.
     *
     * @param priority from 1 to 99, the most urgent
     */
    Optional<String> runInRealTime(int priority);
}
