package dev.gatun.cli;

import dev.gatun.BackendChoice;
import dev.gatun.BackendUnavailableException;
import dev.gatun.cli.Report.Backend;
import dev.gatun.cli.Report.Chosen;
import dev.gatun.cli.Report.Finding;
import dev.gatun.cli.Report.Host;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a machine, section by section, each on its own: what fails or hangs there costs that section alone. One use,
 * one thread.
 */
final class Probe {
    private static final Duration SECTION_MAX = Duration.ofSeconds(5);

    private final SystemTree tree;
    private final Path folder;
    private final @Nullable String device;
    private final boolean measures;
    private final Guarded guarded = new Guarded(SECTION_MAX);

    /** {@code folder}: whose files are tried; {@code device}: the only one of the network's; null: all. */
    Probe(SystemTree tree, Path folder, @Nullable String device, boolean measures) {
        this.tree = tree;
        this.folder = folder;
        this.device = device;
        this.measures = measures;
    }

    Report report() {
        Host host = guarded.run("machine", HostReader.ofTheJvm(), HostReader::read);
        if (!host.os().equals("Linux") || !host.arch().equals("x86_64")) {
            String reason = "Gatun's bindings are for Linux on x86_64; this is " + host.os() + " on " + host.arch();
            return finished(new Report(
                    host,
                    new Chosen(null, reason),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of()));
        }
        Chosen none = new Chosen(null, "choosing failed, see the findings");
        return finished(new Report(
                host,
                guarded.run("choice", none, Probe::choose),
                guarded.run("backends", List.of(), Probe::backends),
                guarded.run("sockets", List.of(), Probe::sockets),
                guarded.run("files", List.of(), () -> new FileTrials(folder).all()),
                guarded.run("limits", List.of(), () -> new LimitChecks(tree).all()),
                guarded.run("latency", List.of(), () -> new LatencyChecks(tree).all()),
                guarded.run("devices", List.of(), () -> new DeviceChecks(tree, NetworkLinks.ask()).all(device)),
                measures ? guarded.run("costs", List.of(), () -> new Costs().all()) : List.of(),
                List.of()));
    }

    private Report finished(Report report) {
        return new Report(
                report.host(),
                report.chosen(),
                report.backends(),
                report.sockets(),
                report.files(),
                report.limits(),
                report.latency(),
                report.devices(),
                report.costs(),
                Findings.of(report, failures()));
    }

    private List<Finding> failures() {
        List<Finding> hidden = guarded.run("visibility", List.of(), tree::hidden);
        List<Finding> failures = new ArrayList<>(guarded.findings());
        failures.addAll(hidden);
        return failures;
    }

    private static List<Backend> backends() {
        try (Arena arena = Arena.ofConfined()) {
            LinuxTrials trials = new LinuxTrials(arena);
            return InstalledBackends.ask().stream()
                    .map(backend -> backend.name().equals("epoll") ? tried(backend, trials.epoll()) : backend)
                    .toList();
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

    private static List<Report.Feature> sockets() {
        try {
            return new SocketTrials(BackendChoice.best().provider()).all();
        } catch (BackendUnavailableException e) {
            return List.of(); // said above
        }
    }
}
