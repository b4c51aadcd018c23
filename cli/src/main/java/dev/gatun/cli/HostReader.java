package dev.gatun.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads what machine this is, from the system's own files. What can't be read is left out, never guessed. */
final class HostReader {
    private HostReader() {}

    static Report.Host read() {
        return new Report.Host(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                architecture(),
                System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors(),
                Math.max(1, count(Path.of("/sys/devices/system/node"), "node[0-9]*")),
                Files.exists(Path.of("/.dockerenv"))
                        || Files.exists(Path.of("/run/.containerenv"))
                        || line(Path.of("/proc/1/cgroup")).matches(".*(docker|kubepods|lxc|containerd).*"),
                hypervisor());
    }

    /** What there is without a look at the system. */
    static Report.Host ofTheJvm() {
        return new Report.Host(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                architecture(),
                System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors(),
                1,
                false,
                null);
    }

    /** The kernel's name for it, not the JDK's. */
    static String architecture() {
        return System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
    }

    /** The clock source gives the hypervisor away more reliably than the names that vendors put on their machines. */
    private static @Nullable String hypervisor() {
        String clocks = line(Path.of("/sys/devices/system/clocksource/clocksource0/available_clocksource"));
        if (clocks.contains("kvm-clock")) {
            return "kvm";
        }
        if (clocks.contains("hyperv_clocksource")) {
            return "hyper-v";
        }
        String type = line(Path.of("/sys/hypervisor/type"));
        if (!type.isEmpty()) {
            return type;
        }
        return text(Path.of("/proc/cpuinfo")).contains(" hypervisor") ? "unknown" : null;
    }

    private static int count(Path folder, String glob) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, glob)) {
            int count = 0;
            for (Path _ : entries) {
                count++;
            }
            return count;
        } catch (IOException _) {
            return 0;
        }
    }

    private static String line(Path file) {
        return text(file).lines().findFirst().orElse("");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException _) {
            return "";
        }
    }
}
