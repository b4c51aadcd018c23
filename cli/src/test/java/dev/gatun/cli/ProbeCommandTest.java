package dev.gatun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ProbeCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void theJsonHasTheFieldsOfItsSchema() {
        assertEquals(0, gatun("probe", "--json"), err::toString);
        Map<?, ?> report = assertInstanceOf(Map.class, JsonReader.read(out.toString()));
        assertEquals(
                Set.of("schema", "gatun", "host", "chosen", "backends", "sockets", "limits", "findings"),
                report.keySet());
        assertEquals("gatun-probe/1", report.get("schema"));
        Map<?, ?> host = assertInstanceOf(Map.class, report.get("host"));
        assertEquals(
                Set.of("os", "kernel", "arch", "jdk", "cpus", "numaNodes", "container", "hypervisor"), host.keySet());
        List<?> backends = assertInstanceOf(List.class, report.get("backends"));
        assertEquals(
                List.of("io_uring", "epoll"),
                backends.stream()
                        .map(backend -> ((Map<?, ?>) backend).get("name"))
                        .toList());
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
        assertTrue(out.toString().contains("\nio_uring "), out::toString);
        assertTrue(out.toString().contains("\nepoll "), out::toString);
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
