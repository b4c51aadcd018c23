package dev.gatun.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * What the control groups of this process allow it: its own, and all above it, as each limits too. Both versions, and
 * both at once; a container sees its own group as the root. One use.
 */
final class ControlGroup {
    private static final String GROUPS = "sys/fs/cgroup/";

    /** What the first version says where it has no limit; rounded down to pages of any size. */
    private static final long UNLIMITED_MIN = Long.MAX_VALUE / 2;

    private final SystemTree tree;

    ControlGroup(SystemTree tree) {
        this.tree = tree;
    }

    /** False: no group is to be seen, so nothing is known of limits. */
    boolean isTold(String controller) {
        return tree.exists(unified() + "cgroup.controllers") || tree.exists(GROUPS + controller);
    }

    /** The least of all; {@link Long#MAX_VALUE}: none. */
    long memoryBytes() {
        long least = Long.MAX_VALUE;
        for (String folder : folders("memory")) {
            for (String file : List.of("memory.max", "memory.limit_in_bytes")) {
                long bytes = tree.number(folder + file); // "max" is no number
                least = bytes < 0 || bytes >= UNLIMITED_MIN ? least : Math.min(least, bytes);
            }
        }
        return least;
    }

    /** So many CPUs' time, the least of all; infinite: no quota. */
    double cpus() {
        double least = Double.POSITIVE_INFINITY;
        for (String folder : folders("cpu")) {
            String[] both = tree.line(folder + "cpu.max").split(" ", 2);
            least = Math.min(least, both.length == 2 ? share(number(both[0]), number(both[1])) : least);
            least = Math.min(
                    least, share(tree.number(folder + "cpu.cfs_quota_us"), tree.number(folder + "cpu.cfs_period_us")));
        }
        return least;
    }

    private static double share(long quota, long period) {
        return quota <= 0 || period <= 0 ? Double.POSITIVE_INFINITY : (double) quota / period;
    }

    private static long number(String text) {
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
    }

    /** Where the files of its group are, and of those above it. */
    private List<String> folders(String controller) {
        List<String> folders = new ArrayList<>();
        for (String line : tree.lines("proc/self/cgroup")) {
            String[] parts = line.split(":", 3); // number, controllers (none: the second version), path
            if (parts.length == 3 && parts[1].isEmpty()) {
                addUpwards(unified(), parts[2], folders);
            } else if (parts.length == 3 && List.of(parts[1].split(",", -1)).contains(controller)) {
                addUpwards(GROUPS + controller + "/", parts[2], folders);
            }
        }
        return folders;
    }

    private static void addUpwards(String mount, String path, List<String> folders) {
        String rest = path;
        while (rest.length() > 1) {
            folders.add(mount + rest.substring(1) + "/");
            rest = rest.substring(0, rest.lastIndexOf('/'));
        }
        folders.add(mount);
    }

    private String unified() {
        return tree.exists(GROUPS + "unified") ? GROUPS + "unified/" : GROUPS;
    }
}
