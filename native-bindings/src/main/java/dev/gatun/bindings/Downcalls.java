package dev.gatun.bindings;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Turns the address and the descriptor of a C function into a method handle; no other class links. Handles belong in
 * {@code static final} fields and are called by {@code invokeExact}: anything else costs an order of magnitude.
 *
 * <p>Each new <em>shape</em> of call costs the JVM milliseconds at start-up, a seen one next to nothing, so callers
 * share shapes where they can (all system calls have one).
 */
public final class Downcalls {
    /**
     * How a call is made. {@code WAITS} may block in the kernel: the thread leaves Java, so the collector need not wait
     * for it. {@code IMMEDIATE} must return at once: the thread stays in Java, which is cheaper by half, and every
     * safepoint waits for it. {@code ERRNO} captures {@code errno} into a segment passed as the first argument.
     */
    public enum Mode {
        WAITS,
        WAITS_ERRNO,
        IMMEDIATE,
        IMMEDIATE_ERRNO
    }

    /** The layout of the segment that calls with {@code ERRNO} take first. */
    public static final StructLayout CAPTURE = Linker.Option.captureStateLayout();

    private static final VarHandle ERRNO =
            CAPTURE.varHandle(StructLayout.PathElement.groupElement("errno")).withInvokeExactBehavior();

    private Downcalls() {}

    @SuppressWarnings("restricted")
    public static MethodHandle link(MemorySegment address, FunctionDescriptor descriptor, Mode mode) {
        if (address.address() == 0) {
            throw new IllegalArgumentException("no function at address 0 for " + descriptor);
        }
        return Linker.nativeLinker().downcallHandle(address, descriptor, options(mode));
    }

    /**
     * As {@link #link}, for functions that are only found at run time: the handle takes the function's address first.
     * Of {@code firstVariadic} arguments and more the callee learns by {@code …}, which some systems pass elsewhere;
     * -1: it takes no such arguments.
     */
    @SuppressWarnings("restricted")
    public static MethodHandle shape(FunctionDescriptor descriptor, Mode mode, int firstVariadic) {
        Linker.Option[] options = options(mode);
        if (firstVariadic >= 0) {
            options = Arrays.copyOf(options, options.length + 1);
            options[options.length - 1] = Linker.Option.firstVariadicArg(firstVariadic);
        }
        return Linker.nativeLinker().downcallHandle(descriptor, options);
    }

    /** The {@code errno} that the last call left in {@code capture}. */
    public static int errno(MemorySegment capture) {
        return (int) ERRNO.get(capture, 0L);
    }

    /**
     * For the {@code catch} that {@code invokeExact} demands. C throws nothing, so what arrives is the JVM's own
     * refusal
     * (a foreign thread, a closed arena) and passes unchanged.
     */
    public static RuntimeException unexpected(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return thrown instanceof RuntimeException refusal ? refusal : new IllegalStateException(thrown);
    }

    private static Linker.Option[] options(Mode mode) {
        Linker.Option capture = Linker.Option.captureCallState("errno");
        Linker.Option critical = Linker.Option.critical(false);
        return switch (mode) {
            case WAITS -> new Linker.Option[] {};
            case WAITS_ERRNO -> new Linker.Option[] {capture};
            case IMMEDIATE -> new Linker.Option[] {critical};
            case IMMEDIATE_ERRNO -> new Linker.Option[] {capture, critical};
        };
    }
}
