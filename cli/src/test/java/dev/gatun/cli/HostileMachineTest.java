package dev.gatun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.bindings.Liburing;
import dev.gatun.json.JsonReader;
import dev.gatun.spi.IoBackendProvider;
import dev.gatun.testkit.contract.ChildJvm;
import dev.gatun.testkit.contract.ChildJvm.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Machines made worse on purpose, each for a process of its own: the probe ends by itself, says what is wrong, and
 * names the remedy. The processes have their assertions on whatever this one has, so one lane is enough.
 */
@Tag("assertions")
@Timeout(120)
class HostileMachineTest {
    @TempDir
    static Path folder;

    /** It takes five seconds of waiting, so it goes beside the others. */
    private static final FutureTask<Answer> HANGING = new FutureTask<>(() -> {
        Path pipe = folder.resolve("pipe"); // nobody ever writes: opening it to read waits for ever
        return probe(mounted("mkfifo " + pipe + "; mount --bind " + pipe + " /proc/swaps"));
    });

    @BeforeAll
    static void namespacesCanBeMade() throws InterruptedException {
        Assumptions.assumeTrue(
                ChildJvm.works("unshare", "--map-root-user", "--mount", "--net", "true"),
                "unshare (package util-linux), and namespaces of users");
        Thread.ofPlatform().daemon().start(HANGING);
    }

    /** In a user's, mount's and network's namespace of its own, after {@code commands}. */
    private static List<String> mounted(String commands) {
        String script = "set -e; " + commands + "; exec \"$@\"";
        return List.of("unshare", "--map-root-user", "--mount", "--net", "sh", "-c", script, "sh");
    }

    private static Answer probe(List<String> wrapper, String... arguments) throws IOException, InterruptedException {
        return refused("NOTHING", wrapper, arguments);
    }

    private static Answer refused(String refusals, List<String> wrapper, String... arguments)
            throws IOException, InterruptedException {
        List<String> quick = new ArrayList<>(List.of("env", "JDK_JAVA_OPTIONS=-XX:TieredStopAtLevel=1"));
        quick.addAll(wrapper);
        List<String> all = new ArrayList<>(List.of(refusals, "probe", "--json"));
        all.addAll(Arrays.asList(arguments));
        return ChildJvm.run(quick, List.of(), HostileMain.class, all.toArray(String[]::new));
    }

    /** The report as JSON; it ended well, and there is a backend. */
    private static Map<?, ?> report(Answer answer) {
        assertEquals(0, answer.exit(), answer::toString);
        String json = answer.lines().stream()
                .filter(line -> line.startsWith("{"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no report: " + answer));
        return assertInstanceOf(Map.class, JsonReader.read(json));
    }

    private static Stream<Map<?, ?>> each(@Nullable Object list) {
        List<?> items = assertInstanceOf(List.class, list);
        return items.stream().map(item -> assertInstanceOf(Map.class, item));
    }

    private static void assertFinds(Map<?, ?> report, String severity, String title, String... parts) {
        String all = each(report.get("findings")).map(Object::toString).collect(Collectors.joining("\n"));
        Map<?, ?> finding = each(report.get("findings"))
                .filter(found -> String.valueOf(found.get("title")).equals(title))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no finding " + title + " in " + all));
        assertEquals(severity, finding.get("severity"), finding::toString);
        for (String part : parts) {
            assertTrue(
                    (finding.get("detail") + "; " + finding.get("fix")).contains(part),
                    () -> "'" + part + "' is not in: " + finding);
        }
    }

    private static String state(Map<?, ?> report, String section, String name) {
        return field(report, section, name, "state");
    }

    private static String field(Map<?, ?> report, String section, String name, String field) {
        return each(report.get(section))
                .filter(item -> name.equals(item.get("name")))
                .map(item -> String.valueOf(item.get(field)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + report.get(section)));
    }

    private static String chosen(Map<?, ?> report) {
        return String.valueOf(assertInstanceOf(Map.class, report.get("chosen")).get("backend"));
    }

    @Test
    void aSandboxRefusesIoUringNetlinkAndExecutableMemory() throws IOException, InterruptedException {
        Assumptions.assumeTrue(Liburing.problem().isEmpty());
        Map<?, ?> report = report(refused("EXECUTABLE_MEMORY,NETLINK,IO_URING", List.of()));
        assertEquals("epoll", chosen(report));
        assertFinds(report, "warn", "io_uring", "io_uring_setup answered EPERM", "seccomp", "allow io_uring_setup");
        assertEquals("limited", state(report, "latency", "direct-calls"));
        assertTrue(field(report, "latency", "direct-calls", "detail").contains("-Dgatun.executable-memory=false"));
        Map<?, ?> device = each(report.get("devices")).findFirst().orElseThrow();
        assertEquals("unknown", state(device, "features", "xdp"));
        assertTrue(field(device, "features", "xdp", "detail").contains("EAFNOSUPPORT"), device::toString);
        assertTrue(field(device, "features", "xdp", "fix").contains("AF_NETLINK"), device::toString);
    }

    /** For calls of a backend and of a section, so it takes a third process to tell of both. */
    @Test
    void aSandboxKillsWhoeverTries() throws IOException, InterruptedException {
        Assumptions.assumeTrue(Liburing.problem().isEmpty());
        Path tried = Files.createDirectory(folder.resolve("tried"));
        String refusals = "KILLED_FOR_IO_URING,KILLED_FOR_READS_WITHOUT_WAITING";
        Map<?, ?> report = report(refused(refusals, List.of(), "--path", tried.toString()));
        assertEquals("epoll", chosen(report));
        assertFinds(report, "warn", "io_uring", "killed for trying it (SIGSYS)", "must allow io_uring_setup");
        assertFinds(report, "error", "the section files is missing", "(SIGSYS)", "preadv2, or answer EPERM instead");
        assertEquals(List.of(), report.get("files"));
        for (String section : List.of("sockets", "latency", "devices")) {
            assertTrue(each(report.get(section)).findAny().isPresent(), "the others are there");
        }
        try (Stream<Path> left = Files.list(tried)) {
            assertEquals(List.of(), left.toList(), "the file of the process that was killed");
        }
    }

    /** As a bug in a native call would end it. */
    @Test
    void aTrialCrashesTheJvm() throws IOException, InterruptedException {
        Map<?, ?> report = report(refused("CRASHING_TRIAL", List.of()));
        assertFinds(
                report, "error", "the section limits is missing", "ended by trying it (SIGABRT)", "please report it");
        assertTrue(each(report.get("latency")).findAny().isPresent(), "the others are there");
        try (Stream<Path> left = Files.list(Path.of(""))) {
            assertEquals(
                    List.of(),
                    left.filter(file -> file.toString().startsWith("hs_err")).toList());
        }
    }

    @Test
    void withoutLiburingAndWithOneCpu() throws IOException, InterruptedException {
        Assumptions.assumeTrue(Liburing.problem().isEmpty());
        InstalledBackends.ofThisSystem().forEach(IoBackendProvider::probe); // now it is loaded, and stays
        String library = Files.readAllLines(Path.of("/proc/self/maps")).stream()
                .filter(line -> line.contains("/liburing.so"))
                .map(line -> line.substring(line.indexOf('/')))
                .findFirst()
                .orElseThrow();
        List<String> wrapper = new ArrayList<>(mounted("mount --bind /dev/null " + library));
        wrapper.addAll(List.of("taskset", "-c", "0"));
        Map<?, ?> report = report(probe(wrapper));
        assertEquals("epoll", chosen(report));
        assertFinds(report, "warn", "io_uring", "liburing.so.2 was not found", "install the package liburing2");
        assertFinds(report, "warn", "1 CPU alone", "--cpuset-cpus");
    }

    @Test
    void noLockedMemoryFewHandlesAndNoNetworkButLo() throws IOException, InterruptedException {
        Assumptions.assumeTrue(ChildJvm.works("prlimit", "true"), "prlimit (package util-linux)");
        List<String> wrapper = new ArrayList<>(mounted("true"));
        wrapper.addAll(List.of("prlimit", "--memlock=0:0", "--nofile=64:64"));
        Map<?, ?> report = report(probe(wrapper));
        assertFinds(report, "warn", "memlock is 0", "ulimit -l unlimited");
        assertFinds(report, "warn", "nofile is 64", "ulimit -n 65536", "LimitNOFILE=");
        List<?> names =
                each(report.get("devices")).map(each -> each.get("name")).toList();
        assertEquals(List.of("lo"), names, "/sys shows those of another network");
        Map<?, ?> lo = each(report.get("devices")).findFirst().orElseThrow();
        assertEquals("no", state(lo, "features", "link"), lo::toString);
        assertEquals("yes", state(report, "sockets", "tcp.no-delay"));
    }

    @Test
    void sysIsHidden() throws IOException, InterruptedException {
        Map<?, ?> report = report(probe(mounted("mount -t tmpfs none /sys")));
        assertFinds(report, "warn", "/sys is hidden", "nothing is told of CPUs", "mount it (sysfs)");
        for (String name : List.of("isolated-cpus", "governor", "clock-source", "own-cores", "huge-pages")) {
            assertEquals("unknown", state(report, "latency", name), name);
        }
        assertEquals("unknown", state(report, "limits", "memory"));
        assertEquals("unknown", state(report, "limits", "cpu-time"));
        assertEquals(
                List.of("lo virtual"),
                each(report.get("devices"))
                        .map(each -> each.get("name") + " " + each.get("driver"))
                        .toList());
    }

    /** And /proc/stat holds what no kernel would write: a trial that fails costs its section alone. */
    @Test
    void procSysIsHiddenAndATrialFails() throws IOException, InterruptedException {
        Path nonsense = Files.writeString(folder.resolve("nonsense"), "cpu a b c d e f g h\n");
        Map<?, ?> report =
                report(probe(mounted("mount -t tmpfs none /proc/sys; mount --bind " + nonsense + " /proc/stat")));
        assertFinds(report, "warn", "/proc/sys is hidden", "the limits of the network", "mount it (proc)");
        assertEquals("unknown", state(report, "limits", "net.core.somaxconn"));
        assertFinds(report, "error", "the section latency is missing", "NumberFormatException", "--markdown");
        assertEquals(List.of(), report.get("latency"));
        assertTrue(each(report.get("files")).findAny().isPresent(), "the others are there");
    }

    @Test
    void aTrialHangsInTheKernel() throws InterruptedException, ExecutionException {
        Map<?, ?> report = report(HANGING.get());
        assertFinds(report, "error", "the section latency is missing", "did not come back within 5000 ms");
        assertEquals(List.of(), report.get("latency"));
        assertTrue(each(report.get("limits")).findAny().isPresent(), "the others are there");
    }

    @Test
    void aFileSystemThatIsReadOnlyAndNoControlGroups() throws IOException, InterruptedException {
        String disk = Files.createDirectory(folder.resolve("disk")).toString();
        Map<?, ?> report = report(probe(
                mounted("mount -t tmpfs none /sys/fs/cgroup; mount -t tmpfs -o ro none " + disk), "--path", disk));
        assertFinds(report, "warn", "file-system", "read-only", "mount it for writing");
        assertFinds(report, "warn", "writable", "no file can be made in " + disk, "--path DIR");
        assertEquals("unknown", state(report, "limits", "memory"));
        assertEquals("not told: no control group is to be seen", field(report, "limits", "cpu-time", "value"));
    }

    /** By the first version, which has a folder for each controller. */
    @Test
    void aControlGroupWithLittleMemoryAndAQuota() throws IOException, InterruptedException {
        String name = "/gatun-probe-" + ProcessHandle.current().pid();
        String memory = "/sys/fs/cgroup/memory" + name;
        String cpu = "/sys/fs/cgroup/cpu" + name;
        Assumptions.assumeTrue(
                ChildJvm.works("mkdir", memory, cpu),
                "control groups of the first version, and the right to make some");
        try {
            String enter = "echo 400M >" + memory + "/memory.limit_in_bytes; echo 150000 >" + cpu + "/cpu.cfs_quota_us;"
                    + " echo $$ >" + memory + "/cgroup.procs; echo $$ >" + cpu + "/cgroup.procs; exec \"$@\"";
            Map<?, ?> report = report(probe(List.of("sh", "-ec", enter, "sh")));
            assertFinds(report, "warn", "memory is 419430400", "MemoryMax=");
            assertFinds(report, "warn", "cpu-time is 1.50 CPUs", "--cpuset-cpus");
        } finally {
            assertTrue(ChildJvm.works("rmdir", memory, cpu), "its processes have ended");
        }
    }
}
