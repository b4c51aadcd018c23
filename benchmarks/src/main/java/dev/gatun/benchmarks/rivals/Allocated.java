package dev.gatun.benchmarks.rivals;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/** What all threads of this JVM have allocated on its heap, as HotSpot counts. The thread that asks, alone. */
final class Allocated {
    private static final String[] SIGNATURE = {"long"};

    private final Object[] me = {Thread.currentThread().threadId()};

    /** Since, less what it takes to ask. */
    long since(long before) {
        long now = bytes();
        long toAsk = bytes() - now;
        return Math.max(0, now - before - toAsk);
    }

    long bytes() {
        return ask("getTotalThreadAllocatedBytes", new Object[0], new String[0]);
    }

    long bytesByOthers() {
        long mine = ask("getThreadAllocatedBytes", me, SIGNATURE);
        long all = bytes();
        long toAsk = ask("getThreadAllocatedBytes", me, SIGNATURE) - mine;
        return all - mine - toAsk / 2;
    }

    private static long ask(String what, Object[] arguments, String[] signature) {
        try {
            ObjectName threads = new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME);
            Object answer = what.equals("getTotalThreadAllocatedBytes")
                    ? ManagementFactory.getPlatformMBeanServer().getAttribute(threads, "TotalThreadAllocatedBytes")
                    : ManagementFactory.getPlatformMBeanServer().invoke(threads, what, arguments, signature);
            return (long) answer;
        } catch (JMException e) {
            throw new IllegalStateException("this JVM does not count what threads allocate", e);
        }
    }
}
