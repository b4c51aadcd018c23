package dev.gatun.backend.iocp;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.windows.WindowsCalls;
import dev.gatun.bindings.windows.WindowsConstants;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Placing;
import dev.gatun.spi.Topology;
import dev.gatun.spi.Topology.LogicalCpu;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where threads run on Windows: on the CPUs of the process' group, 64 at most, which are told apart by nothing but
 * their number. Any thread; it holds nothing.
 */
final class IocpPlacing implements Placing {
    private final Functions functions;

    IocpPlacing(Functions functions) {
        this.functions = functions;
    }

    @Override
    public Topology topology() {
        long mask = allowed();
        List<LogicalCpu> cpus = new ArrayList<>();
        for (int cpu = 0; cpu < Long.SIZE; cpu++) {
            if ((mask >>> cpu & 1) != 0) {
                cpus.add(new LogicalCpu(cpu, cpu, 0, 0, Topology.FULL_CAPACITY));
            }
        }
        int usable = Runtime.getRuntime().availableProcessors();
        return cpus.isEmpty() ? Topology.unknown(usable) : new Topology(cpus, Math.min(cpus.size(), usable));
    }

    private long allowed() {
        try (Arena arena = Arena.ofConfined()) {
            WindowsCalls calls = functions.system.newCalls(arena);
            MemorySegment masks = functions.system.allocate(2L * Long.BYTES, Long.BYTES, arena);
            long process = calls.call(functions.currentProcess, 0, 0, 0);
            long told =
                    calls.call(functions.getProcessAffinity, process, masks.address(), masks.address() + Long.BYTES);
            return (int) told == 0 ? 0 : masks.get(JAVA_LONG, 0);
        }
    }

    @Override
    public int pin(int cpu) {
        if (cpu < 0 || cpu >= Long.SIZE) {
            return IoError.INVALID.result();
        }
        try (Arena arena = Arena.ofConfined()) {
            WindowsCalls calls = functions.system.newCalls(arena);
            long before =
                    calls.call(functions.setThreadAffinity, calls.call(functions.currentThread, 0, 0, 0), 1L << cpu, 0);
            return before == 0 ? WindowsErrorTable.of(calls.lastError()).result() : 0;
        }
    }

    /** Windows has no numbers within a class of processes: the most urgent that needs no privilege. */
    @Override
    public Optional<String> runInRealTime(int priority) {
        try (Arena arena = Arena.ofConfined()) {
            WindowsCalls calls = functions.system.newCalls(arena);
            long set = calls.call(
                    functions.setThreadPriority,
                    calls.call(functions.currentThread, 0, 0, 0),
                    WindowsConstants.THREAD_PRIORITY_TIME_CRITICAL,
                    0);
            return (int) set != 0
                    ? Optional.empty()
                    : Optional.of("THREAD_PRIORITY_TIME_CRITICAL was refused: error " + calls.lastError());
        }
    }
}
