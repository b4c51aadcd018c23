package dev.gatun.linux;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How much CPU time the process' control groups grant it, in whole CPUs: the least of its own and of those around it.
 * Both versions of control groups. One use.
 */
final class LinuxQuota {
    private static final int UNLIMITED = Integer.MAX_VALUE;

    private final Path groups;

    /** {@code groups}: as a rule {@code /sys/fs/cgroup}. */
    LinuxQuota(Path groups) {
        this.groups = groups;
    }

    /** Rounded up; {@link Integer#MAX_VALUE}: as much as there is. {@code own}: as a rule /proc/self/cgroup. */
    int cpus(Path own) {
        int least = UNLIMITED;
        for (String line : SystemFiles.lines(own)) {
            String[] parts = line.split(":", 3); // number, controllers, path
            if (parts.length == 3 && parts[1].isEmpty()) {
                least = Math.min(least, alongTheWay(groups, parts[2], true));
            } else if (parts.length == 3 && ("," + parts[1] + ",").contains(",cpu,")) {
                least = Math.min(least, alongTheWay(groups.resolve("cpu"), parts[2], false));
            }
        }
        return least;
    }

    /** A container may see its own group as the root, under the path that it has outside: what is missing says nothing. */
    private static int alongTheWay(Path root, String path, boolean isSecondVersion) {
        int least = granted(root, isSecondVersion);
        Path group = root;
        for (String name : path.split("/", -1)) {
            if (!name.isEmpty() && !name.equals("..")) {
                group = group.resolve(name);
                least = Math.min(least, granted(group, isSecondVersion));
            }
        }
        return least;
    }

    private static int granted(Path group, boolean isSecondVersion) {
        if (!isSecondVersion) {
            return ratio(
                    SystemFiles.text(group.resolve("cpu.cfs_quota_us")),
                    SystemFiles.text(group.resolve("cpu.cfs_period_us")));
        }
        String both = SystemFiles.text(group.resolve("cpu.max")); // "150000 100000", or "max 100000"
        String[] parts = both == null ? new String[0] : both.split(" ", -1);
        return parts.length == 2 ? ratio(parts[0], parts[1]) : UNLIMITED;
    }

    private static int ratio(@Nullable String quota, @Nullable String period) {
        int micros = quota == null ? -1 : SystemFiles.number(quota, -1); // -1, or max: none
        int every = period == null ? -1 : SystemFiles.number(period, -1);
        return micros <= 0 || every <= 0 ? UNLIMITED : Math.ceilDiv(micros, every);
    }
}
