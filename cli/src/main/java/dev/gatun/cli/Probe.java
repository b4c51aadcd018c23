package dev.gatun.cli;

import dev.gatun.BackendChoice;
import dev.gatun.BackendUnavailableException;
import dev.gatun.cli.Report.Backend;
import dev.gatun.cli.Report.Chosen;
import dev.gatun.cli.Report.Finding;
import dev.gatun.cli.Report.Host;
import dev.gatun.spi.IoBackendProvider;
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

    private final @Nullable Machine machine;
    private final Path folder;
    private final @Nullable String device;
    private final boolean measures;
    private final Trials trials;
    private final Guarded guarded;

    /**
     * Of the {@code machine}; null: none that Gatun knows. {@code folder}: whose files are tried; {@code device}: the
     * only one of the network's; null: all.
     */
    Probe(@Nullable Machine machine, Path folder, @Nullable String device, boolean measures, Trials trials) {
        this.machine = machine;
        this.folder = folder;
        this.device = device;
        this.measures = measures;
        this.trials = trials;
        guarded = new Guarded(SECTION_MAX, trials);
    }

    Report report() {
        Host ofTheJvm = HostReader.ofTheJvm();
        if (machine == null) {
            String reason = "Gatun's bindings are for Linux on x86_64, macOS, FreeBSD and Windows; this is "
                    + ofTheJvm.os() + " on " + ofTheJvm.arch();
            return finished(empty(ofTheJvm, new Chosen(null, reason)), List.of());
        }
        Machine asked = machine;
        Host host = guarded.run("machine", ofTheJvm, asked::host);
        List<IoBackendProvider> providers = guarded.run("installed", List.of(), () -> asked.backends().stream()
                .<IoBackendProvider>map(provider -> new WatchedBackend(provider, trials))
                .toList());
        guarded.run("folder", folder, () -> TrialFile.sweep(folder));
        Choice choice =
                guarded.run("choice", new Choice(null, "choosing failed, see the findings"), () -> choose(providers));
        Report report = new Report(
                host,
                choice.told(),
                guarded.run("backends", List.of(), () -> backends(asked, providers)),
                guarded.run("sockets", List.of(), () -> sockets(choice.provider())),
                guarded.run("files", List.of(), () -> asked.files(folder)),
                guarded.run("limits", List.of(), asked::limits),
                guarded.run("latency", List.of(), asked::latency),
                guarded.run("devices", List.of(), () -> asked.devices(device)),
                measures ? guarded.run("costs", List.of(), asked::costs) : List.of(),
                List.of());
        return finished(report, guarded.run("visibility", List.of(), asked::hidden));
    }

    private static Report empty(Host host, Chosen chosen) {
        return new Report(
                host, chosen, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
    }

    private Report finished(Report report, List<Finding> hidden) {
        List<Finding> failures = new ArrayList<>(guarded.findings());
        failures.addAll(hidden);
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
                Findings.of(report, failures));
    }

    /** Whether it can be used is for its provider to say, as to a runtime; what it offers may be tried here, too. */
    private List<Backend> backends(Machine asked, List<IoBackendProvider> providers) {
        List<Backend> backends = new ArrayList<>();
        for (IoBackendProvider provider : providers) {
            Backend backend = InstalledBackends.ask(provider);
            List<Report.Feature> features = new ArrayList<>(backend.features());
            if (trials.endingOf(backend.name()) == null) {
                trials.begin(backend.name());
                try {
                    features.addAll(asked.trialsOf(backend.name()));
                } finally {
                    trials.end(backend.name());
                }
            }
            backends.add(new Backend(backend.name(), backend.usable(), backend.reason(), features));
        }
        return backends;
    }

    /** What a runtime would use on this machine; null: nothing, for the reason. */
    private record Choice(@Nullable IoBackendProvider provider, String reason) {
        Chosen told() {
            return new Chosen(provider == null ? null : provider.name(), reason);
        }
    }

    private static Choice choose(List<IoBackendProvider> providers) {
        try {
            BackendChoice choice = BackendChoice.among(providers);
            return new Choice(choice.provider(), choice.reason());
        } catch (BackendUnavailableException e) {
            return new Choice(null, String.valueOf(e.getMessage()));
        }
    }

    private static List<Report.Feature> sockets(@Nullable IoBackendProvider provider) {
        return provider == null ? List.of() : new SocketTrials(provider).all(); // why there is none is said above
    }
}
