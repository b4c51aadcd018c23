package dev.gatun.readiness;

import dev.gatun.parts.FileJob;
import dev.gatun.parts.FileJobs;
import dev.gatun.spi.Completions;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import org.jspecify.annotations.Nullable;

/**
 * Operations that readiness says nothing of: reads that the system's cache can serve are done at once, all else goes
 * through workers. The Cpu's thread alone.
 */
final class FileDesk {
    private final Platform platform;
    private final Endings endings;
    private final FileJobs<HandleState> jobs;

    FileDesk(Platform platform, Endings endings, FileJobs<HandleState> jobs) {
        this.platform = platform;
        this.endings = endings;
        this.jobs = jobs;
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
        Place.set(operation, Place.AT_WORK, jobs.start(operation, handle));
    }

    /** What no worker has begun ends here; what runs goes on, and tells for itself. */
    void cancel(Operation operation) {
        if (jobs.cancel(Place.detail(operation))) {
            endings.keep(operation, Endings.CANCELLED);
        }
    }

    /** Before the handle is closed: a job that has not begun would run on whatever the number means then. */
    void cancelWaitingOn(HandleState handle) {
        for (Operation next = jobs.cancelOneOn(handle); next != null; next = jobs.cancelOneOn(handle)) {
            endings.keep(next, Endings.CANCELLED);
        }
    }

    /** Keeps the results of what workers have done for telling; handles that a CLOSE waits for are told to it. */
    void collect(CloseDesk closes) {
        jobs.collect();
        for (FileJob<HandleState> job = jobs.takeDone(); job != null; job = jobs.takeDone()) {
            Operation operation = job.operation();
            if (operation.kind() == OperationKind.OPEN) {
                HandleTable.BIRTHS.count(job.result());
            }
            endings.keep(operation, job.result());
            HandleState handle = job.handle();
            jobs.letGo(job);
            if (handle != null && handle.isClosing) {
                closes.goOn(handle);
            }
        }
    }

    /** What workers brought in time is closed; the others' memory stays lent. */
    int closeAndCountRunning(long patienceNanos) {
        return jobs.closeAndCountRunning(patienceNanos, platform.calls()::close);
    }
}
