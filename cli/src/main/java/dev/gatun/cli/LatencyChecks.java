package dev.gatun.cli;

import dev.gatun.bindings.SystemCalls;
import dev.gatun.cli.Report.Feature;
import dev.gatun.cli.Report.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** What makes a machine answer late now and then, read from its own files. One use. */
final class LatencyChecks {
    private static final String CPUS = "sys/devices/system/cpu/";

    /** Longer than a message takes over loopback: who waits notices. */
    private static final long WAKE_MICROS_MAX = 20;

    private static final double STEAL_PERCENT_MAX = 1;

    /** Of /proc/stat, after the word cpu: user, nice, system, idle, iowait, irq, softirq, steal. */
    private static final int STEAL = 7;

    private final SystemTree tree;

    LatencyChecks(SystemTree tree) {
        this.tree = tree;
    }

    List<Feature> all() {
        return List.of(
                governor(),
                idleStates(),
                isolatedCpus(),
                interrupts(),
                siblings(),
                clockSource(),
                timerSlack(),
                hugePages(),
                swap(),
                realTimeShare(),
                steal(),
                systemCalls());
    }

    /** Of this process, not of the machine: a policy may forbid the short way (ADR 0018). */
    private static Feature systemCalls() {
        return SystemCalls.detour()
                .map(why -> Feature.tried(
                        "direct-calls",
                        State.LIMITED,
                        "system calls go through the C library, some 20 ns longer: " + why,
                        null))
                .orElse(Feature.tried("direct-calls", State.YES, "system calls enter the kernel directly", null));
    }

    private Feature governor() {
        TreeSet<String> governors = new TreeSet<>();
        for (String cpu : tree.names(CPUS, "cpu[0-9]*")) {
            governors.add(tree.line(CPUS + cpu + "/cpufreq/scaling_governor"));
        }
        governors.remove("");
        if (governors.isEmpty()) {
            return Feature.read("governor", State.UNKNOWN, "the system does not scale frequencies, or hides it", null);
        }
        boolean isFast = governors.equals(new TreeSet<>(List.of("performance")));
        return Feature.read(
                "governor",
                isFast ? State.YES : State.LIMITED,
                String.join(", ", governors),
                isFast ? null : "cpupower frequency-set -g performance");
    }

    private Feature idleStates() {
        String folder = CPUS + "cpu0/cpuidle/";
        long slowest = -1;
        String name = "";
        for (String state : tree.names(folder, "state[0-9]*")) {
            long micros = tree.number(folder + state + "/latency");
            if (tree.number(folder + state + "/disable") != 1 && micros > slowest) {
                slowest = micros;
                name = tree.line(folder + state + "/name");
            }
        }
        if (slowest < 0) {
            return Feature.read(
                    "idle-states", State.UNKNOWN, "none are told; a hypervisor decides for its guests", null);
        }
        boolean isQuick = slowest <= WAKE_MICROS_MAX;
        return Feature.read(
                "idle-states",
                isQuick ? State.YES : State.LIMITED,
                "leaving the deepest, " + name + ", takes " + slowest + " µs",
                isQuick ? null : "cpupower idle-set -D " + WAKE_MICROS_MAX + ", or hold /dev/cpu_dma_latency open");
    }

    private Feature isolatedCpus() {
        String isolated = tree.line(CPUS + "isolated");
        String tickless = tree.line(CPUS + "nohz_full");
        if (!tree.exists(CPUS + "isolated")) {
            return Feature.read("isolated-cpus", State.UNKNOWN, "the system does not tell", null);
        }
        boolean hasNone = isolated.isEmpty();
        return Feature.read(
                "isolated-cpus",
                hasNone ? State.NO : State.YES,
                hasNone
                        ? "none are set aside for cores that spin"
                        : isolated + "; without a tick: " + (tickless.isEmpty() ? "none" : tickless),
                hasNone ? "boot with isolcpus=LIST nohz_full=LIST, and Placement.onCpus(…)" : null);
    }

    /** Interrupts that may go to CPUs set aside. */
    private Feature interrupts() {
        CpuList isolated = CpuList.parse(tree.line(CPUS + "isolated"));
        if (isolated.isEmpty()) {
            return Feature.read("interrupts", State.UNKNOWN, "no CPU is set aside from them", null);
        }
        List<String> disturbing = new ArrayList<>();
        for (String irq : tree.names("proc/irq", "[0-9]*")) {
            if (CpuList.parse(tree.line("proc/irq/" + irq + "/effective_affinity_list"))
                    .intersects(isolated)) {
                disturbing.add(irq);
            }
        }
        boolean isQuiet = disturbing.isEmpty();
        return Feature.read(
                "interrupts",
                isQuiet ? State.YES : State.LIMITED,
                isQuiet ? "none goes to a CPU set aside" : "to CPUs set aside go " + String.join(", ", disturbing),
                isQuiet ? null : "stop irqbalance, and write other CPUs into /proc/irq/N/smp_affinity_list");
    }

    private Feature siblings() {
        return switch (tree.line(CPUS + "smt/active")) {
            case "1" ->
                Feature.read(
                        "own-cores",
                        State.LIMITED,
                        "two threads share a physical core",
                        "Placement.perPhysicalCore(), or nosmt at boot");
            case "0" -> Feature.read("own-cores", State.YES, "each CPU has a physical core of its own", null);
            default -> Feature.read("own-cores", State.UNKNOWN, "the system does not tell", null);
        };
    }

    private Feature clockSource() {
        String clock = tree.line("sys/devices/system/clocksource/clocksource0/current_clocksource");
        return switch (clock) {
            case "" -> Feature.read("clock-source", State.UNKNOWN, "the system does not tell", null);
            case "tsc", "kvm-clock", "hyperv_clocksource_tsc_page", "arch_sys_counter" ->
                Feature.read("clock-source", State.YES, clock + ", read without a system call", null);
            default ->
                Feature.read(
                        "clock-source",
                        State.LIMITED,
                        clock + ": each reading is a system call, or slower",
                        "boot with clocksource=tsc tsc=reliable, where the processor's is steady");
        };
    }

    private Feature timerSlack() {
        long nanos = tree.number("proc/self/timerslack_ns");
        if (nanos < 0) {
            return tree.exists("proc/self/timerslack_ns")
                    ? Feature.read(
                            "timer-slack",
                            State.UNKNOWN,
                            "told to those alone who may change it",
                            "run the probe as root (it takes CAP_SYS_NICE)")
                    : Feature.read("timer-slack", State.UNKNOWN, "the system does not tell", null);
        }
        boolean isSlack = nanos > 1_000;
        return Feature.read(
                "timer-slack",
                isSlack ? State.LIMITED : State.YES,
                "a wait may end " + nanos / 1_000 + " µs late",
                isSlack ? "real time has none: Placement.inRealTime(…); or start under a parent with less" : null);
    }

    private Feature hugePages() {
        String mode = tree.selected("sys/kernel/mm/transparent_hugepage/enabled");
        return switch (mode) {
            case "" -> Feature.read("huge-pages", State.UNKNOWN, "the system does not tell", null);
            case "never" ->
                Feature.read(
                        "huge-pages",
                        State.NO,
                        "switched off: pools have usual pages",
                        "echo madvise > /sys/kernel/mm/transparent_hugepage/enabled");
            case "always" ->
                Feature.read(
                        "huge-pages",
                        State.LIMITED,
                        "for everybody: the kernel may stop a thread to make one",
                        "echo madvise > /sys/kernel/mm/transparent_hugepage/enabled");
            default -> Feature.read("huge-pages", State.YES, mode + ": for who asks", null);
        };
    }

    private Feature swap() {
        int areas = tree.lines("proc/swaps").size() - 1; // beneath a heading
        if (areas < 0) {
            return Feature.read("no-swap", State.UNKNOWN, "the system does not tell", null);
        }
        return areas == 0
                ? Feature.read("no-swap", State.YES, "nothing is swapped", null)
                : Feature.read(
                        "no-swap",
                        State.LIMITED,
                        areas + " in use: a page that is out takes a disk's time to come back",
                        "swapoff -a, or a container without (memory.swap.max 0)");
    }

    private Feature realTimeShare() {
        long runtime = tree.number("proc/sys/kernel/sched_rt_runtime_us");
        long period = tree.number("proc/sys/kernel/sched_rt_period_us");
        if (period <= 0) {
            return Feature.read("real-time-share", State.UNKNOWN, "the system does not tell", null);
        }
        boolean isAll = runtime < 0 || runtime >= period;
        return Feature.read(
                "real-time-share",
                isAll ? State.YES : State.LIMITED,
                isAll
                        ? "threads in real time are never stopped"
                        : "a thread in real time that spins is stopped for " + (period - runtime) / 1_000
                                + " ms of each " + period / 1_000,
                isAll ? null : "sysctl kernel.sched_rt_runtime_us=-1, for CPUs that nothing else needs");
    }

    private Feature steal() {
        String[] fields = tree.line("proc/stat").split(" +", -1);
        double all = 0;
        double stolen = 0;
        for (int i = 1; i < fields.length && i <= STEAL + 1; i++) {
            double ticks = Double.parseDouble(fields[i]);
            all += ticks;
            stolen = i == STEAL + 1 ? ticks : 0;
        }
        if (all <= 0) {
            return Feature.read("own-time", State.UNKNOWN, "the system does not tell", null);
        }
        double percent = 100 * stolen / all;
        boolean isOwn = percent <= STEAL_PERCENT_MAX;
        return Feature.read(
                "own-time",
                isOwn ? State.YES : State.LIMITED,
                String.format(Locale.ROOT, "%.1f %% of the time since boot went to other guests of the host", percent),
                isOwn ? null : "CPUs of its own for this guest: ask whoever runs the host");
    }
}
