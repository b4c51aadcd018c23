package dev.gatun.backend.iocp;

import dev.gatun.parts.FileJob;
import dev.gatun.parts.FileJobs;
import dev.gatun.spi.Completions;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import org.jspecify.annotations.Nullable;

/** What goes through threads: handed over, taken back, and told. The Cpu's thread alone. */
final class FileDesk {
    private final HandleTable handles;
    private final Endings endings;
    private final Winsock winsock;
    private final FileJobs<HandleState> jobs;

    FileDesk(HandleTable handles, Endings endings, Winsock winsock, FileJobs<HandleState> jobs) {
        this.handles = handles;
        this.endings = endings;
        this.winsock = winsock;
        this.jobs = jobs;
    }

    /** The handle is null for what has none yet. */
    void start(Operation operation, @Nullable HandleState handle) {
        Place.set(operation, Place.WORKER, jobs.start(operation, handle));
    }

    /** Which no worker has begun, ends so; a running one has its result. */
    void cancel(Operation operation) {
        if (jobs.cancel(Place.detail(operation))) {
            endings.keep(operation, IoError.CANCELLED);
        }
    }

    void cancelAllOn(HandleState handle) {
        for (Operation next = jobs.cancelOneOn(handle); next != null; next = jobs.cancelOneOn(handle)) {
            endings.keep(next, IoError.CANCELLED);
        }
    }

    /** True exactly when nothing that was done waits to be told. */
    boolean isQuiet() {
        return jobs.isQuiet();
    }

    void tellDone(Completions into, CloseDesk closes) {
        jobs.collect();
        while (!into.isFull()) {
            FileJob<HandleState> job = jobs.takeDone();
            if (job == null) {
                return;
            }
            Operation operation = job.operation();
            HandleState handle = job.handle();
            long result = job.result();
            jobs.letGo(job);
            if (operation.kind() == OperationKind.OPEN && result >= 0) {
                onOpened(operation, result);
            } else if (operation.kind() == OperationKind.CLOSE) {
                HandleTable.BIRTHS.count(operation.handle());
            }
            endings.tell(operation, result, into);
            if (handle != null) {
                closes.onReleased(handle);
            }
        }
    }

    private void onOpened(Operation operation, long handle) {
        HandleTable.BIRTHS.count(handle);
        HandleState state = handles.current(handle);
        if (state != null) {
            state.appends = operation.has(Operation.OPEN_APPEND);
        }
    }

    /** What workers brought in time is closed; the others' memory stays lent. */
    int closeAndCountRunning(long patienceNanos) {
        return jobs.closeAndCountRunning(patienceNanos, winsock::closeAny);
    }
}
