package dev.gatun.testkit.contract;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * What a thread has allocated so far, as HotSpot counts it; asked for through the management interface, which is
 * portable.
 */
final class AllocatedBytes {
    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();
    private static final String[] SIGNATURE = {"long"};

    private final Object[] thread = {Thread.currentThread().threadId()};
    private final ObjectName threads;

    /** Of the current thread. */
    AllocatedBytes() {
        threads = name();
    }

    private static ObjectName name() {
        try {
            return new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME);
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Asking allocates a little itself: subtract what asking twice differs by. */
    long get() {
        try {
            return (long) SERVER.invoke(threads, "getThreadAllocatedBytes", thread, SIGNATURE);
        } catch (JMException e) {
            throw new IllegalStateException("this JVM does not count what a thread allocates", e);
        }
    }

    long costOfAsking() {
        long first = get();
        return get() - first;
    }
}
