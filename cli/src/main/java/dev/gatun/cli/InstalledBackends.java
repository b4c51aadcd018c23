package dev.gatun.cli;

import dev.gatun.cli.Report.Backend;
import dev.gatun.cli.Report.Feature;
import dev.gatun.cli.Report.State;
import dev.gatun.spi.FeatureReport;
import dev.gatun.spi.IoBackendProvider;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;

/** Asks each installed backend of this system what it makes of this machine. */
final class InstalledBackends {
    private InstalledBackends() {}

    /** In the order of choosing. */
    static List<IoBackendProvider> ofThisSystem() {
        return ServiceLoader.load(IoBackendProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(IoBackendProvider::isOfThisSystem)
                .sorted(Comparator.comparingInt(IoBackendProvider::rank).reversed())
                .toList();
    }

    static Backend ask(IoBackendProvider provider) {
        IoBackendProvider.Usability usability = provider.probe();
        List<Feature> features =
                provider.features().stream().map(InstalledBackends::feature).toList();
        return new Backend(provider.name(), usability.usable(), usability.reason(), features);
    }

    private static Feature feature(FeatureReport report) {
        return new Feature(
                report.name(),
                State.valueOf(report.state().name()),
                report.how().name().toLowerCase(Locale.ROOT),
                report.detail(),
                report.since(),
                report.fix());
    }
}
