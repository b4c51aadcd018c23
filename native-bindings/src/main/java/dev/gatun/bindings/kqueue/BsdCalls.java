package dev.gatun.bindings.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.Downcalls;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Calls of the C library of macOS and FreeBSD, whose system calls have no numbers to rely on. They answer the
 * value, or the negated errno. Six longs serve nearly all: an argument is a register, of which a function reads as
 * much as its parameter is wide. Variadic functions have a shape of their own, because Apple's arm64 passes what is
 * behind the fixed arguments on the stack.
 *
 * <p>An instance belongs to the thread that owns its arena: it holds the memory that errno is captured into. With a
 * confined arena a foreign thread is refused by the JVM itself.
 */
public final class BsdCalls {
    private static final FunctionDescriptor SIX_LONGS =
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final FunctionDescriptor SEVEN_LONGS = SIX_LONGS.appendArgumentLayouts(JAVA_LONG);
    private static final FunctionDescriptor THREE_LONGS =
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    /** Linked when first used, each: a program that never waits never pays for the other. */
    private static final class Waiting {
        static final MethodHandle CALL = Downcalls.shape(SIX_LONGS, Downcalls.Mode.WAITS_ERRNO, -1);
    }

    private static final class WaitingOfSeven {
        static final MethodHandle CALL = Downcalls.shape(SEVEN_LONGS, Downcalls.Mode.WAITS_ERRNO, -1);
    }

    private static final class Immediate {
        static final MethodHandle CALL = Downcalls.shape(SIX_LONGS, Downcalls.Mode.IMMEDIATE_ERRNO, -1);
    }

    private static final class Variadic {
        static final MethodHandle CALL = Downcalls.shape(THREE_LONGS, Downcalls.Mode.WAITS_ERRNO, 2);
    }

    private final BsdLibrary library;
    private final MemorySegment capture;

    public BsdCalls(BsdLibrary library, Arena arena) {
        this.library = library;
        capture = arena.allocate(Downcalls.CAPTURE);
    }

    public BsdLibrary library() {
        return library;
    }

    /** Makes a call that may block. */
    public long waiting(BsdFunction function, long a, long b, long c, long d, long e, long f) {
        assert function.fixedArguments() < 0 : function + " is variadic";
        MemorySegment address = library.address(function);
        if (address == null) {
            return -BsdErrnos.ENOSYS;
        }
        try {
            return result(function, (long) Waiting.CALL.invokeExact(address, capture, a, b, c, d, e, f));
        } catch (Throwable impossible) {
            throw Downcalls.unexpected(impossible);
        }
    }

    /** Of a seventh argument behind the registers the callee reads as much as its parameter is wide, too. */
    public long waiting(BsdFunction function, long a, long b, long c, long d, long e, long f, long g) {
        assert function.fixedArguments() < 0 : function + " is variadic";
        MemorySegment address = library.address(function);
        if (address == null) {
            return -BsdErrnos.ENOSYS;
        }
        try {
            return result(function, (long) WaitingOfSeven.CALL.invokeExact(address, capture, a, b, c, d, e, f, g));
        } catch (Throwable impossible) {
            throw Downcalls.unexpected(impossible);
        }
    }

    public long waiting(BsdFunction function, long a, long b, long c) {
        return waiting(function, a, b, c, 0, 0, 0);
    }

    /** Makes a call that cannot block: the collector waits for it (see {@link Downcalls.Mode}). */
    public long immediate(BsdFunction function, long a, long b, long c, long d, long e, long f) {
        assert function.fixedArguments() < 0 : function + " is variadic";
        MemorySegment address = library.address(function);
        if (address == null) {
            return -BsdErrnos.ENOSYS;
        }
        try {
            return result(function, (long) Immediate.CALL.invokeExact(address, capture, a, b, c, d, e, f));
        } catch (Throwable impossible) {
            throw Downcalls.unexpected(impossible);
        }
    }

    public long immediate(BsdFunction function, long a, long b, long c) {
        return immediate(function, a, b, c, 0, 0, 0);
    }

    /** Makes a call of {@code fcntl} or {@code open}: two arguments and a third behind the dots. It may block. */
    public long variadic(BsdFunction function, long a, long b, long c) {
        assert function.fixedArguments() == 2 : function + " is not variadic";
        MemorySegment address = library.address(function);
        if (address == null) {
            return -BsdErrnos.ENOSYS;
        }
        try {
            return result(function, (long) Variadic.CALL.invokeExact(address, capture, a, b, c));
        } catch (Throwable impossible) {
            throw Downcalls.unexpected(impossible);
        }
    }

    private long result(BsdFunction function, long register) {
        long value = function.isWide() ? register : (int) register;
        return value == -1 ? -Downcalls.errno(capture) : value;
    }
}
