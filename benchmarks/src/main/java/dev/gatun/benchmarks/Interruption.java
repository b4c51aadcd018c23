package dev.gatun.benchmarks;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C while something is measured: all child processes are ended, those that stand still as well, so that whoever
 * waits for one fails at once; then the JVM waits until what was measured has been kept. Made and closed by the thread
 * that measures; the JVM's own thread ends the children.
 */
final class Interruption implements AutoCloseable {
    private static final int LOOKS_MAX = 200;
    private static final int LOOK_MILLIS = 50;

    private final CountDownLatch kept = new CountDownLatch(1);
    private final Thread ending = new Thread(this::endChildren, "gatun-bench-interruption");
    private volatile boolean requested;

    Interruption() {
        Runtime.getRuntime().addShutdownHook(ending);
    }

    boolean isRequested() {
        return requested;
    }

    /** Again and again: one may just be started by somebody who has not yet seen that it is over. */
    private void endChildren() {
        requested = true;
        try {
            int looks = 0;
            do {
                ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
            } while (!kept.await(LOOK_MILLIS, TimeUnit.MILLISECONDS) && ++looks < LOOKS_MAX);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** All is kept that will be. */
    @Override
    public void close() {
        kept.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(ending);
        } catch (IllegalStateException _) {
            // it is what is running
        }
    }
}
