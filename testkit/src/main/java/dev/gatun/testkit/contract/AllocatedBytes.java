package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.function.IntConsumer;
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
    /** Of echoes: enough that a byte in ten operations shows, few enough to have many rounds. */
    private static final int ROUND = 1_000;

    private static final int ROUNDS_MAX = 200;

    private final Object[] thread = {Thread.currentThread().threadId()};
    private final ObjectName threads;

    /** Of the current thread. */
    private AllocatedBytes() {
        threads = name();
    }

    /**
     * Rounds of echoes, each of two operations, until one is clean or none of them was: the JIT allocates now and then,
     * and a system call does until it is compiled well, which is later in a JVM that has run much else.
     *
     * @param echo as many times as it is told
     */
    static void assertNoneFor(IntConsumer echo) {
        AllocatedBytes allocated = new AllocatedBytes();
        long enough = ROUND * 2 / 10;
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS_MAX && least > enough; round++) {
            long asking = allocated.costOfAsking();
            long before = allocated.get();
            echo.accept(ROUND);
            least = Math.min(least, allocated.get() - before - asking);
        }
        long bytes = least;
        assertTrue(bytes <= enough, () -> bytes + " bytes for " + ROUND + " echoes");
    }

    private static ObjectName name() {
        try {
            return new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME);
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Asking allocates a little itself: subtract what asking twice differs by. */
    private long get() {
        try {
            return (long) SERVER.invoke(threads, "getThreadAllocatedBytes", thread, SIGNATURE);
        } catch (JMException e) {
            throw new IllegalStateException("this JVM does not count what a thread allocates", e);
        }
    }

    private long costOfAsking() {
        long first = get();
        return get() - first;
    }
}
