package dev.gatun.bindings;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.linux.LibUring;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.util.List;
import java.util.Optional;

/**
 * The system's liburing: set-up, registration and enter; a ring's memory is mapped by who uses them. It is opened by
 * its soname when first asked for; where it is missing or too old, {@link #problem()} says so with the remedy, and
 * nothing else of Gatun is touched by it. All functions answer a value or the negated errno, as liburing itself does.
 * Any thread may call them; what the ring itself demands of its threads is the caller's to keep.
 */
public final class Liburing {
    /** Every liburing from 2.0 on goes by this name. */
    static final String SONAME = "liburing.so.2";

    /** What 2.3 brought and older ones lack. */
    static final List<String> NEEDED = List.of("io_uring_enter2", "io_uring_register", "io_uring_setup");

    private static final Optional<String> PROBLEM = examine(SONAME, NEEDED);

    /**
     * One shape for all, as each costs milliseconds at start-up: to C on Linux an integer or a pointer is a register,
     * of which a function reads as much as its parameter is wide, and none that it has no parameter for. What comes
     * back is an int: the upper half of its register means nothing.
     */
    private static final FunctionDescriptor SIX_LONGS =
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    /** Linked when first used, so that asking for the problem costs no linking, and needs no library. */
    private static final class Linked {
        static final MethodHandle SET_UP =
                Downcalls.link(LibUring.io_uring_setup$address(), SIX_LONGS, Downcalls.Mode.WAITS);
        static final MethodHandle REGISTER =
                Downcalls.link(LibUring.io_uring_register$address(), SIX_LONGS, Downcalls.Mode.WAITS);
    }

    /** The call of the hot path where it may wait. */
    private static final class Enter {
        static final MethodHandle WAITS =
                Downcalls.link(LibUring.io_uring_enter2$address(), SIX_LONGS, Downcalls.Mode.WAITS);
    }

    /** And where it must not: a program that never polls without waiting never pays for it. */
    private static final class EnterAtOnce {
        static final MethodHandle IMMEDIATE =
                Downcalls.link(LibUring.io_uring_enter2$address(), SIX_LONGS, Downcalls.Mode.IMMEDIATE);
    }

    private Liburing() {}

    /** Why liburing can't be used on this system, and what to do about it; empty when it can. */
    public static Optional<String> problem() {
        return PROBLEM;
    }

    /** A ring's descriptor. {@code params}, a {@code struct io_uring_params}: what ring, and then where things are. */
    public static int setUp(int entries, MemorySegment params) {
        requireUsable();
        try {
            return (int) (long) Linked.SET_UP.invokeExact((long) entries, params.address(), 0L, 0L, 0L, 0L);
        } catch (Throwable impossible) {
            throw Downcalls.unexpected(impossible);
        } finally {
            Reference.reachabilityFence(params);
        }
    }

    public static int register(int ringFd, int operation, MemorySegment argument, int count) {
        requireUsable();
        try {
            return (int) (long) Linked.REGISTER.invokeExact(
                    (long) ringFd, (long) operation, argument.address(), (long) count, 0L, 0L);
        } catch (Throwable impossible) {
            throw Downcalls.unexpected(impossible);
        } finally {
            Reference.reachabilityFence(argument);
        }
    }

    /** Submits, and waits for {@code completionsMin}; may block. {@code argument} is a pointer, or 0. */
    public static int enter(int ringFd, int submit, int completionsMin, int flags, long argument, long argumentBytes) {
        try {
            return (int) (long) Enter.WAITS.invokeExact(
                    (long) ringFd, (long) submit, (long) completionsMin, (long) flags, argument, argumentBytes);
        } catch (Throwable impossible) {
            throw Downcalls.unexpected(impossible);
        }
    }

    /** Submits and waits for nothing, as an immediate call: the collector waits for it, so submit little. */
    public static int enterAtOnce(int ringFd, int submit, int flags) {
        try {
            return (int)
                    (long) EnterAtOnce.IMMEDIATE.invokeExact((long) ringFd, (long) submit, 0L, (long) flags, 0L, 0L);
        } catch (Throwable impossible) {
            throw Downcalls.unexpected(impossible);
        }
    }

    private static void requireUsable() {
        if (PROBLEM.isPresent()) {
            throw new IllegalStateException(PROBLEM.get());
        }
    }

    /** Opens the library for a look: what stands in the way of using it, in words. */
    @SuppressWarnings("restricted")
    static Optional<String> examine(String soname, List<String> needed) {
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup library = SymbolLookup.libraryLookup(soname, arena);
            return needed.stream()
                    .filter(name -> library.find(name).isEmpty())
                    .findFirst()
                    .map(name -> soname + " is older than 2.3: it has no " + name + "; install the package liburing2 of"
                            + " Debian 12, Ubuntu 24.04 or newer");
        } catch (IllegalArgumentException _) {
            return Optional.of(soname + " was not found; install the package liburing2 (Debian, Ubuntu) or liburing"
                    + " (Fedora, Arch, Alpine)");
        }
    }
}
