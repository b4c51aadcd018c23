package dev.gatun.backend.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.gatun.bindings.kqueue.BsdCalls;
import dev.gatun.bindings.kqueue.BsdFunction;
import dev.gatun.bindings.kqueue.FreebsdConstants;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Placing;
import dev.gatun.spi.Topology;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Where threads run: FreeBSD binds one to a CPU by cpuset(2); macOS has hints on Intel, and nothing on its own
 * processors, so there every wish is refused. How CPUs lie in the machine neither tells here. Any thread.
 */
final class BsdPlacing implements Placing {
    /** 1024 CPUs, FreeBSD's CPU_MAXSIZE: a longer mask is refused by it, and one shorter than its own. */
    private static final int MASK_BYTES = 128;

    private static final long SELF = -1;

    private final KqueueSystem system;

    BsdPlacing(KqueueSystem system) {
        this.system = system;
    }

    @Override
    public Topology topology() {
        BitSet allowed = allowedCpus();
        if (allowed.isEmpty()) {
            return Topology.unknown(Runtime.getRuntime().availableProcessors());
        }
        List<Topology.LogicalCpu> cpus = new ArrayList<>();
        allowed.stream().forEach(cpu -> cpus.add(new Topology.LogicalCpu(cpu, cpu, 0, 0, Topology.FULL_CAPACITY)));
        return new Topology(cpus, cpus.size());
    }

    private BitSet allowedCpus() {
        if (system.bsd().isMacos()) {
            return new BitSet();
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mask = arena.allocate(MASK_BYTES, Long.BYTES);
            return readMask(system.calls(arena), mask) < 0 ? new BitSet() : BitSet.valueOf(mask.toArray(JAVA_BYTE));
        }
    }

    @Override
    public int pin(int cpu) {
        if (cpu < 0 || cpu >= MASK_BYTES * Byte.SIZE) {
            throw new IllegalArgumentException("CPU " + cpu + " is not between 0 and " + (MASK_BYTES * Byte.SIZE - 1));
        }
        if (system.bsd().isMacos()) {
            return IoError.NOT_SUPPORTED.result();
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mask = arena.allocate(MASK_BYTES, Long.BYTES);
            mask.set(JAVA_BYTE, cpu / Byte.SIZE, (byte) (1 << cpu % Byte.SIZE));
            return BsdErrors.of(system.bsd()).result(bind(system.calls(arena), mask));
        }
    }

    /** Lets the calling thread run on all of the process' CPUs: whoever started it may be bound. */
    static void unpinCurrentThread(Bsd bsd, BsdCalls calls) {
        if (bsd.isMacos()) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mask = arena.allocate(MASK_BYTES, Long.BYTES);
            if (readMask(calls, mask) >= 0) {
                bind(calls, mask);
            }
        }
    }

    /** Of the process: as a thread that is bound knows of one CPU alone. */
    private static long readMask(BsdCalls calls, MemorySegment mask) {
        return calls.immediate(
                BsdFunction.CPUSET_GETAFFINITY,
                FreebsdConstants.CPU_LEVEL_WHICH,
                FreebsdConstants.CPU_WHICH_PID,
                SELF,
                mask.byteSize(),
                mask.address(),
                0);
    }

    private static long bind(BsdCalls calls, MemorySegment mask) {
        return calls.immediate(
                BsdFunction.CPUSET_SETAFFINITY,
                FreebsdConstants.CPU_LEVEL_WHICH,
                FreebsdConstants.CPU_WHICH_TID,
                SELF,
                mask.byteSize(),
                mask.address(),
                0);
    }

    @Override
    public Optional<String> runInRealTime(int priority) {
        return Optional.of(
                system.bsd().isMacos()
                        ? "macOS has no real time for a thread by priority"
                        : "run the process under rtprio(1): Gatun does not ask FreeBSD for real time itself");
    }
}
