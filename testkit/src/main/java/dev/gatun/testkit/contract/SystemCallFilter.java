package dev.gatun.testkit.contract;

import dev.gatun.bindings.ErrorNumbers;
import dev.gatun.bindings.SystemCalls;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import dev.gatun.bindings.linux.seccomp_data;
import dev.gatun.bindings.linux.sock_filter;
import dev.gatun.bindings.linux.sock_fprog;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Has the kernel answer one system call with an error, or kill the process for it, in all threads of this process and
 * for the rest of its life: a seccomp filter, as containers have. It does not look at the architecture, as a real one
 * must: nobody evades it here.
 */
public final class SystemCallFilter {
    private static final int LOAD = Linux.BPF_LD() | Linux.BPF_W() | Linux.BPF_ABS();
    private static final int SKIP_UNLESS_EQUAL = Linux.BPF_JMP() | Linux.BPF_JEQ() | Linux.BPF_K();
    private static final int RETURN = Linux.BPF_RET() | Linux.BPF_K();

    private static final int NUMBER = (int) seccomp_data.nr$offset();
    private static final int ARGUMENTS = (int) seccomp_data.args$offset();

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment program = arena.allocate(sock_filter.layout(), 16);
    private int count;

    private SystemCallFilter() {}

    /** Each call of that number is answered by the errno. */
    public static void refuse(int call, int errno) {
        install(call, Linux.SECCOMP_RET_ERRNO() | errno);
    }

    /** Only those whose argument (0 to 5) has this value in its low half. */
    public static void refuse(int call, int argument, int value, int errno) {
        SystemCallFilter filter = new SystemCallFilter();
        filter.add(LOAD, 0, NUMBER);
        filter.add(SKIP_UNLESS_EQUAL, 3, call);
        filter.add(LOAD, 0, ARGUMENTS + Long.BYTES * argument);
        filter.add(SKIP_UNLESS_EQUAL, 1, value);
        filter.add(RETURN, 0, Linux.SECCOMP_RET_ERRNO() | errno);
        filter.add(RETURN, 0, Linux.SECCOMP_RET_ALLOW());
        filter.install();
    }

    /** The first call of that number ends the process. */
    public static void kill(int call) {
        install(call, Linux.SECCOMP_RET_KILL_PROCESS());
    }

    private static void install(int call, int verdict) {
        SystemCallFilter filter = new SystemCallFilter();
        filter.add(LOAD, 0, NUMBER);
        filter.add(SKIP_UNLESS_EQUAL, 1, call);
        filter.add(RETURN, 0, verdict);
        filter.add(RETURN, 0, Linux.SECCOMP_RET_ALLOW());
        filter.install();
    }

    private void add(int code, int skippedIfNot, int operand) {
        MemorySegment instruction = sock_filter.asSlice(program, count++);
        sock_filter.code(instruction, (short) code);
        sock_filter.jf(instruction, (byte) skippedIfNot);
        sock_filter.k(instruction, operand);
    }

    private void install() {
        SystemCalls calls = new SystemCalls(arena);
        MemorySegment whole = arena.allocate(sock_fprog.layout());
        sock_fprog.len(whole, (short) count);
        sock_fprog.filter(whole, program);
        check("prctl", calls.waiting(Syscalls.__NR_prctl(), Linux.PR_SET_NO_NEW_PRIVS(), 1, 0));
        check(
                "seccomp",
                calls.waiting(
                        Syscalls.__NR_seccomp(),
                        Linux.SECCOMP_SET_MODE_FILTER(),
                        Linux.SECCOMP_FILTER_FLAG_TSYNC(),
                        whole.address()));
        arena.close();
    }

    private static void check(String call, long answer) {
        if (answer != 0) {
            throw new IllegalStateException(call + " answered " + (answer < 0 ? ErrorNumbers.name(answer) : answer));
        }
    }
}
