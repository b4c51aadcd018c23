package dev.gatun.testkit;

import dev.gatun.spi.IoBackend;
import dev.gatun.spi.IoBackendProvider;
import org.jspecify.annotations.Nullable;

/**
 * Opens the backends of one {@link SimulatedKernel}, for a runtime that wants a provider. It is not registered for
 * {@code ServiceLoader}, and its rank is the lowest there is: nobody simulates by accident.
 */
public final class SimulatedProvider implements IoBackendProvider {
    static final String NAME = "simulated";

    private final @Nullable SimulatedKernel kernel;

    /** Of no machine: not usable, and says so. */
    public SimulatedProvider() {
        kernel = null;
    }

    public SimulatedProvider(SimulatedKernel kernel) {
        this.kernel = kernel;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int rank() {
        return Integer.MIN_VALUE;
    }

    @Override
    public Usability probe() {
        return kernel == null
                ? new Usability(false, "no machine to simulate: construct the provider with a SimulatedKernel")
                : new Usability(true, "simulates a kernel with seed " + kernel.seed());
    }

    @Override
    public IoBackend open(Settings settings) {
        if (kernel == null) {
            throw new IllegalStateException(probe().reason());
        }
        return kernel.newBackend(settings);
    }
}
