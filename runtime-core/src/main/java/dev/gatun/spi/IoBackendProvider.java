package dev.gatun.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a backend can be used here, and opens it, one for each Cpu; found by {@code ServiceLoader}. Any
 * thread may ask; {@link #open} is called by the thread that will drive the backend.
 */
public interface IoBackendProvider {
    /** As in messages and settings: "io_uring", "epoll", "kqueue", "iocp", "simulated". */
    String name();

    /** The usable provider of the highest rank is chosen. */
    int rank();

    /** False for one that is made for another system: there is nothing to be done about that, and nothing to report. */
    default boolean isOfThisSystem() {
        return true;
    }

    /** Tries what the backend needs, for real, and takes it down again. */
    Usability probe();

    /** What of the system this backend uses or could use, each thing asked for anew; empty where it can't be used. */
    default List<FeatureReport> features() {
        return List.of();
    }

    IoBackend open(Settings settings);

    /** What the system can be told about a buffer pool's memory; null where it does not listen. */
    default @Nullable RegionAdvice regionAdvice() {
        return null;
    }

    /** How the system is told where threads run. */
    default Placing placing() {
        return Placing.NONE;
    }

    /** Whether, and why: "io_uring_setup answered EPERM: forbidden by the container's seccomp profile; …". */
    record Usability(boolean usable, String reason) {}

    /**
     * What a backend is opened with.
     *
     * @param cpu the number of the Cpu within its runtime
     * @param entries how many operations are expected at once; a hint
     * @param batch how many completions a poll may reap
     * @param onSystemClock whether the times that {@link IoBackend#poll} is given are {@link System#nanoTime}'s: then a
     *     system that counts on the same clock may be told the deadline itself. A simulated clock says no
     */
    record Settings(int cpu, int entries, int batch, BufferSource buffers, boolean onSystemClock) {
        /** On a clock that only the loop knows. */
        public Settings(int cpu, int entries, int batch, BufferSource buffers) {
            this(cpu, entries, batch, buffers, false);
        }

        public Settings {
            if (entries < 1 || batch < 1) {
                throw new IllegalArgumentException("entries " + entries + " and batch " + batch + " must be positive");
            }
        }
    }
}
