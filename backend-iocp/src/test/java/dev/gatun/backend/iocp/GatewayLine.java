package dev.gatun.backend.iocp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.Downcalls;
import dev.gatun.bindings.NativeMemory;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * One Java thread's line to one Windows thread: what a call leaves behind there, its last error and its affinity, it
 * finds there again. Both sides sleep, on the line's first word, rather than spin: there may be two CPUs for them,
 * Wine and the tests. The Java thread's own, until it has ended and another takes the line over.
 */
final class GatewayLine {
    static final int BYTES = 256;

    private static final long NUMBER = LinuxNumbers.FUTEX;
    private static final int CALLED = 1;
    private static final int ANSWERED = 2;

    /** Without errno, whose capturing allocates until it is compiled well: the tests count what is allocated. */
    private static final MethodHandle SYSCALL = Downcalls.link(
            Linker.nativeLinker().defaultLookup().find("syscall").orElseThrow(),
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            Downcalls.Mode.WAITS);

    private static final VarHandle WORD = JAVA_INT.varHandle().withInvokeExactBehavior();
    private static final MemorySegment ALL = NativeMemory.ALL;
    private static final long CALLEE_SLEEPS = 4;
    private static final long CALLER_SLEEPS = 8;
    private static final long FUNCTION = 16;
    private static final long ARGUMENTS = 24;
    private static final long RESULT = 112;
    private static final long ERROR = 120;

    final long address;
    volatile Thread owner;

    GatewayLine(long address, Thread owner) {
        this.address = address;
        this.owner = owner;
    }

    long call(long function, long a, long b, long c, long d, long e, long f, long g, long h, long i, long j, long k) {
        assert Thread.currentThread() == owner : "a line of " + owner;
        ALL.set(JAVA_LONG, address + FUNCTION, function);
        argument(0, a);
        argument(1, b);
        argument(2, c);
        argument(3, d);
        argument(4, e);
        argument(5, f);
        argument(6, g);
        argument(7, h);
        argument(8, i);
        argument(9, j);
        argument(10, k);
        WORD.setVolatile(ALL, address, CALLED);
        if ((int) WORD.getVolatile(ALL, address + CALLEE_SLEEPS) != 0) {
            futex(LinuxNumbers.FUTEX_WAKE, 1);
        }
        while ((int) WORD.getVolatile(ALL, address) != ANSWERED) {
            WORD.setVolatile(ALL, address + CALLER_SLEEPS, 1);
            if ((int) WORD.getVolatile(ALL, address) == CALLED) {
                futex(LinuxNumbers.FUTEX_WAIT, CALLED);
            }
            WORD.setVolatile(ALL, address + CALLER_SLEEPS, 0);
        }
        return ALL.get(JAVA_LONG, address + RESULT);
    }

    int error() {
        return ALL.get(JAVA_INT, address + ERROR);
    }

    private static void argumentAt(long at, long value) {
        ALL.set(JAVA_LONG, at, value);
    }

    private void argument(int number, long value) {
        argumentAt(address + ARGUMENTS + (long) number * Long.BYTES, value);
    }

    private void futex(int operation, int value) {
        try {
            long woken = (long) SYSCALL.invokeExact(NUMBER, address, (long) operation, (long) value, 0L);
            assert woken >= -1;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
