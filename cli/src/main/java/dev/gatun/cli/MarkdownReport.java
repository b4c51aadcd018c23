package dev.gatun.cli;

import dev.gatun.cli.Report.Backend;
import dev.gatun.cli.Report.Device;
import dev.gatun.cli.Report.Feature;
import dev.gatun.cli.Report.State;
import java.util.List;
import java.util.Locale;

/** The report as Markdown, folded, to be pasted into a bug report. One use. */
final class MarkdownReport {
    private final StringBuilder text = new StringBuilder();

    static String of(Report report) {
        MarkdownReport markdown = new MarkdownReport();
        markdown.write(report);
        return markdown.text.toString();
    }

    private void write(Report report) {
        line("**gatun " + Main.version() + "** on " + escaped(ReportPrinter.machine(report.host())));
        line("");
        String chosen = report.chosen().backend();
        line("Backend: " + (chosen == null ? "none" : "**" + chosen + "**") + ", "
                + escaped(report.chosen().reason()));
        report.findings()
                .forEach(each ->
                        line("- " + word(each.severity()) + ": " + escaped(each.title() + ": " + each.detail())));
        for (Backend backend : report.backends()) {
            table(backend.name() + (backend.usable() ? "" : ", not usable: " + backend.reason()), backend.features());
        }
        table("sockets", report.sockets());
        table("files", report.files());
        table(
                "limits",
                report.limits().stream()
                        .map(each -> Feature.read(each.name(), each.state(), each.value(), each.fix()))
                        .toList());
        table("latency", report.latency());
        for (Device device : report.devices()) {
            table(device.name() + ", driver " + device.driver(), device.features());
        }
        if (!report.costs().isEmpty()) {
            table(
                    "costs, ns",
                    report.costs().stream()
                            .map(each ->
                                    Feature.tried(each.name(), State.YES, each.median() + ", p99 " + each.p99(), null))
                            .toList());
        }
    }

    private void table(String title, List<Feature> features) {
        line("");
        line("<details><summary>" + escaped(title) + "</summary>");
        line("");
        line("| | | |");
        line("|---|---|---|");
        features.forEach(
                each -> line("| " + word(each.state()) + " | " + each.name() + " | " + escaped(each.detail()) + " |"));
        line("");
        line("</details>");
    }

    private void line(String line) {
        text.append(line).append(System.lineSeparator());
    }

    private static String word(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    /** What Markdown, or a table in it, would take for its own. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace("|", "\\|")
                .replace("\n", " ");
    }
}
