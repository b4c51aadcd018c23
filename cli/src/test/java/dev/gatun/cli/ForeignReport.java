package dev.gatun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.cli.Report.Backend;
import dev.gatun.cli.Report.Cost;
import dev.gatun.cli.Report.Device;
import dev.gatun.cli.Report.Feature;
import dev.gatun.cli.Report.Limit;
import dev.gatun.cli.Report.Severity;
import dev.gatun.cli.Report.State;
import dev.gatun.json.JsonReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** The probe's report of a system that is not here, and what every report must be. One thread. */
final class ForeignReport {
    /** What is in each section of every system: a name that one can't fill is unknown there, and says why. */
    private static final Set<String> OF_LATENCY = Set.of(
            "governor",
            "idle-states",
            "isolated-cpus",
            "own-cores",
            "clock-source",
            "timer-slack",
            "huge-pages",
            "no-swap",
            "real-time-share",
            "own-time",
            "direct-calls");

    private static final Set<String> OF_LIMITS = Set.of("nofile", "memlock", "memory", "cpu-time");

    final Report report;
    private final Map<String, Feature> features = new LinkedHashMap<>();

    ForeignReport(Machine machine, Path folder, boolean measures) {
        report = new Probe(machine, folder, null, measures, Trials.UNWATCHED).report();
        report.backends().forEach(backend -> add(backend.name() + ".", backend.features()));
        add("", report.sockets());
        add("", report.files());
        add("", report.latency());
        report.devices().forEach(device -> add(device.name() + ".", device.features()));
    }

    private void add(String prefix, List<Feature> section) {
        section.forEach(each -> features.put(prefix + each.name(), each));
    }

    Feature feature(String name) {
        return Objects.requireNonNull(features.get(name), () -> name + " is not in " + features.keySet());
    }

    void assertState(State state, String name) {
        assertEquals(state, feature(name).state(), feature(name)::toString);
    }

    void assertToMend(String name, String detail, String fix) {
        Feature found = feature(name);
        assertEquals(State.LIMITED, found.state(), found::toString);
        assertTrue(found.detail().contains(detail), found::toString);
        assertTrue(String.valueOf(found.fix()).contains(fix), found::toString);
        assertTrue(report.findings().stream().anyMatch(each -> each.title().equals(name)), found::toString);
    }

    Limit limit(String name) {
        return report.limits().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + report.limits()));
    }

    Device device(String name) {
        return report.devices().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + report.devices()));
    }

    /** Every section is there and says something of everything; nothing failed. */
    void assertWhole(String backend) {
        assertEquals(backend, report.chosen().backend(), report.chosen()::reason);
        assertEquals(
                List.of(backend), report.backends().stream().map(Backend::name).toList());
        assertFalse(
                report.findings().stream().anyMatch(each -> each.severity() == Severity.ERROR),
                () -> report.findings().toString());
        Set<String> missing = new TreeSet<>(OF_LATENCY);
        missing.removeAll(report.latency().stream().map(Feature::name).toList());
        assertEquals(Set.of(), missing);
        OF_LIMITS.forEach(this::limit);
        for (String name :
                List.of("file-system", "writable", "direct", "data-sync", "allocate", "holes", "tcp.no-delay")) {
            feature(name);
        }
        for (Feature each : features.values()) {
            assertFalse(each.detail().isBlank(), each::toString);
            assertTrue(each.state() != State.YES || each.fix() == null, each::toString);
        }
        ProbeCommandTest.assertSchema(assertInstanceOf(Map.class, JsonReader.read(ProbeCommand.json(report))));
        for (Cost cost : report.costs()) {
            assertTrue(cost.median() > 0 && cost.p99() >= cost.median(), cost::toString);
        }
    }

    void assertMeasured(String... names) {
        assertEquals(List.of(names), report.costs().stream().map(Cost::name).toList());
    }

    /** As a terminal of 80 columns shows it: within its edge, and on one screen. */
    void assertReadable() {
        StringWriter text = new StringWriter();
        Report printed = new Report(
                report.host(),
                report.chosen(),
                report.backends(),
                report.sockets(),
                report.files(),
                report.limits(),
                report.latency(),
                report.devices(),
                List.of(),
                report.findings());
        new ReportPrinter(new Terminal(new PrintWriter(text), 80, false, true), false).print(printed);
        List<String> lines = text.toString().lines().toList();
        assertTrue(lines.size() <= 40, text::toString);
        for (String line : lines) {
            assertTrue(line.length() <= 80, () -> line + "\nin\n" + text);
        }
    }
}
