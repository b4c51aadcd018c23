package dev.gatun.backend.kqueue;

import dev.gatun.bindings.kqueue.BsdLibrary;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * macOS and FreeBSD on this Linux, as far as their calls go: the C sources in {@code src/test/c}, compiled when first
 * needed and after each change. docs/platforms.md says what that proves.
 */
public enum TestGround {
    MACOS(Bsd.MACOS, "macos_"),
    FREEBSD(Bsd.FREEBSD, "freebsd_"),
    /** FreeBSD with the events it had at first. */
    CLASSIC(Bsd.FREEBSD, "classic_");

    /** Why what takes long is left out; see docs/testing.md. */
    static final String LONG = "what takes long over kqueue's test ground runs with -Dgatun.kqueue.all=true";

    private static final Path MODULE = Path.of(System.getProperty("gatun.root", ".."), "backend-kqueue")
            .toAbsolutePath()
            .normalize();
    private static final Path SOURCES = MODULE.resolve("src/test/c");
    private static final Path LIBRARY = MODULE.resolve("target/libgatun-bsd.so");
    private static final List<String> UNITS = List.of("kevent.c", "macos.c", "freebsd.c", "classic.c", "libkqueue.c");

    private static final class Loaded {
        static final SymbolLookup SYMBOLS = load();
    }

    private final Bsd bsd;
    private final String prefix;

    TestGround(Bsd bsd, String prefix) {
        this.bsd = bsd;
        this.prefix = prefix;
    }

    public KqueueProvider provider() {
        return new KqueueProvider(KqueueConfig.DEFAULT, system());
    }

    KqueueSystem system() {
        KeventLayout layout = this == CLASSIC ? KeventLayout.CLASSIC : KeventLayout.of(bsd);
        return new KqueueSystem(bsd, layout, library());
    }

    @SuppressWarnings("exports") // to tests alone
    public BsdLibrary library() {
        return BsdLibrary.of(function -> find(prefix, function));
    }

    public boolean isMacos() {
        return bsd.isMacos();
    }

    /** The first form over the libkqueue that {@code GATUN_LIBKQUEUE} names, or the test is skipped. */
    static KqueueProvider libkqueue() {
        Assumptions.assumeTrue(System.getenv("GATUN_LIBKQUEUE") != null, "GATUN_LIBKQUEUE names no libkqueue");
        BsdLibrary library = BsdLibrary.of(function -> CLASSIC.find("libkqueue_", function));
        return new KqueueProvider(KqueueConfig.DEFAULT, new KqueueSystem(Bsd.FREEBSD, KeventLayout.CLASSIC, library));
    }

    /** What a form lacks it has from FreeBSD. */
    private Optional<MemorySegment> find(String prefix, String function) {
        Optional<MemorySegment> own = Loaded.SYMBOLS.find(prefix + function);
        return own.isPresent() || bsd == Bsd.MACOS ? own : Loaded.SYMBOLS.find(FREEBSD.prefix + function);
    }

    @SuppressWarnings("restricted")
    private static SymbolLookup load() {
        Assumptions.assumeTrue(new File("/proc/self").exists(), "the test ground of kqueue stands on Linux");
        Assumptions.assumeTrue(new File("/usr/bin/cc").exists(), "cc is not installed");
        try {
            if (isStale()) {
                compile();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return SymbolLookup.libraryLookup(LIBRARY.toAbsolutePath(), Arena.global());
    }

    private static boolean isStale() throws IOException {
        if (!Files.exists(LIBRARY)) {
            return true;
        }
        long compiled = Files.getLastModifiedTime(LIBRARY).toMillis();
        try (Stream<Path> sources = Files.list(SOURCES)) {
            return sources.anyMatch(source -> source.toFile().lastModified() > compiled);
        }
    }

    private static void compile() throws IOException {
        Files.createDirectories(LIBRARY.getParent());
        Path fresh = Files.createTempFile(LIBRARY.toAbsolutePath().getParent(), "libgatun-bsd", ".so");
        List<String> command =
                new ArrayList<>(List.of("/usr/bin/cc", "-D_GNU_SOURCE", "-O1", "-g", "-fPIC", "-shared"));
        command.addAll(List.of("-Wall", "-Wextra", "-Werror", "-pthread", "-o", fresh.toString()));
        UNITS.forEach(unit -> command.add(SOURCES.resolve(unit).toString()));
        Process cc = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(cc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (cc.onExit().join().exitValue() != 0) {
            throw new AssertionError(String.join(" ", command) + "\n" + said);
        }
        Files.move(fresh, LIBRARY, StandardCopyOption.ATOMIC_MOVE);
    }
}
