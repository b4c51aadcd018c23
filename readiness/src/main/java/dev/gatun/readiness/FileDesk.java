package dev.gatun.readiness;

import dev.gatun.spi.Completions;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Operations that readiness says nothing of: reads that the system's cache can serve are done at once, all else goes
 * through workers. The Cpu's thread alone.
 */
final class FileDesk {
    private final Platform platform;
    private final Endings endings;
    private final FileWorkers workers;

    private FileJob[] jobs = new FileJob[0];
    private @Nullable FileJob unused;

    FileDesk(Platform platform, Endings endings, FileWorkers workers) {
        this.platform = platform;
        this.endings = endings;
        this.workers = workers;
    }

    /** An operation on what never blocks, as the system calls it. */
    void start(HandleState handle, Operation operation, Completions into) {
        if (handle.hasCache && isRead(operation.kind())) {
            long result = platform.calls().attemptCached(operation);
            if (result != HandleCalls.NEEDS_THREAD) {
                endings.tell(operation, result, into);
                return;
            }
        }
        toWorkers(operation, handle);
    }

    private static boolean isRead(OperationKind kind) {
        return kind == OperationKind.READ || kind == OperationKind.READ_VECTORED;
    }

    /** {@code handle} is null for what closes or opens one. */
    void toWorkers(Operation operation, @Nullable HandleState handle) {
        FileJob job = unused == null ? moreJobs() : unused;
        unused = job.next;
        job.operation = operation;
        job.handle = handle;
        if (handle != null) {
            job.life = handle.life;
            handle.running++;
        }
        Place.set(operation, Place.AT_WORK, job.number);
        workers.add(job);
    }

    private FileJob moreJobs() {
        int before = jobs.length;
        FileJob[] more = Arrays.copyOf(jobs, Math.max(8, 2 * before));
        for (int number = before; number < more.length; number++) {
            FileJob job = new FileJob(number);
            job.next = unused;
            unused = job;
            more[number] = job;
        }
        jobs = more;
        return Objects.requireNonNull(unused);
    }

    /** What no worker has begun ends here; what runs goes on, and tells for itself. */
    void cancel(Operation operation) {
        FileJob job = jobs[Place.detail(operation)];
        if (workers.remove(job)) {
            endings.keep(operation, Endings.CANCELLED);
            letGo(job);
        }
    }

    /** Before the handle is closed: a job that has not begun would run on whatever the number means then. */
    void cancelWaitingOn(HandleState handle) {
        if (handle.running == 0) {
            return;
        }
        for (FileJob job = workers.removeOneOn(handle); job != null; job = workers.removeOneOn(handle)) {
            endings.keep(Objects.requireNonNull(job.operation), Endings.CANCELLED);
            letGo(job);
        }
    }

    private void letGo(FileJob job) {
        HandleState handle = job.handle;
        if (handle != null && handle.life == job.life) {
            handle.running--;
        }
        job.operation = null;
        job.handle = null;
        job.next = unused;
        unused = job;
    }

    /** Keeps the results of what workers have done for telling; handles that a CLOSE waits for are told to it. */
    void collect(CloseDesk closes) {
        FileJob next = workers.takeDone();
        while (next != null) {
            FileJob job = next;
            next = job.next;
            Operation operation = Objects.requireNonNull(job.operation);
            if (job.failure != null) {
                throw new IllegalStateException("a worker failed with " + operation, job.failure);
            }
            if (operation.kind() == OperationKind.OPEN) {
                HandleBirths.count(job.result);
            }
            endings.keep(operation, job.result);
            HandleState handle = job.handle;
            letGo(job);
            if (handle != null && handle.isClosing) {
                closes.goOn(handle);
            }
        }
    }

    /** What workers brought in time is closed; the others' memory stays lent. */
    int closeAndCountRunning(long patienceNanos) {
        int running = workers.closeAndCountRunning(patienceNanos);
        for (FileJob job = workers.takeDone(); job != null; job = job.next) {
            Operation operation = Objects.requireNonNull(job.operation);
            if (operation.kind() == OperationKind.OPEN && job.failure == null && job.result >= 0) {
                platform.calls().close((int) job.result);
            }
        }
        return running;
    }
}
