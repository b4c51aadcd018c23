package dev.gatun.testkit.contract;

import dev.gatun.Cpu;
import dev.gatun.Timer;
import dev.gatun.spi.IoBackendProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * This machine's kernel, its clock, and a folder. A turn may park, but not for ever: a test that waits in vain fails,
 * and does not hang.
 */
public final class RealGround implements Ground {
    private static final long NUDGE_NANOS = 5_000_000;
    private static final int HANDLES_GUESSED = 1024;

    private final IoBackendProvider provider;
    private final Path folder;
    private final Timer nudge = new Timer(_ -> {});

    private final boolean adopts;

    public RealGround(IoBackendProvider provider) throws IOException {
        this(provider, false);
    }

    /** With every handle adopted as soon as it is there, if so wished. */
    public RealGround(IoBackendProvider provider, boolean adopts) throws IOException {
        this.adopts = adopts;
        IoBackendProvider.Usability usability = provider.probe();
        Assumptions.assumeTrue(usability.usable(), usability::reason);
        this.provider = provider;
        folder = Files.createTempDirectory("gatun");
    }

    /** How many handles the process may have; a modest guess where the system does not say. */
    public static int handleLimit() {
        Path limits = Path.of("/proc/self/limits");
        try {
            return !Files.exists(limits)
                    ? HANDLES_GUESSED
                    : Files.readAllLines(limits).stream()
                            .filter(line -> line.startsWith("Max open files"))
                            .map(line -> line.split(" +", -1)[3])
                            .mapToInt(Integer::parseInt)
                            .findFirst()
                            .orElse(HANDLES_GUESSED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps a figure for the end of the run, where the script that runs all tests prints it. */
    public static void report(String line) throws IOException {
        Path proofs = Path.of(System.getProperty("gatun.root", ".."), "target", "proofs");
        Files.createDirectories(proofs.getParent());
        Files.writeString(proofs, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
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
    public Outsider outsider() {
        return new RealOutsider();
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
