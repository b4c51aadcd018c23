package dev.gatun.backend.kqueue;

import dev.gatun.spi.IoBackend;
import dev.gatun.spi.IoBackendProvider;
import dev.gatun.spi.Placing;

/** FreeBSD's of the test ground, for programs that know a provider by its class alone. */
public final class TestProvider implements IoBackendProvider {
    private final KqueueProvider provider = TestGround.FREEBSD.provider();

    /** Made by its class alone. */
    public TestProvider() {}

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
        return provider.probe();
    }

    @Override
    public IoBackend open(Settings settings) {
        return provider.open(settings);
    }

    @Override
    public Placing placing() {
        return provider.placing();
    }
}
