package dev.gatun.cli;

import dev.gatun.cli.Report.Backend;
import dev.gatun.cli.Report.Cost;
import dev.gatun.cli.Report.Device;
import dev.gatun.cli.Report.Feature;
import dev.gatun.cli.Report.Finding;
import dev.gatun.cli.Report.Host;
import dev.gatun.cli.Report.Severity;
import dev.gatun.cli.Report.State;
import java.util.List;
import java.util.Locale;

/** The probe's report as a person reads it: what would be used, a line for each section, what to do, worst first. */
final class ReportPrinter {
    /** Of hints that cost nothing to ignore, so many on one screen. */
    private static final int HINTS_MAX = 3;

    /** Of what a system lacks, so many in a line of the summary. */
    private static final int NAMES_MAX = 8;

    private static final int DETAIL_COLUMN = 15;

    private final Terminal terminal;
    private final boolean isVerbose;

    ReportPrinter(Terminal terminal, boolean isVerbose) {
        this.terminal = terminal;
        this.isVerbose = isVerbose;
    }

    void print(Report report) {
        Host host = report.host();
        terminal.line(6, terminal.heading("gatun " + Main.version()) + " on " + machine(host));
        terminal.line();
        boolean isUsable = report.chosen().backend() != null;
        terminal.line(
                4,
                terminal.mark(isUsable ? State.YES : State.NO) + " "
                        + terminal.heading(
                                isUsable ? report.chosen().backend() + " would be used" : "nothing can be used")
                        + ": " + reason(report));
        terminal.line();
        report.backends().forEach(this::backend);
        section("sockets", report.sockets());
        section("files", report.files());
        section(
                "limits",
                report.limits().stream()
                        .map(limit -> Feature.read(
                                limit.name(),
                                limit.state(),
                                limit.value() + "; needed: " + limit.needed(),
                                limit.fix()))
                        .toList());
        section("latency", report.latency());
        report.devices().forEach(this::device);
        costs(report.costs());
        findings(report.findings());
    }

    static String machine(Host host) {
        return host.os() + " " + host.kernel() + ", " + host.arch() + ", JDK " + host.jdk() + ", " + host.cpus()
                + (host.cpus() == 1 ? " CPU" : " CPUs")
                + (host.numaNodes() > 1 ? " on " + host.numaNodes() + " NUMA nodes" : "")
                + (host.hypervisor() == null ? "" : ", a guest of " + guestOf(host.hypervisor()))
                + (host.container() ? ", in a container" : "");
    }

    private static String guestOf(String hypervisor) {
        return hypervisor.equals("unknown") ? "an unknown hypervisor" : hypervisor;
    }

    /** Why those passed over can't be used is said beneath, as a finding. */
    private String reason(Report report) {
        String reason = report.chosen().reason();
        int others = reason.indexOf("; passed over: ");
        return isVerbose || others < 0 ? reason : reason.substring(0, others);
    }

    private void backend(Backend backend) {
        State state = backend.usable() ? State.YES : State.NO;
        String unusable = isVerbose ? backend.reason() : "can't be used here, see below";
        row(state, backend.name(), backend.usable() ? counted(backend.features()) : unusable);
        details(backend.features());
    }

    private void device(Device device) {
        if (isVerbose || !device.driver().equals("virtual")) {
            row(State.YES, device.name(), "driver " + device.driver() + "; " + counted(device.features()));
            details(device.features());
        }
    }

    private void section(String name, List<Feature> features) {
        if (!features.isEmpty()) {
            boolean isWhole = features.stream().allMatch(each -> each.state() == State.YES || each.fix() == null);
            row(isWhole ? State.YES : State.LIMITED, name, counted(features));
            details(features);
        }
    }

    private void row(State state, String name, String text) {
        terminal.line(DETAIL_COLUMN, String.format(Locale.ROOT, "%s %-12s %s", terminal.mark(state), name, text));
    }

    /** "38 of 40; not in full: hybrid-polled-files, polled-files". */
    private String counted(List<Feature> features) {
        List<String> others = features.stream()
                .filter(each -> each.state() == State.NO || each.state() == State.LIMITED)
                .map(Feature::name)
                .toList();
        long applicable =
                features.stream().filter(each -> each.state() != State.UNKNOWN).count();
        String count = applicable - others.size() + " of " + applicable;
        return isVerbose || others.isEmpty() || features.isEmpty()
                ? count
                : count + "; not in full: " + String.join(", ", others.subList(0, Math.min(NAMES_MAX, others.size())))
                        + (others.size() > NAMES_MAX ? ", and " + (others.size() - NAMES_MAX) + " more" : "");
    }

    private void details(List<Feature> features) {
        if (isVerbose) {
            for (Feature feature : features) {
                String since = feature.since() == null ? "" : " (since " + systemOf(feature.since()) + ")";
                terminal.line(
                        32,
                        String.format(Locale.ROOT, "    %s %-24s ", terminal.mark(feature.state()), feature.name())
                                + terminal.faint(feature.detail() + since));
            }
        }
    }

    /** A number alone is Linux'. */
    private static String systemOf(String since) {
        return Character.isDigit(since.charAt(0)) ? "Linux " + since : since;
    }

    private void costs(List<Cost> costs) {
        if (!costs.isEmpty()) {
            terminal.line();
            terminal.line(0, terminal.heading("what things cost, ns (median, 99th percentile)"));
            for (Cost cost : costs) {
                terminal.line(
                        40,
                        String.format(Locale.ROOT, "  %-18s %8.0f %8.0f  ", cost.name(), cost.median(), cost.p99())
                                + terminal.faint(cost.meaning()));
            }
        }
    }

    private void findings(List<Finding> findings) {
        if (findings.isEmpty()) {
            return;
        }
        terminal.line();
        terminal.line(0, terminal.heading("to do, worst first"));
        int hints = 0;
        for (Finding finding : findings) {
            hints += finding.severity() == Severity.INFO ? 1 : 0;
            if (isVerbose || hints <= HINTS_MAX) {
                terminal.line(
                        4,
                        "  " + terminal.mark(finding.severity()) + " " + terminal.heading(finding.title()) + ": "
                                + finding.detail());
                terminal.line(6, "    " + terminal.arrow() + " " + finding.fix());
            }
        }
        if (!isVerbose && hints > HINTS_MAX) {
            terminal.line(4, "  and " + (hints - HINTS_MAX) + " hints more for the last microsecond: gatun probe -v");
        }
    }
}
