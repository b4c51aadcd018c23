package dev.gatun.benchmarks.subjects;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What one thread has allocated on the Java heap, as HotSpot counts; for any thread to ask. Asking allocates some
 * hundred bytes itself, on the thread that asks.
 */
final class Allocations {
    private static final String[] SIGNATURE = {"long"};

    private final Object[] thread;

    Allocations(Thread thread) {
        this.thread = new Object[] {thread.threadId()};
    }

    /** What this thread has allocated since, less what it takes to ask. */
    long since(long before) {
        long now = bytes();
        long toAsk = bytes() - now;
        return Math.max(0, now - before - toAsk);
    }

    long bytes() {
        try {
            ObjectName threads = new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME);
            return (long) ManagementFactory.getPlatformMBeanServer()
                    .invoke(threads, "getThreadAllocatedBytes", thread, SIGNATURE);
        } catch (JMException e) {
            throw new IllegalStateException("this JVM does not count what a thread allocates", e);
        }
    }
}
