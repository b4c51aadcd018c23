package dev.gatun.examples;

import dev.gatun.spi.IoBackendProvider;
import java.util.Comparator;
import java.util.ServiceLoader;

/** What the examples are tested on: what they would choose here. */
public final class Backends {
    private Backends() {}

    public static IoBackendProvider best() {
        return ServiceLoader.load(IoBackendProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparingInt(IoBackendProvider::rank).reversed())
                .filter(provider -> provider.probe().usable())
                .findFirst()
                .orElseThrow();
    }
}
