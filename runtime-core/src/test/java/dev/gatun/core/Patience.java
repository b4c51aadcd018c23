package dev.gatun.core;

/** How a test's thread waits for another one's progress: it lets go of the core, of which there may be only one. */
final class Patience {
    private Patience() {}

    @SuppressWarnings("ThreadPriorityCheck") // correctness does not rely on the scheduler, the test's duration does
    static void pause() {
        Thread.yield();
    }
}
