package dev.gatun.cli;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.kqueue.MacosXswUsage;
import dev.gatun.cli.Report.Feature;
import dev.gatun.cli.Report.State;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What makes a Mac or a FreeBSD answer late now and then, by the names that the Linux checks have, as far as either
 * tells. One use.
 */
final class BsdLatency {
    private final BsdSystem system;

    BsdLatency(BsdSystem system) {
        this.system = system;
    }

    List<Feature> all() {
        return system.isMacos()
                ? List.of(
                        unknown("governor", "macOS scales frequencies by itself, and tells none"),
                        unknown("idle-states", "macOS chooses them by itself, and tells none"),
                        no("isolated-cpus", "macOS binds no thread to a CPU, and sets none aside"),
                        siblings(),
                        kinds(),
                        unknown("clock-source", "macOS reads the processor's own counter; there is no other to choose"),
                        coalescing(),
                        unknown("huge-pages", "macOS leaves no choice; pages have " + pageBytes() + " bytes"),
                        swapUsage(),
                        no("real-time-share", "macOS has no real time for a thread by priority"),
                        stolen(),
                        directCalls())
                : List.of(
                        frequency(),
                        deepestIdle(),
                        unknown("isolated-cpus", "the kernel sets none aside; cpuset(1) keeps processes off some"),
                        siblings(),
                        timecounter(),
                        deviation(),
                        superpages(),
                        swapTotal(),
                        unknown(
                                "real-time-share",
                                "rtprio(1) gives real time to a process, which Gatun does not ask for"),
                        stolen(),
                        directCalls());
    }

    private static Feature unknown(String name, String why) {
        return Feature.read(name, State.UNKNOWN, why, null);
    }

    private static Feature untold(String name) {
        return unknown(name, "the system does not tell");
    }

    private static Feature no(String name, String why) {
        return Feature.read(name, State.NO, why, null);
    }

    private static Feature either(boolean isWell, String name, String detail, @Nullable String fix) {
        return Feature.read(name, isWell ? State.YES : State.LIMITED, detail, isWell ? null : fix);
    }

    private static Feature stolen() {
        return unknown("own-time", "the system does not tell what the host gave to other guests");
    }

    private static Feature directCalls() {
        return unknown("direct-calls", "the system promises no numbers of its calls: they go through its C library");
    }

    private String pageBytes() {
        long bytes = system.number("hw.pagesize");
        return bytes < 0 ? "untold" : String.valueOf(bytes);
    }

    /** Of Intel's Macs and of PCs: two logical CPUs on one. */
    private Feature siblings() {
        long logical = system.isMacos() ? system.number("hw.logicalcpu") : system.number("kern.smp.threads_per_core");
        long physical = system.isMacos() ? system.number("hw.physicalcpu") : 1;
        if (logical <= 0 || physical <= 0) {
            return untold("own-cores");
        }
        return either(
                logical == physical,
                "own-cores",
                logical == physical ? "a core for each CPU" : "CPUs share a physical core: they slow each other down",
                system.isMacos()
                        ? "fewer cores: RuntimeConfig.withCores(" + physical + ")"
                        : "machdep.hyperthreading_allowed=0 in /boot/loader.conf, or Placement.onCpus(…)");
    }

    /** Of Apple's processors: fast CPUs, and slow ones that save energy. */
    private Feature kinds() {
        long kinds = system.number("hw.nperflevels");
        if (kinds < 0) {
            return untold("even-cores");
        }
        return either(
                kinds == 1,
                "even-cores",
                kinds == 1
                        ? "all CPUs are alike"
                        : system.number("hw.perflevel1.logicalcpu") + " of " + system.number("hw.ncpu")
                                + " CPUs are slower, and a thread may be moved there",
                "no more cores than there are fast CPUs: RuntimeConfig.withCores(n)");
    }

    private Feature coalescing() {
        long enabled = system.number("kern.timer.coalescing_enabled");
        return enabled < 0
                ? untold("timer-slack")
                : either(
                        enabled == 0,
                        "timer-slack",
                        enabled == 0 ? "waits end when they should" : "timers are put together: a wait may end late",
                        "sysctl -w kern.timer.coalescing_enabled=0");
    }

    private Feature deviation() {
        long percent = system.number("kern.timecounter.alloweddeviation");
        return percent < 0
                ? untold("timer-slack")
                : either(
                        percent == 0,
                        "timer-slack",
                        "a wait may end " + percent + " % late",
                        "sysctl kern.timecounter.alloweddeviation=0");
    }

    /** The processor's own counter is read by the process itself; all others by the kernel, some over a bus. */
    private Feature timecounter() {
        String name = system.text("kern.timecounter.hardware");
        if (name.isEmpty()) {
            return untold("clock-source");
        }
        boolean isOwn = name.startsWith("TSC") || name.equals("ARM MPCore Timecounter") || name.equals("kvmclock");
        return either(
                isOwn,
                "clock-source",
                name + (isOwn ? "" : "; there is: " + system.text("kern.timecounter.choice")),
                "sysctl kern.timecounter.hardware=TSC-low, where it is among those");
    }

    private Feature frequency() {
        long now = system.number("dev.cpu.0.freq");
        String levels = system.text("dev.cpu.0.freq_levels"); // "2601/15000 2600/14000", the highest first
        int slash = levels.indexOf('/');
        if (now < 0 || slash < 1) {
            return unknown("governor", "the system does not scale frequencies, or hides it");
        }
        long highest = Long.parseLong(levels.substring(0, slash));
        return either(
                now >= highest,
                "governor",
                "CPU 0 runs at " + now + " of " + highest + " MHz",
                "powerd_flags=\"-a maximum -b maximum\" in /etc/rc.conf, or no powerd");
    }

    private Feature deepestIdle() {
        String lowest = system.text("hw.acpi.cpu.cx_lowest");
        return lowest.isEmpty()
                ? unknown("idle-states", "none are told; a hypervisor decides for its guests")
                : either(
                        lowest.equals("C1"),
                        "idle-states",
                        "an idle CPU may go as deep as " + lowest,
                        "sysctl hw.acpi.cpu.cx_lowest=C1, and performance_cx_lowest=C1 in /etc/rc.conf");
    }

    private Feature superpages() {
        long enabled = system.number("vm.pmap.superpages_enabled");
        long either = enabled >= 0 ? enabled : system.number("vm.pmap.pg_ps_enabled"); // its name before FreeBSD 13
        return either < 0
                ? untold("huge-pages")
                : either(
                        either == 1,
                        "huge-pages",
                        either == 1 ? "the kernel makes them where it can" : "switched off: pools have usual pages",
                        "vm.pmap.superpages_enabled=1 in /boot/loader.conf");
    }

    private Feature swapTotal() {
        long bytes = system.number("vm.swap_total");
        return bytes < 0
                ? untold("no-swap")
                : either(
                        bytes == 0,
                        "no-swap",
                        bytes == 0
                                ? "nothing is swapped"
                                : (bytes >> 20) + " MiB in use: a page that is out takes a disk's time to come back",
                        "swapoff -a, and none in /etc/fstab");
    }

    /** macOS makes room for swapping when it needs it: none now is none yet. */
    private Feature swapUsage() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment usage = system.value("vm.swapusage", arena);
            if (usage.byteSize() < MacosXswUsage.sizeof()) {
                return untold("no-swap");
            }
            long used = usage.get(JAVA_LONG, MacosXswUsage.XSU_USED);
            return either(
                    used == 0,
                    "no-swap",
                    used == 0 ? "nothing is swapped now" : (used >> 20) + " MiB are swapped out",
                    "more memory, or fewer programs: macOS swaps when it is short of it");
        }
    }
}
