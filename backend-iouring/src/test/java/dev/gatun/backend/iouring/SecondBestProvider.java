package dev.gatun.backend.iouring;

import dev.gatun.spi.IoBackend;
import dev.gatun.spi.IoBackendProvider;

/** What is chosen when io_uring is refused; in {@link RefusedMain} only, and never opened. */
public final class SecondBestProvider implements IoBackendProvider {
    /** For {@code ServiceLoader}. */
    public SecondBestProvider() {}

    @Override
    public String name() {
        return "second-best";
    }

    @Override
    public int rank() {
        return 1;
    }

    @Override
    public Usability probe() {
        return new Usability(true, "it is always there");
    }

    @Override
    public IoBackend open(Settings settings) {
        throw new IllegalStateException("this one is chosen, and not opened");
    }
}
