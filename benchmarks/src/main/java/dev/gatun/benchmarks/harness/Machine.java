package dev.gatun.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where it was measured, and what disturbed it; read before and after. What can't be read is left out. */
public final class Machine {
    private static final int STEAL = 8;
    private static final double STEAL_PERCENT_MAX = 1;

    private final long[] ticksBefore = ticks();

    /** As in the JSON. */
    public record Description(
            String os,
            String kernel,
            String arch,
            String processor,
            String jdk,
            int cpus,
            String governor,
            double stealPercent,
            String loadAverage,
            List<String> notes) {}

    /** Now, with the steal time since this was made. */
    public Description describe(Settings settings) {
        String load = first("/proc/loadavg").orElse("unknown");
        String governor =
                first("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor").orElse("unknown");
        double steal = stealPercent(ticksBefore, ticks());
        int cpus = Runtime.getRuntime().availableProcessors();
        return new Description(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch"),
                processor(),
                System.getProperty("java.version"),
                cpus,
                governor,
                steal,
                load,
                notes(settings, cpus, governor, steal));
    }

    private static List<String> notes(Settings settings, int cpus, String governor, double steal) {
        List<String> notes = new ArrayList<>();
        notes.add("what is measured is pinned to CPU " + settings.serverCpu() + ", the load on it to CPU "
                + settings.loadCpu());
        if (cpus < 2) {
            notes.add("one CPU: load and server take turns on it, so round trips and throughput say little");
        } else if (cpus < 4) {
            notes.add("only " + cpus + " CPUs: the JVM's compiler and collector, and everything else that runs here,"
                    + " share them with what is measured");
        }
        if (steal > STEAL_PERCENT_MAX) {
            notes.add(String.format(Locale.ROOT, "%.1f %% of the time was stolen by other guests of this host", steal));
        }
        if (!governor.equals("performance") && !governor.equals("unknown")) {
            notes.add("the frequency governor is " + governor + "; performance wobbles less");
        }
        if (isVirtual()) {
            notes.add("a virtual machine: an idle CPU is given back to the host, and waking it takes longer");
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
        long all = 0;
        for (int i = 0; i < after.length && i < STEAL; i++) {
            all += after[i] - before[i];
        }
        return all == 0 || after.length < STEAL ? 0 : 100.0 * (after[STEAL - 1] - before[STEAL - 1]) / all;
    }

    /** user, nice, system, idle, iowait, irq, softirq, steal. */
    private static long[] ticks() {
        return first("/proc/stat").stream()
                .flatMap(line -> List.of(line.split(" +", -1)).stream().skip(1))
                .mapToLong(Long::parseLong)
                .toArray();
    }

    private static boolean isVirtual() {
        try {
            return Files.readString(Path.of("/proc/cpuinfo")).contains(" hypervisor");
        } catch (IOException _) {
            return false;
        }
    }

    private static String processor() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse("unknown");
        } catch (IOException _) {
            return "unknown";
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
