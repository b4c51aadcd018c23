package dev.gatun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.json.JsonReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ProbeCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void theJsonHasTheFieldsOfItsSchema() {
        assertEquals(0, gatun("probe", "--json"), err::toString);
        Map<?, ?> report = assertInstanceOf(Map.class, JsonReader.read(out.toString()));
        assertSchema(report);
        List<?> backends = assertInstanceOf(List.class, report.get("backends"));
        assertEquals(
                List.of("io_uring", "epoll"),
                backends.stream()
                        .map(backend -> ((Map<?, ?>) backend).get("name"))
                        .toList());
    }

    /** Of gatun-probe/1: the fields of everything, in their order. */
    static void assertSchema(Map<?, ?> report) {
        assertEquals(
                List.of(
                        "schema",
                        "gatun",
                        "host",
                        "chosen",
                        "backends",
                        "sockets",
                        "files",
                        "limits",
                        "latency",
                        "devices",
                        "costs",
                        "findings"),
                List.copyOf(report.keySet()));
        for (String section : List.of("sockets", "files", "latency")) {
            for (Object item : assertInstanceOf(List.class, report.get(section))) {
                assertEquals(List.of("name", "state", "how", "detail", "since", "fix"), names(item));
            }
        }
        for (Object item : assertInstanceOf(List.class, report.get("limits"))) {
            assertEquals(List.of("name", "state", "value", "needed", "fix"), names(item));
        }
        assertEquals("gatun-probe/1", report.get("schema"));
        Map<?, ?> host = assertInstanceOf(Map.class, report.get("host"));
        assertEquals(
                Set.of("os", "kernel", "arch", "jdk", "cpus", "numaNodes", "container", "hypervisor"), host.keySet());
    }

    @Test
    void everyStateIsOneOfTheFour() {
        gatun("probe", "--json");
        Map<?, ?> report = assertInstanceOf(Map.class, JsonReader.read(out.toString()));
        Set<Object> states = Set.of("yes", "limited", "no", "unknown");
        for (Object backend : assertInstanceOf(List.class, report.get("backends"))) {
            Map<?, ?> fields = assertInstanceOf(Map.class, backend);
            for (Object item : assertInstanceOf(List.class, fields.get("features"))) {
                Map<?, ?> feature = assertInstanceOf(Map.class, item);
                assertTrue(states.contains(Objects.requireNonNull(feature.get("state"))), feature::toString);
                assertTrue(
                        Set.of("tried", "read").contains(Objects.requireNonNull(feature.get("how"))),
                        feature::toString);
            }
        }
    }

    @Test
    void theTextNamesEachBackend() {
        assertEquals(0, gatun("probe"));
        for (String section : List.of("io_uring", "epoll", "sockets", "files", "limits", "latency")) {
            assertTrue(out.toString().matches("(?s).*\n\\S " + section + " .*"), out::toString);
        }
    }

    private static List<?> names(@Nullable Object item) {
        Map<?, ?> map = assertInstanceOf(Map.class, item);
        return List.copyOf(map.keySet());
    }

    @Test
    void whatIsRequiredDecidesTheExitCode() {
        assertEquals(0, gatun("probe", "--require", "epoll,tcp.no-delay,epoll.wait"), err::toString);
        assertEquals(1, gatun("probe", "--require=epoll,udp.no-delay"));
        assertTrue(
                err.toString().contains("required: udp.no-delay: unknown, means nothing to such a socket"),
                err::toString);
        assertEquals(1, gatun("probe", "--require=warp-drive"));
        assertTrue(err.toString().contains("nothing here is called warp-drive"), err::toString);
        assertTrue(err.toString().contains("required: warp-drive: no, it was not found"), err::toString);
    }

    @Test
    void aReportIsComparedWithOneThatWasKept(@TempDir Path folder) throws IOException {
        assertEquals(0, gatun("probe", "--json"));
        String same = out.toString().replaceAll("[0-9]+ MiB free", "x");
        assertEquals(List.of(), ReportDifference.between(same, same));
        Path kept = Files.writeString(
                folder.resolve("kept.json"),
                out.toString()
                        .replace("\"name\":\"pwait2\",\"state\":\"yes\"", "\"name\":\"pwait2\",\"state\":\"no\""));
        assertEquals(0, gatun("probe", "--compare", kept.toString()));
        assertTrue(out.toString().contains("backends.epoll.features.pwait2.state: yes, was no"), out::toString);
        assertEquals(2, gatun("probe", "--compare", folder.resolve("none").toString()));
        Path empty = Files.writeString(folder.resolve("empty.json"), "{}");
        assertEquals(2, gatun("probe", "--compare", empty.toString()));
        assertTrue(err.toString().contains("is no report of the schema gatun-probe/1"), err::toString);
        Path cut = Files.writeString(folder.resolve("cut.json"), "{\"schema\":\"gatun-pr");
        assertEquals(2, gatun("probe", "--compare", cut.toString()));
        assertTrue(err.toString().contains("is no JSON: "), err::toString);
    }

    @Test
    void markdownHasATableForEachSection() {
        assertEquals(0, gatun("probe", "--markdown"));
        assertTrue(out.toString().contains("<details><summary>epoll</summary>"), out::toString);
        assertTrue(out.toString().contains("\n| yes | tcp.no-delay | "), out::toString);
    }

    @Test
    void costsAreMeasuredWhenAskedFor() {
        assertEquals(0, gatun("probe", "--json", "--measure"));
        Map<?, ?> report = assertInstanceOf(Map.class, JsonReader.read(out.toString()));
        List<?> costs = assertInstanceOf(List.class, report.get("costs"));
        assertTrue(costs.size() >= 5, costs::toString);
        for (Object item : costs) {
            Map<?, ?> cost = assertInstanceOf(Map.class, item);
            double median = assertInstanceOf(Double.class, cost.get("median"));
            double p99 = assertInstanceOf(Double.class, cost.get("p99"));
            assertTrue(median > 0 && p99 >= median, cost::toString);
        }
    }

    /** The shell's own word on the limits, the kernel's on the network. */
    @Test
    void limitsAreWhatTheShellSays() throws IOException, InterruptedException {
        assertEquals(0, gatun("probe", "--json"));
        Map<?, ?> report = assertInstanceOf(Map.class, JsonReader.read(out.toString()));
        for (Object item : assertInstanceOf(List.class, report.get("limits"))) {
            Map<?, ?> limit = assertInstanceOf(Map.class, item);
            switch (String.valueOf(limit.get("name"))) {
                case "nofile" -> assertEquals(shell("ulimit -n"), limit.get("value"));
                case "net.core.somaxconn" ->
                    assertEquals(shell("cat /proc/sys/net/core/somaxconn"), limit.get("value"));
                default -> assertTrue(limit.containsKey("needed"));
            }
        }
    }

    /** With the limits of this process: a shell that it starts inherits them, but the JVM raised its own of handles. */
    private static String shell(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", "ulimit -S -n $(ulimit -H -n); " + command)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        process.waitFor();
        return said;
    }

    @Test
    void aFolderOrDeviceThatIsNotThereIsTold() {
        assertEquals(0, gatun("probe", "--path", "/nowhere/at/all"));
        assertTrue(out.toString().contains("name a folder that there is: --path DIR"), out::toString);
        assertEquals(2, gatun("probe", "--interface", "eth77"));
        assertTrue(err.toString().contains("--interface eth77: there is no such device"), err::toString);
    }

    @Test
    void badUsageIsExit2() {
        assertEquals(2, gatun());
        assertTrue(err.toString().contains("Missing command"), err::toString);
        assertEquals(2, gatun("prob"));
        assertTrue(err.toString().contains("'prob'"), err::toString);
        assertEquals(2, gatun("probe", "--jason"));
    }

    private int gatun(String... arguments) {
        return new CommandLine(new Main())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
