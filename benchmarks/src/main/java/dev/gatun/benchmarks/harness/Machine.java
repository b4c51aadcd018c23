package dev.gatun.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where it was measured, and what disturbed it; read before and after. What can't be read is left out. */
public final class Machine {
    private static final int BUSY = 3; // user, nice, system
    private static final int STEAL = 8;
    private static final double STEAL_PERCENT_MAX = 1;
    private static final double OTHERS_PERCENT_MAX = 3;
    private static final String UNKNOWN = "unknown";

    private final long[] ticksBefore = ticks();
    private final String loadBefore = loadAverage();
    private final Bystanders bystanders = new Bystanders();

    /**
     * As in the JSON.
     *
     * @param hypervisor null: none was found
     * @param mhz of the CPU of what is measured, afterwards; null where the kernel does not say
     * @param stealPercent of the time of all CPUs, what other guests of the host took
     * @param othersPercent of the time of all CPUs, what other processes took
     * @param others the largest of them that are still there, in percent of one CPU
     * @param warnings what makes the figures doubtful
     * @param notes what one has to know to read them
     */
    public record Description(
            String os,
            String kernel,
            String arch,
            String processor,
            @Nullable String hypervisor,
            String jdk,
            int cpus,
            @Nullable Double mhz,
            String governor,
            double stealPercent,
            double othersPercent,
            List<String> others,
            String loadAverageBefore,
            String loadAverage,
            List<String> warnings,
            List<String> notes) {}

    /** Now, with what happened since this was made. */
    public Description describe(Settings settings) {
        long[] now = ticks();
        int cpus = Runtime.getRuntime().availableProcessors();
        double all = all(ticksBefore, now);
        List<String> others = bystanders.largest(all / cpus);
        double othersPercent = bystanders.percent(busy(ticksBefore, now), (long) all);
        double steal = stealPercent(ticksBefore, now);
        String governor = first("/sys/devices/system/cpu/cpu" + settings.serverCpu() + "/cpufreq/scaling_governor")
                .orElse(UNKNOWN);
        String hypervisor = hypervisor();
        return new Description(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch"),
                cpuInfo("model name", 0).orElse(UNKNOWN),
                hypervisor,
                System.getProperty("java.version"),
                cpus,
                cpuInfo("cpu MHz", settings.serverCpu()).map(Double::valueOf).orElse(null),
                governor,
                steal,
                othersPercent,
                others,
                loadBefore,
                loadAverage(),
                warnings(cpus, governor, steal, othersPercent, others, loadBefore),
                notes(settings, hypervisor));
    }

    static List<String> warnings(
            int cpus, String governor, double steal, double othersPercent, List<String> others, String loadBefore) {
        List<String> warnings = new ArrayList<>();
        if (cpus < 2) {
            warnings.add("one CPU: load and server take turns on it, so round trips and throughput say little");
        } else if (cpus < 4) {
            warnings.add("only " + cpus + " CPUs: the JVM's compiler and collector, and everything else that runs here,"
                    + " share them with what is measured");
        }
        if (steal > STEAL_PERCENT_MAX) {
            warnings.add(
                    String.format(Locale.ROOT, "%.1f %% of the time was stolen by other guests of this host", steal));
        }
        if (othersPercent > OTHERS_PERCENT_MAX) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "other processes took %.1f %% of the CPUs' time%s",
                    othersPercent,
                    others.isEmpty() ? "" : "; still there: " + String.join(", ", others) + " of a CPU"));
        }
        if (load(loadBefore) > cpus / 2.0) {
            warnings.add("there was load before it began (" + loadBefore + "): measure again when it is quiet");
        }
        if (!governor.equals("performance") && !governor.equals(UNKNOWN)) {
            warnings.add("the frequency governor is " + governor + "; performance wobbles less");
        }
        return warnings;
    }

    private static List<String> notes(Settings settings, @Nullable String hypervisor) {
        List<String> notes = new ArrayList<>();
        notes.add("what is measured is pinned to CPU " + settings.serverCpu() + ", the load on it to CPU "
                + settings.loadCpu());
        if (hypervisor != null) {
            notes.add("a virtual machine (" + hypervisor
                    + "): an idle CPU is given back to the host, and waking it takes longer");
        }
        return notes;
    }

    /** How many handles a process may have: its hard limit, to which everybody here raises it. */
    public static long handlesMax() {
        try {
            return Files.readAllLines(Path.of("/proc/self/limits")).stream()
                    .filter(line -> line.startsWith("Max open files"))
                    .map(line -> line.split(" {2,}", -1)[2])
                    .mapToLong(hard -> hard.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(hard))
                    .findFirst()
                    .orElse(1024);
        } catch (IOException _) {
            return 1024; // what POSIX systems usually allow
        }
    }

    static double stealPercent(long[] before, long[] after) {
        long all = all(before, after);
        return all == 0 || after.length < STEAL ? 0 : 100.0 * (after[STEAL - 1] - before[STEAL - 1]) / all;
    }

    private static long all(long[] before, long[] after) {
        return sum(before, after, STEAL);
    }

    private static long busy(long[] before, long[] after) {
        return sum(before, after, BUSY);
    }

    private static long sum(long[] before, long[] after, int columns) {
        long sum = 0;
        for (int i = 0; i < after.length && i < columns; i++) {
            sum += after[i] - before[i];
        }
        return sum;
    }

    /** user, nice, system, idle, iowait, irq, softirq, steal. */
    private static long[] ticks() {
        return first("/proc/stat").stream()
                .flatMap(line -> List.of(line.split(" +", -1)).stream().skip(1))
                .mapToLong(Long::parseLong)
                .toArray();
    }

    /** Over one, five and fifteen minutes. */
    private static String loadAverage() {
        return first("/proc/loadavg")
                .map(line -> String.join(" ", List.of(line.split(" ", -1)).subList(0, 3)))
                .orElse(UNKNOWN);
    }

    private static double load(String average) {
        return average.equals(UNKNOWN) ? 0 : Double.parseDouble(average.split(" ", -1)[0]);
    }

    /** The clock source gives the hypervisor away more reliably than the names that vendors put on their machines. */
    private static @Nullable String hypervisor() {
        String clocks = first("/sys/devices/system/clocksource/clocksource0/available_clocksource")
                .orElse("");
        if (clocks.contains("kvm-clock")) {
            return "kvm";
        }
        if (clocks.contains("hyperv_clocksource")) {
            return "hyper-v";
        }
        boolean flagged = cpuInfo("flags", 0).orElse("").contains(" hypervisor");
        return first("/sys/hypervisor/type").orElse(flagged ? UNKNOWN : null);
    }

    /** What /proc/cpuinfo says of a CPU, on a line that begins so. */
    private static Optional<String> cpuInfo(String name, int cpu) {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith(name))
                    .skip(cpu)
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static Optional<String> first(String file) {
        try {
            return Files.readString(Path.of(file)).lines().findFirst();
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
