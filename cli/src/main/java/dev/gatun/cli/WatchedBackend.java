package dev.gatun.cli;

import dev.gatun.spi.FeatureReport;
import dev.gatun.spi.IoBackend;
import dev.gatun.spi.IoBackendProvider;
import dev.gatun.spi.Placing;
import dev.gatun.spi.RegionAdvice;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A backend's provider that says when it tries something, and one that ended a process is not asked. Any thread. */
record WatchedBackend(IoBackendProvider provider, Trials trials) implements IoBackendProvider {
    private <T> T watched(Supplier<T> trial) {
        trials.begin(name());
        try {
            return trial.get();
        } finally {
            trials.end(name());
        }
    }

    @Override
    public String name() {
        return provider.name();
    }

    @Override
    public int rank() {
        return provider.rank();
    }

    @Override
    public Usability probe() {
        Ending ending = trials.endingOf(name());
        return ending == null
                ? watched(provider::probe)
                : new Usability(false, ending.how() + "; " + ending.remedy(name()));
    }

    @Override
    public List<FeatureReport> features() {
        return trials.endingOf(name()) == null ? watched(provider::features) : List.of();
    }

    @Override
    public IoBackend open(Settings settings) {
        return watched(() -> provider.open(settings));
    }

    @Override
    public @Nullable RegionAdvice regionAdvice() {
        return provider.regionAdvice();
    }

    @Override
    public Placing placing() {
        return provider.placing();
    }
}
