package dev.gatun.backend.iouring;

import dev.gatun.Cpu;
import dev.gatun.Timer;
import dev.gatun.spi.IoBackendProvider;
import dev.gatun.testkit.contract.Ground;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * This machine's kernel, its clock, and a folder. A turn may park, but not for ever: a test that waits in vain fails,
 * and does not hang.
 */
final class RealGround implements Ground {
    private static final long NUDGE_NANOS = 5_000_000;

    private final IoBackendProvider provider;
    private final Path folder;
    private final Timer nudge = new Timer(_ -> {});

    private final boolean adopts;

    RealGround(IoBackendProvider provider) throws IOException {
        this(provider, false);
    }

    RealGround(IoBackendProvider provider, boolean adopts) throws IOException {
        this.adopts = adopts;
        IoBackendProvider.Usability usability = provider.probe();
        Assumptions.assumeTrue(usability.usable(), usability::reason);
        this.provider = provider;
        folder = Files.createTempDirectory("gatun");
    }

    @Override
    public IoBackendProvider provider() {
        return provider;
    }

    @Override
    public void turn(Cpu cpu) {
        if (!nudge.isScheduled()) {
            cpu.schedule(nudge, NUDGE_NANOS);
        }
        cpu.tickOrPark();
    }

    @Override
    public String path(String name) {
        return folder.resolve(name).toString();
    }

    @Override
    public boolean adoptsHandles() {
        return adopts;
    }

    @Override
    public void close() throws IOException {
        List<Path> paths;
        try (Stream<Path> found = Files.walk(folder)) {
            paths = found.sorted(Comparator.reverseOrder()).toList();
        }
        paths.forEach(RealGround::delete);
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
