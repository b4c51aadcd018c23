package dev.gatun.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.gatun.bindings.SystemCalls;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import dev.gatun.bindings.linux.sched_param;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;

/**
 * Which CPUs there are for this process, and binding a thread to one of them. Called by the thread that is bound, with
 * its own system calls.
 *
 * <p>The process' CPUs are those of its first thread, which a JVM parks and nobody binds: a thread that has been bound
 * itself, and every thread it starts, would know of one CPU only.
 */
public final class LinuxThreads {
    /** 8192 CPUs, the most that Linux can be built for; a mask shorter than the kernel's is refused. */
    private static final int MASK_BYTES = 1024;

    private LinuxThreads() {}

    /** Binds the calling thread to the CPU of this number; 0 or a negated error. */
    public static int pinCurrentThread(SystemCalls calls, int cpu) {
        if (cpu < 0 || cpu >= MASK_BYTES * Byte.SIZE) {
            throw new IllegalArgumentException("CPU " + cpu + " is not between 0 and " + (MASK_BYTES * Byte.SIZE - 1));
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mask = arena.allocate(MASK_BYTES, Long.BYTES);
            mask.set(JAVA_BYTE, byteOf(cpu), (byte) (1 << cpu % Byte.SIZE));
            return LinuxErrors.result(
                    calls.immediate(Syscalls.__NR_sched_setaffinity(), 0, MASK_BYTES, mask.address()));
        }
    }

    /**
     * Lets the calling thread run on all of the process' CPUs: whoever started it may be bound. 0 or a negated
     * error.
     */
    public static int unpinCurrentThread(SystemCalls calls) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mask = arena.allocate(MASK_BYTES, Long.BYTES);
            long read = readMask(calls, mask);
            return LinuxErrors.result(
                    read < 0
                            ? read
                            : calls.immediate(Syscalls.__NR_sched_setaffinity(), 0, MASK_BYTES, mask.address()));
        }
    }

    /** The numbers of the CPUs that the process may use, in order; empty where the system does not tell. */
    public static int[] allowedCpus(SystemCalls calls) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mask = arena.allocate(MASK_BYTES, Long.BYTES);
            return readMask(calls, mask) < 0 ? new int[0] : cpus(mask);
        }
    }

    /**
     * Lets the calling thread run under SCHED_FIFO; those that it starts do not. 0 or a negated error: not permitted
     * without CAP_SYS_NICE, or an RLIMIT_RTPRIO of this priority.
     */
    public static int runInRealTime(SystemCalls calls, int priority) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment parameter = arena.allocate(sched_param.layout());
            sched_param.sched_priority(parameter, priority);
            int policy = Linux.SCHED_FIFO() | Linux.SCHED_RESET_ON_FORK();
            return LinuxErrors.result(
                    calls.immediate(Syscalls.__NR_sched_setscheduler(), 0, policy, parameter.address()));
        }
    }

    private static long readMask(SystemCalls calls, MemorySegment mask) {
        long process = calls.immediate(Syscalls.__NR_getpid(), 0);
        return calls.immediate(Syscalls.__NR_sched_getaffinity(), process, MASK_BYTES, mask.address());
    }

    /** The mask is an array of longs: bytes in order on the little-endian machines, and Gatun knows no other. */
    private static int[] cpus(MemorySegment mask) {
        return BitSet.valueOf(mask.toArray(JAVA_BYTE)).stream().toArray();
    }

    private static long byteOf(int cpu) {
        return cpu / Byte.SIZE;
    }
}
