package dev.gatun;

/** The time as a loop sees it (invariant 8): nanoseconds from an arbitrary start, never going back. */
@FunctionalInterface
public interface LoopClock {
    LoopClock SYSTEM = System::nanoTime;

    long nowNanos();
}
