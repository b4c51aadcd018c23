package dev.gatun.parts;

import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A Cpu's threads for what waits for devices: at most so many, daemons, started when there is work for them and ended
 * when there has been none for a while. What waits stands in a list under a lock that is held for a few instructions;
 * what is done comes back on a stack without locks, and the loop's bell is rung. A running operation is never
 * interrupted: its memory is the kernel's.
 */
final class FileWorkers<H extends HandleLife> {
    private static final long KEEP_NANOS = 30_000_000_000L;
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Supplier<? extends FileCalls> fileCalls;
    private final Runnable bell;
    private final int threadsMax;
    private final AtomicReference<@Nullable FileJob<H>> done = new AtomicReference<>();
    private final Object lock = new Object();

    // --- under the lock

    private @Nullable FileJob<H> head;
    private @Nullable FileJob<H> tail;
    private int waiting;
    private int threads;
    private int idle;
    private int running;
    private boolean isClosed;

    FileWorkers(Supplier<? extends FileCalls> fileCalls, Runnable bell, int threadsMax) {
        this.fileCalls = fileCalls;
        this.bell = bell;
        this.threadsMax = threadsMax;
    }

    void add(FileJob<H> job) {
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

    private void append(FileJob<H> job) {
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
    boolean remove(FileJob<H> job) {
        synchronized (lock) {
            FileJob<H> before = null;
            for (FileJob<H> at = head; at != null; at = at.next) {
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
    FileJob<H> removeOneOn(H handle) {
        synchronized (lock) {
            FileJob<H> before = null;
            for (FileJob<H> at = head; at != null; at = at.next) {
                if (at.isOn(handle)) {
                    unlink(before, at);
                    return at;
                }
                before = at;
            }
            return null;
        }
    }

    private void unlink(@Nullable FileJob<H> before, FileJob<H> job) {
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
    FileJob<H> takeDone() {
        if (done.getOpaque() == null) { // perhaps too early: who pushes rings after it
            return null;
        }
        FileJob<H> inOrder = null;
        FileJob<H> next = done.getAndSet(null);
        while (next != null) {
            FileJob<H> job = next;
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

    // --- a worker's thread ------------------------------------------------------------------------------------------

    private void work() {
        FileCalls calls = fileCalls.get();
        for (FileJob<H> job = next(); job != null; job = next()) {
            Operation operation = job.operation();
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
    private @Nullable FileJob<H> next() {
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
            FileJob<H> job = head;
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
    private void finish(FileJob<H> job, OperationKind kind, FileCalls calls) {
        synchronized (lock) {
            running--;
            if (isClosed) {
                if (job.hasBrought(kind)) {
                    calls.closeOrphan((int) job.result);
                }
                lock.notifyAll();
                return;
            }
        }
        FileJob<H> top;
        do {
            top = done.get();
            job.next = top;
        } while (!done.compareAndSet(top, job));
        bell.run();
    }
}
