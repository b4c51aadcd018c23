package dev.gatun.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What other processes took of the CPUs since this was made. How much is exact: what the machine did less what we and
 * our children did. Who it was is known only of those that are still there. One thread; for the run.
 */
final class Bystanders {
    private static final int NAMED_MAX = 3;
    private static final double NAMED_PERCENT_MIN = 1;
    private static final int USER = 11; // fields of /proc/PID/stat behind the name
    private static final int CHILDREN_KERNEL = 14;

    /** A process and the ticks it has run; with those of its children that have ended, for our own. */
    private record Taken(String name, long ticks, long withChildren) {}

    private final Map<Long, Taken> before = processes();

    /** Of the time of all CPUs, in percent; {@code busy} of {@code all} ticks have passed, on all CPUs together. */
    double percent(long busy, long all) {
        return percent(busy, ours(processes()) - ours(before), all);
    }

    static double percent(long busy, long ours, long all) {
        return all <= 0 ? 0 : Math.max(0, 100.0 * (busy - ours) / all);
    }

    /** The largest of those that are still there: "java 12.3 %", of one CPU. */
    List<String> largest(double ticksOfOneCpu) {
        Set<Long> ours = Stream.concat(
                        Stream.of(ProcessHandle.current()),
                        ProcessHandle.current().descendants())
                .map(ProcessHandle::pid)
                .collect(Collectors.toSet());
        return processes().entrySet().stream()
                .filter(each -> !ours.contains(each.getKey()))
                .map(each -> new Taken(each.getValue().name, since(each), 0))
                .filter(taken -> 100 * taken.ticks >= NAMED_PERCENT_MIN * ticksOfOneCpu && ticksOfOneCpu > 0)
                .sorted(Comparator.comparingLong(Taken::ticks).reversed())
                .limit(NAMED_MAX)
                .map(taken -> String.format(Locale.ROOT, "%s %.1f %%", taken.name, 100 * taken.ticks / ticksOfOneCpu))
                .toList();
    }

    private long since(Map.Entry<Long, Taken> now) {
        Taken then = before.get(now.getKey());
        return now.getValue().ticks - (then == null ? 0 : then.ticks);
    }

    private static long ours(Map<Long, Taken> processes) {
        Taken taken = processes.get(ProcessHandle.current().pid());
        return taken == null ? 0 : taken.withChildren;
    }

    private static Map<Long, Taken> processes() {
        Map<Long, Taken> processes = new HashMap<>();
        try (Stream<Path> folders = Files.list(Path.of("/proc"))) {
            for (Path folder : folders.toList()) {
                String name = folder.getFileName().toString();
                if (Character.isDigit(name.charAt(0))) {
                    read(folder, Long.parseLong(name), processes);
                }
            }
        } catch (IOException _) {
            // no /proc: nothing is known of anybody
        }
        return processes;
    }

    private static void read(Path folder, long pid, Map<Long, Taken> into) {
        try {
            into.put(pid, taken(Files.readString(folder.resolve("stat"))));
        } catch (IOException _) {
            // it has ended meanwhile, or is not for us to see
        }
    }

    /** Of a line like "42 (a name) S …": names may hold blanks and brackets. */
    private static Taken taken(String stat) {
        int end = stat.lastIndexOf(')');
        String[] fields = stat.substring(end + 2).split(" ", -1);
        long[] ticks = new long[CHILDREN_KERNEL + 1 - USER];
        for (int i = 0; i < ticks.length; i++) {
            ticks[i] = Long.parseLong(fields[USER + i]);
        }
        return new Taken(
                stat.substring(stat.indexOf('(') + 1, end),
                ticks[0] + ticks[1],
                ticks[0] + ticks[1] + ticks[2] + ticks[3]);
    }
}
