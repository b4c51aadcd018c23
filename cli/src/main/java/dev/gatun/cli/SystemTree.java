package dev.gatun.cli;

import dev.gatun.cli.Report.Finding;
import dev.gatun.cli.Report.Severity;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files by which a system tells of itself, under a root, which in tests is another machine's. What can't be read
 * says nothing: an empty text, an empty list.
 */
record SystemTree(Path root) {
    static final SystemTree OURS = new SystemTree(Path.of("/"));

    private static final long UNTOLD = -1;

    /** The first line, without what surrounds it. */
    String line(String path) {
        return lines(path).stream().findFirst().orElse("").strip();
    }

    List<String> lines(String path) {
        try {
            return Files.readAllLines(root.resolve(path));
        } catch (IOException e) {
            return List.of();
        }
    }

    /** The number on the first line; -1: there is none. */
    long number(String path) {
        try {
            return Long.parseLong(line(path));
        } catch (NumberFormatException e) {
            return UNTOLD;
        }
    }

    /** What a switch such as {@code always [madvise] never} is set to. */
    String selected(String path) {
        String line = line(path);
        int from = line.indexOf('[');
        int to = line.indexOf(']', Math.max(0, from));
        return from < 0 || to < 0 ? line : line.substring(from + 1, to);
    }

    /** The names in a folder that match, in order. */
    List<String> names(String folder, String glob) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root.resolve(folder), glob)) {
            entries.forEach(entry -> names.add(entry.getFileName().toString()));
        } catch (IOException e) {
            return List.of();
        }
        names.sort(null);
        return names;
    }

    /** The last name of where a link leads; empty: there is none. */
    String linked(String path) {
        try {
            Path target = Files.readSymbolicLink(root.resolve(path)).getFileName();
            return target == null ? "" : target.toString();
        } catch (IOException e) {
            return "";
        }
    }

    /** What is not there at all, though each Linux has it: nothing can be told then of what stands in it. */
    List<Finding> hidden() {
        List<Finding> hidden = new ArrayList<>();
        if (!exists("sys/devices/system/cpu")) {
            hidden.add(finding("/sys", "CPUs, their clock, control groups and network devices", "sysfs"));
        }
        if (!exists("proc/self")) {
            hidden.add(finding("/proc", "limits, swap, interrupts and control groups", "proc"));
        } else if (!exists("proc/sys/kernel")) {
            hidden.add(finding("/proc/sys", "the limits of the network, and the share of real time", "proc"));
        }
        return hidden;
    }

    private static Finding finding(String folder, String what, String fileSystem) {
        return new Finding(
                Severity.WARN,
                folder + " is hidden",
                "nothing is told of " + what,
                "mount it (" + fileSystem + "), or have the sandbox show it; reading is enough");
    }

    boolean exists(String path) {
        return Files.exists(root.resolve(path));
    }
}
