package dev.gatun.cli;

import dev.gatun.BackendChoice;
import dev.gatun.BackendUnavailableException;
import dev.gatun.cli.Report.Backend;
import dev.gatun.cli.Report.Chosen;
import dev.gatun.cli.Report.Feature;
import dev.gatun.cli.Report.Finding;
import dev.gatun.cli.Report.Host;
import dev.gatun.cli.Report.Limit;
import dev.gatun.cli.Report.State;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gatun probe}: tries what this machine's kernel offers, and says what works, what doesn't, and what to do. */
@Command(
        name = "probe",
        description = "Finds out, by trying, what this machine can do.",
        mixinStandardHelpOptions = true,
        footer = {"", "Exit: 0 usable, 2 nothing here can be used."})
final class ProbeCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Print JSON (schema gatun-probe/1) instead of text.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets spec
    ProbeCommand() {}

    /** The report under its schema's name, as JSON shows it. */
    private record Document(
            String schema,
            String gatun,
            Host host,
            Chosen chosen,
            List<Backend> backends,
            List<String> sockets,
            List<Limit> limits,
            List<Finding> findings) {}

    @Override
    public Integer call() {
        Report report = probe();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JsonWriter.write(new Document(
                    "gatun-probe/1",
                    Main.version(),
                    report.host(),
                    report.chosen(),
                    report.backends(),
                    List.of(),
                    report.limits(),
                    report.findings())));
        } else {
            new ReportPrinter(out).report(report);
        }
        out.flush();
        return report.backends().stream().anyMatch(Backend::usable) ? 0 : 2;
    }

    static Report probe() {
        Host host = HostReader.read();
        if (!host.os().equals("Linux") || !host.arch().equals("x86_64")) {
            String reason = "Gatun's bindings are for Linux on x86_64; this is " + host.os() + " on " + host.arch();
            return new Report(host, new Chosen(null, reason), List.of(), List.of(), List.of());
        }
        try (Arena arena = Arena.ofConfined()) {
            LinuxTrials trials = new LinuxTrials(arena);
            List<Backend> backends = InstalledBackends.ask().stream()
                    .map(backend -> backend.name().equals("epoll") ? tried(backend, trials.epoll()) : backend)
                    .toList();
            List<Limit> limits = trials.limits();
            return new Report(host, choose(), backends, limits, findings(backends, limits));
        }
    }

    /** Whether it can be used is for its provider to say, as to a runtime; what it offers was tried here. */
    private static Backend tried(Backend asked, Backend tried) {
        return new Backend(asked.name(), asked.usable(), asked.reason(), tried.features());
    }

    /** What a runtime would use on this machine. */
    private static Chosen choose() {
        try {
            BackendChoice choice = BackendChoice.best();
            return new Chosen(choice.provider().name(), choice.reason());
        } catch (BackendUnavailableException e) {
            return new Chosen(null, String.valueOf(e.getMessage()));
        }
    }

    private static List<Finding> findings(List<Backend> backends, List<Limit> limits) {
        List<Finding> findings = new ArrayList<>();
        for (Backend backend : backends) {
            if (!backend.usable()) {
                findings.add(new Finding("warn", backend.name(), "it can't be used here", backend.reason()));
            }
            for (Feature feature : backend.features()) {
                if (feature.state() != State.YES && feature.fix() != null) {
                    findings.add(new Finding(
                            "warn", backend.name() + " " + feature.name(), feature.detail(), feature.fix()));
                }
            }
        }
        for (Limit limit : limits) {
            if (limit.fix() != null) {
                findings.add(new Finding(
                        "warn", limit.name() + " is " + limit.value(), "needed: " + limit.needed(), limit.fix()));
            }
        }
        return findings;
    }
}
