package dev.gatun.bindings;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The way into the kernel that C libraries keep to themselves: a function that makes a system call and answers what the
 * kernel answered, the negated errno included. It is thirty bytes of machine code on a page of their own, written
 * first and then made executable, never both, once in a process and for its life.
 *
 * <p>Through the C library an error comes by {@code errno}, which the JVM must capture before it does anything else;
 * its check of the segment to capture into makes an object, which the JIT removes only where the call is not too deep
 * in what it inlines. Here nothing is captured, and nothing is ever made. Where the page can't be had (another
 * processor, a policy against executable memory, {@code -Dgatun.executable-memory=false}) {@link SystemCalls} goes
 * through the C library.
 */
final class KernelEntry {
    static final String SWITCH = "gatun.executable-memory";

    static final FunctionDescriptor SEVEN_LONGS = FunctionDescriptor.of(
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    /** A C function has its arguments in rdi, rsi, rdx, rcx, r8, r9 and on the stack; the kernel wants others. */
    static final int[] X86_64 = {
        0xF3, 0x0F, 0x1E, 0xFA, //       endbr64              where indirect branches are checked
        0x48, 0x89, 0xF8, //             mov rax, rdi         the call's number
        0x48, 0x89, 0xF7, //             mov rdi, rsi
        0x48, 0x89, 0xD6, //             mov rsi, rdx
        0x48, 0x89, 0xCA, //             mov rdx, rcx
        0x4D, 0x89, 0xC2, //             mov r10, r8
        0x4D, 0x89, 0xC8, //             mov r8, r9
        0x4C, 0x8B, 0x4C, 0x24, 0x08, // mov r9, [rsp + 8]
        0x0F, 0x05, //                   syscall
        0xC3, //                         ret
    };

    private static final int PAGE_BYTES = 4096;

    /** Where the code is, or zero. */
    private static final long ADDRESS = isWanted() ? map() : 0;

    /** Whether the calls below can be made. */
    static final boolean IS_OPEN = ADDRESS != 0;

    /** Linked when first used, each: a program that never waits never pays for the other. */
    private static final class Waiting {
        static final MethodHandle ENTER =
                Downcalls.link(MemorySegment.ofAddress(ADDRESS), SEVEN_LONGS, Downcalls.Mode.WAITS);
    }

    private static final class Immediate {
        static final MethodHandle ENTER =
                Downcalls.link(MemorySegment.ofAddress(ADDRESS), SEVEN_LONGS, Downcalls.Mode.IMMEDIATE);
    }

    private KernelEntry() {}

    static long address() {
        return ADDRESS;
    }

    static long waiting(long number, long a, long b, long c, long d, long e, long f) {
        try {
            return (long) Waiting.ENTER.invokeExact(number, a, b, c, d, e, f);
        } catch (Throwable impossible) {
            throw Downcalls.unexpected(impossible);
        }
    }

    static long immediate(long number, long a, long b, long c, long d, long e, long f) {
        try {
            return (long) Immediate.ENTER.invokeExact(number, a, b, c, d, e, f);
        } catch (Throwable impossible) {
            throw Downcalls.unexpected(impossible);
        }
    }

    private static boolean isWanted() {
        return System.getProperty("os.arch").equals("amd64")
                && Boolean.parseBoolean(System.getProperty(SWITCH, "true"));
    }

    /** Asks through the C library; why it was refused is not told, and there is nothing to be done about it. */
    private static long map() {
        MethodHandle libc = Downcalls.link(Linux.syscall.address(), SEVEN_LONGS, Downcalls.Mode.WAITS);
        long writable = Linux.PROT_READ() | Linux.PROT_WRITE();
        long executable = Linux.PROT_READ() | Linux.PROT_EXEC();
        long kind = Linux.MAP_PRIVATE() | Linux.MAP_ANONYMOUS();
        try {
            long page = (long)
                    libc.invokeExact((long) Syscalls.__NR_mmap(), 0L, (long) PAGE_BYTES, writable, kind, -1L, 0L);
            if (page == -1) {
                return 0;
            }
            for (int i = 0; i < X86_64.length; i++) {
                NativeMemory.ALL.set(JAVA_BYTE, page + i, (byte) X86_64[i]);
            }
            long refused = (long)
                    libc.invokeExact((long) Syscalls.__NR_mprotect(), page, (long) PAGE_BYTES, executable, 0L, 0L, 0L);
            if (refused != 0) {
                long unused =
                        (long) libc.invokeExact((long) Syscalls.__NR_munmap(), page, (long) PAGE_BYTES, 0L, 0L, 0L, 0L);
                return 0;
            }
            return page;
        } catch (Throwable impossible) {
            throw Downcalls.unexpected(impossible);
        }
    }
}
