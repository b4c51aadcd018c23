package dev.gatun.cli;

import dev.gatun.bindings.kqueue.BsdFiles;
import dev.gatun.cli.Report.Limit;
import dev.gatun.cli.Report.State;
import java.util.ArrayList;
import java.util.List;

/** What a process may have on macOS or FreeBSD, and what a service wants. One use, one thread. */
final class BsdLimits {
    private static final long MEMORY_BYTES = 512L << 20;
    private static final long BUFFER_BYTES = 1 << 20;
    private static final long BACKLOG = 1024;
    private static final long CONNECTIONS = 65_536;
    private static final long HANDLES = 4096;

    private final BsdSystem system;

    BsdLimits(BsdSystem system) {
        this.system = system;
    }

    List<Limit> all() {
        List<Limit> limits = new ArrayList<>();
        limits.add(Limit.of(
                "nofile",
                system.limit(BsdFiles.RLIMIT_NOFILE),
                HANDLES,
                "one for each connection; 65536 is usual",
                system.isMacos()
                        ? "ulimit -n " + CONNECTIONS + "; for services: launchctl limit maxfiles " + CONNECTIONS
                        : "ulimit -n " + CONNECTIONS + "; for services: openfiles in login.conf(5), then cap_mkdb"));
        limits.add(sysctl("kern.maxfilesperproc", CONNECTIONS, "as many handles as nofile may be raised to"));
        limits.add(Limit.of(
                "memlock", system.limit(BsdFiles.RLIMIT_MEMLOCK), 0, "nothing: kqueue locks no memory", "nothing"));
        limits.add(
                sysctl("kern.ipc.maxsockbuf", 2 * BUFFER_BYTES, "1 MiB each way, as NetConfig.lowLatency() asks for"));
        limits.add(sysctl(
                system.isMacos() ? "kern.ipc.somaxconn" : "kern.ipc.soacceptqueue",
                BACKLOG,
                "1024 connections that wait to be accepted"));
        limits.add(Limit.of(
                "memory",
                system.number(system.isMacos() ? "hw.memsize" : "hw.physmem"),
                MEMORY_BYTES,
                "64 MiB of buffers for each core, and the heap",
                "more memory for this machine"));
        limits.add(cpuTime());
        return limits;
    }

    private Limit sysctl(String name, long enough, String needed) {
        String set = "sysctl " + (system.isMacos() ? "-w " : "") + name + "=" + enough;
        return Limit.of(name, system.number(name), enough, needed, set + ", and in /etc/sysctl.conf to keep it");
    }

    private Limit cpuTime() {
        String needed = "no quota: a core that has used it up is stopped";
        if (system.isMacos()) {
            return new Limit("cpu-time", State.UNKNOWN, "macOS tells no quota of a process", needed, null);
        }
        return switch ((int) system.number("kern.racct.enable")) {
            case 0 -> new Limit("cpu-time", State.YES, "unlimited: rctl(8) is off", needed, null);
            case 1 -> new Limit("cpu-time", State.UNKNOWN, "rctl(8) is on, and tells root alone", needed, null);
            default -> new Limit("cpu-time", State.UNKNOWN, "not told", needed, null);
        };
    }
}
