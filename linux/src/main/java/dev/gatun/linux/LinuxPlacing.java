package dev.gatun.linux;

import dev.gatun.bindings.SystemCalls;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import dev.gatun.bindings.linux.rlimit;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Placing;
import dev.gatun.spi.Topology;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Optional;

/** Where threads run on Linux. For any thread; it holds nothing. */
public final class LinuxPlacing implements Placing {
    @Override
    public Topology topology() {
        try (Arena arena = Arena.ofConfined()) {
            int[] allowed = LinuxThreads.allowedCpus(new SystemCalls(arena));
            int quota = new LinuxQuota(Path.of("/sys/fs/cgroup")).cpus(Path.of("/proc/self/cgroup"));
            int count =
                    allowed.length > 0 ? allowed.length : Runtime.getRuntime().availableProcessors();
            return new LinuxTopology(Path.of("/sys/devices")).read(allowed, Math.min(count, quota));
        }
    }

    @Override
    public int pin(int cpu) {
        try (Arena arena = Arena.ofConfined()) {
            return LinuxThreads.pinCurrentThread(new SystemCalls(arena), cpu);
        }
    }

    @Override
    public Optional<String> runInRealTime(int priority) {
        try (Arena arena = Arena.ofConfined()) {
            SystemCalls calls = new SystemCalls(arena);
            int result = LinuxThreads.runInRealTime(calls, priority);
            return result >= 0 ? Optional.empty() : Optional.of(refusal(calls, result));
        }
    }

    private static String refusal(SystemCalls calls, int result) {
        IoError error = IoError.of(result);
        if (error != IoError.PERMISSION) {
            return "SCHED_FIFO was refused: " + error + ", " + error.meaning();
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment limit = arena.allocate(rlimit.layout());
            long read = calls.immediate(Syscalls.__NR_prlimit64(), 0, Linux.RLIMIT_RTPRIO(), 0, limit.address(), 0, 0);
            String most = read < 0 ? "unknown" : String.valueOf(rlimit.rlim_cur(limit));
            return "SCHED_FIFO was refused (EPERM): RLIMIT_RTPRIO is " + most
                    + " and CAP_SYS_NICE is missing; raise the"
                    + " limit (ulimit -r, LimitRTPRIO= of systemd, --ulimit rtprio= of a container), or give the"
                    + " capability (--cap-add SYS_NICE)";
        }
    }
}
