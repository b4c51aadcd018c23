package dev.gatun.cli;

import dev.gatun.cli.Report.Backend;
import dev.gatun.cli.Report.Chosen;
import dev.gatun.cli.Report.Feature;
import dev.gatun.cli.Report.Host;
import dev.gatun.cli.Report.Limit;
import dev.gatun.cli.Report.State;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The probe's report as a person reads it: one screen, what to do at the end. */
final class ReportPrinter {
    private static final String ROW = "  %-8s %-24s %s%n";

    private final PrintWriter out;

    ReportPrinter(PrintWriter out) {
        this.out = out;
    }

    void report(Report report) {
        print("gatun %s%n%n", Main.version());
        machine(report.host());
        chosen(report.chosen());
        report.backends().forEach(this::backend);
        if (!report.limits().isEmpty()) {
            print("%nlimits%n");
            report.limits().forEach(this::limit);
        }
        if (!report.findings().isEmpty()) {
            print("%nto do%n");
            report.findings()
                    .forEach(finding -> print("  %s: %s%n    %s%n", finding.title(), finding.detail(), finding.fix()));
        }
    }

    private void machine(Host host) {
        print(
                "machine   %s %s on %s, JDK %s, %d CPUs, NUMA nodes: %d%s%s%n",
                host.os(),
                host.kernel(),
                host.arch(),
                host.jdk(),
                host.cpus(),
                host.numaNodes(),
                host.hypervisor() == null ? "" : ", hypervisor " + host.hypervisor(),
                host.container() ? ", in a container" : "");
    }

    private void chosen(Chosen chosen) {
        print("chosen    %s: %s%n", chosen.backend() == null ? "none" : chosen.backend(), chosen.reason());
    }

    private void backend(Backend backend) {
        print("%n%-9s %s: %s%n", backend.name(), backend.usable() ? "usable" : "not usable", backend.reason());
        for (Feature feature : backend.features()) {
            String since = feature.since() == null ? "" : " (since Linux " + feature.since() + ")";
            print(ROW, word(feature.state()), feature.name(), feature.detail() + since);
        }
    }

    private void limit(Limit limit) {
        print(ROW, word(limit.state()), limit.name(), limit.value() + " (" + limit.needed() + ")");
    }

    private void print(String format, @Nullable Object... values) {
        out.printf(Locale.ROOT, format, values);
    }

    private static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
