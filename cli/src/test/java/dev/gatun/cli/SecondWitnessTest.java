package dev.gatun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.cli.Report.Device;
import dev.gatun.cli.Report.Feature;
import dev.gatun.cli.Report.Limit;
import dev.gatun.cli.Report.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the probe says, against a program in C or a command of the system that asks the same by another way. */
class SecondWitnessTest {
    @TempDir
    static Path folder;

    private static Report report;

    /** Each thing in the report by its name: "tcp.mark", "epoll.wait", "multishot-poll", "eth0 driver". */
    private static final Map<String, Feature> TOLD = new HashMap<>();

    @BeforeAll
    static void theProbeTells() {
        report = new Probe(new LinuxMachine(SystemTree.OURS), folder, null, false, Trials.UNWATCHED).report();
        report.backends().forEach(backend -> backend.features().forEach(each -> {
            TOLD.put(backend.name() + "." + each.name(), each);
            TOLD.putIfAbsent(each.name(), each);
        }));
        report.sockets().forEach(each -> TOLD.put(each.name(), each));
        report.files().forEach(each -> TOLD.put(each.name(), each));
        report.latency().forEach(each -> TOLD.put(each.name(), each));
        for (Device device : report.devices()) {
            device.features().forEach(each -> TOLD.put(device.name() + " " + each.name(), each));
        }
    }

    private static Feature told(String name) {
        return Objects.requireNonNull(TOLD.get(name), () -> "the probe says nothing of " + name);
    }

    private static String state(String name) {
        return told(name).state().name().toLowerCase(Locale.ROOT);
    }

    @Test
    void ofSocketOptions() throws IOException, InterruptedException {
        List<String> lines = Witness.says(Witness.compiled(folder, "options").toString())
                .lines()
                .toList();
        for (String line : lines) {
            String[] words = line.split(" ", 3);
            Feature feature = told(words[0]);
            assertEquals(words[1].equals("yes"), feature.state() == State.YES, () -> line + " but " + feature);
            if (words[1].equals("yes") && !words[2].equals("untold")) {
                assertTrue(feature.detail().contains("read back " + words[2]), () -> line + " but " + feature);
            }
        }
        assertEquals(34, lines.size());
    }

    /** Some are the same to liburing and not to the probe; some are done there, and read here. */
    @Test
    void ofTheFeaturesOfIoUring() throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.exists(Path.of("/usr/include/liburing.h")), "liburing-dev is not installed");
        List<String> lines = Witness.says(
                        Witness.compiled(folder, "rings", "-luring").toString())
                .lines()
                .toList();
        for (String line : lines) {
            String[] words = line.split(" ", 2);
            String name = words[0].equals("polls-many-times") ? "multishot-poll" : words[0];
            assertEquals(words[1], state("io_uring." + name), line);
        }
        assertEquals(32, lines.size());
    }

    @Test
    void ofEpollFilesSwapSlackAndDevices() throws IOException, InterruptedException {
        String machine = Witness.compiled(folder, "machine").toString();
        int compared = 0;
        for (String line : Witness.says(machine, folder.toString()).lines().toList()) {
            String[] words = line.split(" ", 3);
            switch (words[0]) {
                case "cpus" ->
                    assertEquals(words[1], String.valueOf(report.host().cpus()), line);
                case "timer-slack" -> assertTrue(told(words[0]).detail().contains(words[1] + " µs"), line);
                case "direct" -> {
                    assertEquals(words[1], state("direct"), line);
                    assertTrue(
                            words[2].equals("0") || told("direct").detail().contains("aligned to " + words[2]),
                            () -> line + " but " + told("direct"));
                }
                default -> {
                    if (words.length == 2) {
                        assertEquals(words[1], state(words[0]), line);
                    } else if (words[1].equals("driver")) {
                        String driver = device(words[0]).driver();
                        assertTrue(driver.equals("virtual") || driver.equals(words[2]), () -> line + " but " + driver);
                    } else if (words[1].equals("receive-ring")) {
                        assertEquals(
                                words[2] + " places",
                                told(words[0] + " receive-ring").detail());
                    } else {
                        assertEquals(words[2], state(words[0] + " " + words[1]), line);
                    }
                }
            }
            compared++;
        }
        assertTrue(compared >= 10, "only " + compared + " lines");
    }

    private static Device device(String name) {
        return report.devices().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the probe knows no device " + name));
    }

    @Test
    void ofLimits() throws IOException, InterruptedException {
        Map<String, String> values = new HashMap<>();
        report.limits().forEach(each -> values.put(each.name(), each.value()));
        assertEquals(shell("ulimit -l", 1024), values.get("memlock"));
        assertEquals(shell("ulimit -n", 1), values.get("nofile"));
        assertEquals(shell("ulimit -r", 1), values.get("rtprio"));
        for (String name : List.of("net.core.rmem_max", "net.core.wmem_max", "net.core.somaxconn")) {
            assertEquals(Witness.says("sysctl", "-n", name), values.get(name), name);
        }
    }

    /** With the limits of this process: a shell that it starts inherits them, but the JVM raised its own of handles. */
    private static String shell(String command, long unit) throws IOException, InterruptedException {
        String said = Witness.says("bash", "-c", "ulimit -S -n $(ulimit -H -n); " + command);
        return said.equals("unlimited") ? said : String.valueOf(Long.parseLong(said) * unit);
    }

    /** By the shell: its own group's files, and those of all groups above it. */
    @Test
    void ofControlGroups() throws IOException, InterruptedException {
        String each = "d=$m$p; while :; do cat $d/%s 2>/dev/null; [ $d = $m ] && break; d=${d%%/*}; done;";
        String told = Witness.says(
                "bash",
                "-c",
                "while IFS=: read -r n c p; do p=${p%/}; case ,$c, in"
                        + " ,,) for m in /sys/fs/cgroup /sys/fs/cgroup/unified; do " + each.formatted("memory.max")
                        + " done;;"
                        + " *,memory,*) m=/sys/fs/cgroup/memory; " + each.formatted("memory.limit_in_bytes")
                        + " esac; done </proc/self/cgroup");
        long least = told.lines()
                .filter(line -> line.matches("[0-9]+"))
                .mapToLong(Long::parseLong)
                .min()
                .orElse(Long.MAX_VALUE);
        Limit memory = report.limits().stream()
                .filter(limit -> limit.name().equals("memory"))
                .findFirst()
                .orElseThrow();
        Assumptions.assumeFalse(memory.state() == State.UNKNOWN, memory.value());
        assertEquals(least > Long.MAX_VALUE / 2 ? "unlimited" : String.valueOf(least), memory.value());
    }

    @Test
    void ofTheMachine() throws IOException, InterruptedException {
        assertEquals(Witness.says("uname", "-r"), report.host().kernel());
        assertEquals(Witness.says("uname", "-m"), report.host().arch());
        Map<String, String> cpu = new HashMap<>();
        for (String line : Witness.says("env", "LC_ALL=C", "lscpu").lines().toList()) {
            String[] both = line.split(":", 2);
            cpu.put(both[0].strip(), both[1].strip());
        }
        assertEquals(
                cpu.getOrDefault("NUMA node(s)", "1"),
                String.valueOf(report.host().numaNodes()));
        String vendor = cpu.getOrDefault("Hypervisor vendor", "none").toLowerCase(Locale.ROOT);
        String told = Objects.requireNonNullElse(report.host().hypervisor(), "none");
        assertTrue(vendor.equals(told) || told.equals("unknown"), () -> vendor + " but " + told);
        assertEquals(
                cpu.getOrDefault("Thread(s) per core", "1").equals("1") ? "yes" : "limited",
                state("own-cores"),
                cpu::toString);
    }

    @Test
    void ofLatency() throws IOException, InterruptedException {
        boolean isBootedSo =
                Witness.says("cat", "/proc/cmdline").matches(".*\\bisolcpus=.*"); // the kernel's word is in /sys
        assertEquals(isBootedSo ? "yes" : "no", state("isolated-cpus"));
        String clock = Witness.says("sh", "-c", "cat /sys/devices/system/clocksource/clocksource0/current_clocksource");
        assertTrue(told("clock-source").detail().startsWith(clock), clock);
        long share = Long.parseLong(Witness.says("sysctl", "-n", "kernel.sched_rt_runtime_us"));
        long period = Long.parseLong(Witness.says("sysctl", "-n", "kernel.sched_rt_period_us"));
        assertEquals(share < 0 || share >= period ? "yes" : "limited", state("real-time-share"));
        double stolen = Double.parseDouble(Witness.says(
                "awk", "/^cpu /{ for (i = 2; i <= 9; i++) all += $i; printf \"%.3f\", 100 * $9 / all }", "/proc/stat"));
        assertEquals(stolen <= 1 ? "yes" : "limited", state("own-time"));
        assertEquals(stolen, Double.parseDouble(told("own-time").detail().split(" ", 2)[0]), 0.2);
        String huge = Witness.says("sed", "s/.*\\[\\(.*\\)\\].*/\\1/", "/sys/kernel/mm/transparent_hugepage/enabled");
        String expected = huge.equals("madvise") ? "yes" : huge.equals("always") ? "limited" : "no";
        assertEquals(expected, state("huge-pages"));
    }

    @Test
    void ofTheFileSystem() throws IOException, InterruptedException {
        String[] told = Witness.says("df", "--output=fstype,avail", "-BM", folder.toString())
                .lines()
                .toList()
                .get(1)
                .strip()
                .split(" +", 2);
        String detail = told("file-system").detail();
        assertTrue(detail.startsWith(told[0] + " at "), () -> told[0] + " but " + detail);
        long free = Long.parseLong(detail.replaceAll(".* ([0-9]+) MiB free.*", "$1"));
        long difference = Math.abs(Long.parseLong(told[1].replace("M", "")) - free);
        assertTrue(difference < 256, () -> told[1] + " but " + detail); // others write meanwhile
    }

    @Test
    void ofLinks() throws IOException, InterruptedException {
        List<String> lines = Witness.says("ip", "-d", "-o", "link").lines().toList();
        assertEquals(
                lines.size(),
                report.devices().stream()
                        .filter(SecondWitnessTest::isOfTheNetwork)
                        .count());
        for (String line : lines) {
            String name = line.replaceAll("^[0-9]+: ([^:@]+).*", "$1");
            boolean isUp = line.contains(" state UP ") || line.matches(".*<[^>]*\\bUP\\b.* state UNKNOWN .*");
            assertEquals(isUp, told(name + " link").state() == State.YES, line);
            String mtu = line.replaceAll(".* mtu ([0-9]+) .*", "$1");
            assertTrue(told(name + " link").detail().contains("MTU " + mtu), line);
            String queues = Witness.says("sh", "-c", "ls /sys/class/net/" + name + "/queues | grep -c rx-");
            assertTrue(told(name + " queues").detail().startsWith(queues + " to receive"), queues);
            boolean hasProgram = line.contains("prog/xdp");
            assertEquals(hasProgram, told(name + " xdp").detail().contains("attached, and"), line);
        }
    }

    private static boolean isOfTheNetwork(Device device) {
        return device.features().stream().noneMatch(each -> each.name().equals("rdma"));
    }
}
