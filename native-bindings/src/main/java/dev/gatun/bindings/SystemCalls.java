package dev.gatun.bindings;

import dev.gatun.bindings.linux.Linux;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Linux' system calls by number ({@code Syscalls.__NR_…}): straight into the kernel where {@link KernelEntry} is open,
 * else through {@code syscall(2)} of the C library. They answer the value, or the negated errno. One shape, seven
 * longs, serves them all: linking a second would cost milliseconds at start-up. {@code syscall} is variadic, which
 * makes no difference to integers passed in registers on Linux.
 *
 * <p>An instance belongs to the thread that owns its arena, and ends with it: the JVM itself refuses a foreign thread
 * of a confined arena, and everybody once it is closed.
 */
public final class SystemCalls {
    /** Linked when first used, each: a program that never waits never pays for the other. */
    private static final class Waiting {
        static final MethodHandle SYSCALL =
                Downcalls.link(Linux.syscall.address(), KernelEntry.SEVEN_LONGS, Downcalls.Mode.WAITS_ERRNO);
    }

    private static final class Immediate {
        static final MethodHandle SYSCALL =
                Downcalls.link(Linux.syscall.address(), KernelEntry.SEVEN_LONGS, Downcalls.Mode.IMMEDIATE_ERRNO);
    }

    /** What errno is captured into; touched at each call, so that its arena's rules hold where nothing is captured. */
    private final MemorySegment capture;

    public SystemCalls(Arena arena) {
        capture = arena.allocate(Downcalls.CAPTURE);
    }

    /** Makes a call that may block. */
    public long waiting(long number, long a, long b, long c, long d, long e, long f) {
        if (KernelEntry.IS_OPEN) {
            Downcalls.errno(capture);
            return KernelEntry.waiting(number, a, b, c, d, e, f);
        }
        try {
            long value = (long) Waiting.SYSCALL.invokeExact(capture, number, a, b, c, d, e, f);
            return value == -1 ? -Downcalls.errno(capture) : value;
        } catch (Throwable impossible) {
            throw Downcalls.unexpected(impossible);
        }
    }

    public long waiting(long number, long a, long b, long c) {
        return waiting(number, a, b, c, 0, 0, 0);
    }

    /** Makes a call that cannot block: the collector waits for it (see {@link Downcalls.Mode}). */
    public long immediate(long number, long a, long b, long c, long d, long e, long f) {
        if (KernelEntry.IS_OPEN) {
            Downcalls.errno(capture);
            return KernelEntry.immediate(number, a, b, c, d, e, f);
        }
        try {
            long value = (long) Immediate.SYSCALL.invokeExact(capture, number, a, b, c, d, e, f);
            return value == -1 ? -Downcalls.errno(capture) : value;
        } catch (Throwable impossible) {
            throw Downcalls.unexpected(impossible);
        }
    }

    public long immediate(long number, long a, long b, long c) {
        return immediate(number, a, b, c, 0, 0, 0);
    }

    public long immediate(long number, long a) {
        return immediate(number, a, 0, 0, 0, 0, 0);
    }
}
