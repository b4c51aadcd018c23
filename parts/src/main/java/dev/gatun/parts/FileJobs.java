package dev.gatun.parts;

import dev.gatun.spi.Operation;
import java.util.ArrayList;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a Cpu has its workers do: handed over, taken back where none has begun it, and collected. A job has a number,
 * by which its operation is found again. The Cpu's thread alone.
 */
public final class FileJobs<H extends HandleLife> {
    private final FileWorkers<H> workers;
    private final ArrayList<FileJob<H>> jobs = new ArrayList<>();
    private @Nullable FileJob<H> unused;
    /** Done, and not taken yet: there was no room for more results. */
    private @Nullable FileJob<H> collected;

    /**
     * @param calls makes what a worker calls, on the worker's own thread
     * @param bell wakes the loop, on a worker's thread
     */
    public FileJobs(Supplier<? extends FileCalls> calls, Runnable bell, int threadsMax) {
        workers = new FileWorkers<>(calls, bell, threadsMax);
    }

    /** The number of its job. {@code handle} is null for what closes or opens one. */
    public int start(Operation operation, @Nullable H handle) {
        FileJob<H> job = unused == null ? more() : unused;
        unused = job.next;
        job.operation = operation;
        job.handle = handle;
        if (handle != null) {
            job.life = handle.life;
            handle.inFlight++;
        }
        workers.add(job);
        return job.number;
    }

    private FileJob<H> more() {
        FileJob<H> job = new FileJob<>(jobs.size());
        jobs.add(job);
        return job;
    }

    /** True exactly when no worker has begun it, nor will; what runs goes on, and ends by itself. */
    public boolean cancel(int number) {
        FileJob<H> job = jobs.get(number);
        if (!workers.remove(job)) {
            return false;
        }
        letGo(job);
        return true;
    }

    /** An operation on that handle that no worker has begun, nor will; null when there is none. */
    public @Nullable Operation cancelOneOn(H handle) {
        FileJob<H> job = handle.inFlight == 0 ? null : workers.removeOneOn(handle);
        if (job == null) {
            return null;
        }
        Operation operation = job.operation();
        letGo(job);
        return operation;
    }

    /** True exactly when nothing that was collected is left to be taken. */
    public boolean isQuiet() {
        return collected == null;
    }

    /** What workers have done by now can be taken; what they do from here on waits for the next time. */
    public void collect() {
        if (collected == null) {
            collected = workers.takeDone();
        }
    }

    /** One that was collected, in order, to be {@linkplain #letGo let go}; null when there is none. */
    public @Nullable FileJob<H> takeDone() {
        FileJob<H> job = collected;
        if (job != null) {
            collected = job.next;
            if (job.failure != null) {
                throw new IllegalStateException("a worker failed with " + job.operation(), job.failure);
            }
        }
        return job;
    }

    /** It holds its handle no more, and is used again. */
    public void letGo(FileJob<H> job) {
        H handle = job.handle;
        if (handle != null && handle.life == job.life) {
            handle.inFlight--;
        }
        job.operation = null;
        job.handle = null;
        job.next = unused;
        unused = job;
    }

    /**
     * Takes nothing new, drops what waits, and gives what runs some time. How many still run then: their memory stays
     * lent. Handles that were brought and not taken go to {@code orphans}.
     */
    public int closeAndCountRunning(long patienceNanos, IntConsumer orphans) {
        int running = workers.closeAndCountRunning(patienceNanos);
        closeBrought(collected, orphans);
        closeBrought(workers.takeDone(), orphans);
        return running;
    }

    private void closeBrought(@Nullable FileJob<H> first, IntConsumer orphans) {
        for (FileJob<H> job = first; job != null; job = job.next) {
            if (job.hasBrought(job.operation().kind())) {
                orphans.accept((int) job.result);
            }
        }
    }
}
