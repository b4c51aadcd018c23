package dev.gatun.cli;

import dev.gatun.cli.Report.Backend;
import dev.gatun.cli.Report.Chosen;
import dev.gatun.cli.Report.Device;
import dev.gatun.cli.Report.Feature;
import dev.gatun.cli.Report.Finding;
import dev.gatun.cli.Report.Limit;
import dev.gatun.cli.Report.Severity;
import dev.gatun.cli.Report.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** What there is to do about a report, worst first: every miss that has a remedy. One use. */
final class Findings {
    /** Of what makes a machine late, that which every service notices. */
    private static final Set<String> NOTICED = Set.of("governor", "idle-states", "clock-source", "no-swap", "own-time");

    private final List<Finding> findings = new ArrayList<>();

    static List<Finding> of(Report report, List<Finding> failures) {
        Findings found = new Findings();
        found.findings.addAll(failures);
        found.collect(report);
        found.findings.sort(Comparator.comparing(Finding::severity)); // stable: sections stay in order
        return List.copyOf(found.findings);
    }

    private void collect(Report report) {
        Chosen chosen = report.chosen();
        if (chosen.backend() == null) {
            add(Severity.ERROR, "no backend", "nothing here can be used", chosen.reason());
        }
        if (report.host().cpus() == 1) {
            add(
                    Severity.WARN,
                    "1 CPU alone",
                    "a core that spins keeps everything else from running",
                    "more CPUs for this process: taskset, AllowedCPUs= of systemd, --cpuset-cpus of a container");
        }
        for (Backend backend : report.backends()) {
            if (!backend.usable()) {
                add(Severity.WARN, backend.name(), "it can't be used here", backend.reason());
            }
            backend.features().forEach(each -> add(Severity.WARN, backend.name() + " " + each.name(), each));
        }
        for (Limit limit : report.limits()) {
            if (limit.fix() != null) {
                add(Severity.WARN, limit.name() + " is " + limit.value(), "needed: " + limit.needed(), limit.fix());
            }
        }
        report.files().forEach(each -> add(Severity.WARN, each.name(), each));
        report.latency()
                .forEach(each -> add(NOTICED.contains(each.name()) ? Severity.WARN : Severity.INFO, each.name(), each));
        report.sockets().forEach(each -> add(Severity.INFO, each.name(), each));
        for (Device device : report.devices()) {
            if (!device.driver().equals("virtual")) {
                device.features().forEach(each -> add(Severity.INFO, device.name() + " " + each.name(), each));
            }
        }
    }

    private void add(Severity severity, String title, Feature feature) {
        if (feature.state() != State.YES && feature.fix() != null) {
            add(severity, title, feature.detail(), feature.fix());
        }
    }

    private void add(Severity severity, String title, String detail, String fix) {
        findings.add(new Finding(severity, title, detail, fix));
    }
}
