package dev.gatun.cli;

import dev.gatun.bindings.ErrorNumbers;
import dev.gatun.bindings.SystemCalls;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import dev.gatun.bindings.linux.rlimit;
import dev.gatun.cli.Report.Limit;
import dev.gatun.cli.Report.State;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Locale;

/** What this process may have, and what a service wants. One use, one thread. */
final class LimitChecks {
    private static final long MIB = 1L << 20;
    private static final long BUFFER_BYTES = MIB;
    private static final long CONNECTIONS = 65_536;
    private static final long PRIORITY = 50;
    private static final long BACKLOG = 1024;
    private static final long MEMORY_BYTES = 512 * MIB;

    private final SystemTree tree;

    LimitChecks(SystemTree tree) {
        this.tree = tree;
    }

    List<Limit> all() {
        return List.of(
                resource(
                        "memlock",
                        Linux.RLIMIT_MEMLOCK(),
                        8 * MIB,
                        "8 MiB for registered buffers",
                        "ulimit -l unlimited"),
                resource(
                        "nofile",
                        Linux.RLIMIT_NOFILE(),
                        4096,
                        "one for each connection; 65536 is usual",
                        "ulimit -n " + CONNECTIONS + ", LimitNOFILE= of systemd, --ulimit nofile= of a container"),
                optional(
                        "rtprio",
                        Linux.RLIMIT_RTPRIO(),
                        PRIORITY,
                        "50 for cores in real time",
                        "ulimit -r " + PRIORITY),
                sysctl("net.core.rmem_max", BUFFER_BYTES, "1 MiB to receive into, as NetConfig.lowLatency() asks for"),
                sysctl("net.core.wmem_max", BUFFER_BYTES, "1 MiB to send from, as NetConfig.lowLatency() asks for"),
                sysctl("net.core.somaxconn", BACKLOG, "1024 connections that wait to be accepted"),
                memory(),
                cpuTime());
    }

    private Limit resource(String name, int resource, long enough, String needed, String fix) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment limit = arena.allocate(rlimit.layout());
            long read =
                    new SystemCalls(arena).immediate(Syscalls.__NR_prlimit64(), 0, resource, 0, limit.address(), 0, 0);
            if (read < 0) {
                return new Limit(name, State.UNKNOWN, ErrorNumbers.name(read), needed, null);
            }
            long value = rlimit.rlim_cur(limit);
            return Limit.of(name, value < 0 ? Long.MAX_VALUE : value, enough, needed, fix);
        }
    }

    /** As a resource, but without it only a wish fails: nothing to mend unless it is wished. */
    private Limit optional(String name, int resource, long enough, String needed, String fix) {
        Limit found = resource(name, resource, enough, needed, fix);
        return new Limit(found.name(), found.state(), found.value(), needed + ", if that is wished: " + fix, null);
    }

    private Limit sysctl(String name, long enough, String needed) {
        long value = tree.number("proc/sys/" + name.replace('.', '/'));
        return Limit.of(name, value, enough, needed, "sysctl -w " + name + "=" + enough);
    }

    private Limit memory() {
        String needed = "64 MiB of buffers for each core, and the heap";
        ControlGroup group = new ControlGroup(tree);
        long bytes = group.memoryBytes();
        if (bytes == Long.MAX_VALUE) {
            return group.isTold("memory")
                    ? new Limit("memory", State.YES, "unlimited", needed, null)
                    : new Limit("memory", State.UNKNOWN, "not told: no control group is to be seen", needed, null);
        }
        return Limit.of(
                "memory",
                bytes,
                MEMORY_BYTES,
                needed,
                "a larger memory limit: MemoryMax= of systemd, --memory of a container");
    }

    private Limit cpuTime() {
        String needed = "no quota: a core that has used it up is stopped, for up to 100 ms";
        ControlGroup group = new ControlGroup(tree);
        double cpus = group.cpus();
        if (Double.isInfinite(cpus)) {
            return group.isTold("cpu")
                    ? new Limit("cpu-time", State.YES, "unlimited", needed, null)
                    : new Limit("cpu-time", State.UNKNOWN, "not told: no control group is to be seen", needed, null);
        }
        return new Limit(
                "cpu-time",
                State.LIMITED,
                String.format(Locale.ROOT, "%.2f CPUs", cpus),
                needed,
                "CPUs of its own instead: --cpuset-cpus of a container, not --cpus; AllowedCPUs= of systemd, not"
                        + " CPUQuota=");
    }
}
