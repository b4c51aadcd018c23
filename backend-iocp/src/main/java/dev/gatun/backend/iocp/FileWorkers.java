package dev.gatun.backend.iocp;

import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A Cpu's threads for what of files Windows does only while it is waited for: at most so many, daemons, started when
 * there is work for them and ended when there has been none for a while. What waits stands in a list under a lock
 * that is held for a few instructions; what is done comes back on a stack without locks, and the loop's bell is rung.
 * A running operation is never interrupted: its memory is the kernel's.
 */
final class FileWorkers {
    private static final long KEEP_NANOS = 30_000_000_000L;
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Supplier<BlockingCalls> blockingCalls;
    private final Runnable doorbell;
    private final int threadsMax;
    private final AtomicReference<@Nullable FileJob> done = new AtomicReference<>();
    private final Object lock = new Object();

    // --- under the lock

    private @Nullable FileJob head;
    private @Nullable FileJob tail;
    private int waiting;
    private int threads;
    private int idle;
    private int running;
    private boolean isClosed;

    FileWorkers(Supplier<BlockingCalls> blockingCalls, Runnable doorbell, int threadsMax) {
        this.blockingCalls = blockingCalls;
        this.doorbell = doorbell;
        this.threadsMax = threadsMax;
    }

    void add(FileJob job) {
        synchronized (lock) {
            append(job);
            if (waiting <= idle) {
                lock.notify();
            } else if (threads < threadsMax) {
                threads++;
                start();
            }
        }
    }

    private void start() {
        Thread thread = new Thread(this::work, "gatun-file-worker-" + NUMBER.getAndIncrement());
        thread.setDaemon(true);
        thread.start();
    }

    private void append(FileJob job) {
        waiting++;
        job.next = null;
        if (tail == null) {
            head = job;
        } else {
            tail.next = job;
        }
        tail = job;
    }

    /** True exactly when no worker had begun it; it is out of the list then. */
    boolean remove(FileJob job) {
        synchronized (lock) {
            FileJob before = null;
            for (FileJob at = head; at != null; at = at.next) {
                if (at == job) {
                    unlink(before, job);
                    return true;
                }
                before = at;
            }
            return false;
        }
    }

    /** One that waits for a worker and is on this handle; out of the list, null when there is none. */
    @Nullable
    FileJob removeOneOn(HandleState handle) {
        synchronized (lock) {
            FileJob before = null;
            for (FileJob at = head; at != null; at = at.next) {
                if (at.handle == handle && at.life == handle.life) {
                    unlink(before, at);
                    return at;
                }
                before = at;
            }
            return null;
        }
    }

    private void unlink(@Nullable FileJob before, FileJob job) {
        waiting--;
        if (before == null) {
            head = job.next;
        } else {
            before.next = job.next;
        }
        if (tail == job) {
            tail = before;
        }
        job.next = null;
    }

    /** All that is done, linked in order; null when nothing is. */
    @Nullable
    FileJob takeDone() {
        if (done.getOpaque() == null) { // perhaps too early: who pushes rings after it
            return null;
        }
        FileJob inOrder = null;
        FileJob next = done.getAndSet(null);
        while (next != null) {
            FileJob job = next;
            next = job.next;
            job.next = inOrder;
            inOrder = job;
        }
        return inOrder;
    }

    /** Takes nothing new, drops what waits, and gives what runs some time. How many still run then. */
    int closeAndCountRunning(long patienceNanos) {
        long start = System.nanoTime();
        synchronized (lock) {
            isClosed = true;
            head = null;
            tail = null;
            waiting = 0;
            lock.notifyAll();
            long left = patienceNanos;
            while (running > 0 && left > 0) {
                try {
                    lock.wait(left / 1_000_000 + 1);
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                    break;
                }
                left = patienceNanos - (System.nanoTime() - start);
            }
            return running;
        }
    }

    // --- a worker's thread
    // ------------------------------------------------------------------------------------------

    private void work() {
        BlockingCalls calls = blockingCalls.get();
        for (FileJob job = next(); job != null; job = next()) {
            Operation operation = Objects.requireNonNull(job.operation);
            try {
                job.result = calls.run(operation);
            } catch (RuntimeException | Error e) {
                job.failure = e;
            }
            finish(job, operation.kind(), calls);
        }
        calls.end();
    }

    /** Null when there was nothing for so long that this thread ends, or there never will be. */
    private @Nullable FileJob next() {
        synchronized (lock) {
            long start = System.nanoTime();
            idle++;
            while (head == null && !isClosed && System.nanoTime() - start < KEEP_NANOS) {
                try {
                    lock.wait(KEEP_NANOS / 1_000_000);
                } catch (InterruptedException _) {
                    // nobody has a reason to interrupt a worker, and its work is there all the same
                }
            }
            idle--;
            FileJob job = head;
            if (job == null) {
                threads--;
                return null;
            }
            unlink(null, job);
            running++;
            return job;
        }
    }

    /** After the close nobody collects: what it brought is closed here. */
    private void finish(FileJob job, OperationKind kind, BlockingCalls calls) {
        synchronized (lock) {
            running--;
            if (isClosed) {
                if (kind == OperationKind.OPEN && job.failure == null && job.result >= 0) {
                    calls.close(job.result);
                }
                lock.notifyAll();
                return;
            }
        }
        FileJob top;
        do {
            top = done.get();
            job.next = top;
        } while (!done.compareAndSet(top, job));
        doorbell.run();
    }
}
