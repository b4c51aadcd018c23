package dev.gatun;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Threads for what blocks or computes, so that no loop does: bounded in threads and in what waits. A job's result
 * returns
 * to the core that asked, as a callback on its thread. Shared by the Cpus of a runtime.
 */
public final class Workers implements AutoCloseable {
    private final ThreadPoolExecutor threads;

    /** What a worker does; it must not touch anything of a Cpu. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {
        T run() throws Exception;
    }

    /** Told on the Cpu's thread; one of the two is null. */
    @FunctionalInterface
    public interface Done<T extends @Nullable Object> {
        void onDone(@Nullable T result, @Nullable Exception failure);
    }

    private static final class Job<T extends @Nullable Object> extends Homecoming implements Runnable {
        private final Cpu home;
        private final Work<T> work;
        private final Done<T> done;
        private @Nullable T result;
        private @Nullable Exception failure;

        Job(Cpu home, Work<T> work, Done<T> done) {
            this.home = home;
            this.work = work;
            this.done = done;
        }

        @Override
        @SuppressWarnings("CatchingUnchecked") // whatever it was, the core that asked is told
        public void run() {
            try {
                result = work.run();
            } catch (Exception e) {
                failure = e;
            } finally {
                home.sendHome(this);
            }
        }

        @Override
        void arrive(Cpu here) {
            if (here == home) { // who asked may have failed meanwhile
                done.onDone(result, failure);
            }
        }
    }

    public Workers(int threadsMax, int waitingMax) {
        if (threadsMax < 1 || waitingMax < 1) {
            throw new IllegalArgumentException(
                    "threads " + threadsMax + " and waiting " + waitingMax + " must be positive");
        }
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                threadsMax, threadsMax, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(waitingMax), task -> {
                    Thread thread = new Thread(task, "gatun-worker-" + number.getAndIncrement());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** On the Cpu's thread. False when all threads are busy and the queue is full, or the workers were closed. */
    public <T extends @Nullable Object> boolean submit(Cpu home, Work<T> work, Done<T> done) {
        home.checkOwner();
        try {
            threads.execute(new Job<>(home, work, done));
            return true;
        } catch (RejectedExecutionException _) {
            return false;
        }
    }

    /** Takes nothing new; what runs goes on to its end, and its result goes nowhere if its core has stopped. */
    @Override
    public void close() {
        threads.shutdown();
    }

    boolean awaitEnd(long timeoutNanos) throws InterruptedException {
        return threads.awaitTermination(timeoutNanos, TimeUnit.NANOSECONDS);
    }
}
