package dev.gatun.backend.iocp;

import dev.gatun.spi.Completions;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What goes through threads: handed over, taken back, and told. The Cpu's thread alone. */
final class FileDesk {
    private final HandleTable handles;
    private final Endings endings;
    private final FileWorkers workers;
    private FileJob[] jobs = {};
    private @Nullable FileJob unused;
    /** Collected, and not yet told for want of room. */
    private @Nullable FileJob collected;

    FileDesk(HandleTable handles, Endings endings, Supplier<BlockingCalls> calls, Runnable doorbell, int threadsMax) {
        this.handles = handles;
        this.endings = endings;
        workers = new FileWorkers(calls, doorbell, threadsMax);
    }

    /** The handle is null for what has none yet. */
    void start(Operation operation, @Nullable HandleState handle) {
        FileJob job = unused == null ? grow() : unused;
        unused = job.next;
        job.next = null;
        job.operation = operation;
        job.handle = handle;
        job.life = handle == null ? 0 : handle.life;
        if (handle != null) {
            handle.inFlight++;
        }
        Place.set(operation, Place.WORKER, job.number);
        workers.add(job);
    }

    private FileJob grow() {
        FileJob job = new FileJob(jobs.length);
        jobs = Arrays.copyOf(jobs, jobs.length + 1);
        jobs[job.number] = job;
        return job;
    }

    /** Which no worker has begun, ends so; a running one has its result. */
    void cancel(Operation operation) {
        FileJob job = jobs[Place.detail(operation)];
        if (workers.remove(job)) {
            release(job);
            endings.keep(operation, IoError.CANCELLED);
        }
    }

    void cancelAllOn(HandleState handle) {
        for (FileJob job = workers.removeOneOn(handle); job != null; job = workers.removeOneOn(handle)) {
            Operation operation = Objects.requireNonNull(job.operation);
            release(job);
            endings.keep(operation, IoError.CANCELLED);
        }
    }

    private void release(FileJob job) {
        HandleState handle = job.handle;
        if (handle != null && handle.life == job.life) {
            handle.inFlight--;
        }
        job.operation = null;
        job.handle = null;
        job.next = unused;
        unused = job;
    }

    /** True exactly when nothing that was done waits to be told. */
    boolean isQuiet() {
        return collected == null;
    }

    void tellDone(Completions into, CloseDesk closes) {
        if (collected == null) {
            collected = workers.takeDone();
        }
        while (collected != null && !into.isFull()) {
            FileJob job = collected;
            collected = job.next;
            Throwable failure = job.failure;
            if (failure != null) {
                throw new IllegalStateException("a worker failed on " + job.operation, failure);
            }
            Operation operation = Objects.requireNonNull(job.operation);
            HandleState handle = job.handle;
            long result = job.result;
            release(job);
            if (operation.kind() == OperationKind.OPEN && result >= 0) {
                onOpened(operation, result);
            } else if (operation.kind() == OperationKind.CLOSE) {
                HandleBirths.count(operation.handle());
            }
            endings.tell(operation, result, into);
            if (handle != null) {
                closes.onReleased(handle);
            }
        }
    }

    private void onOpened(Operation operation, long handle) {
        HandleBirths.count(handle);
        HandleState state = handles.current(handle);
        if (state != null) {
            state.appends = operation.has(Operation.OPEN_APPEND);
        }
    }

    int closeAndCountRunning(long patienceNanos) {
        return workers.closeAndCountRunning(patienceNanos);
    }
}
