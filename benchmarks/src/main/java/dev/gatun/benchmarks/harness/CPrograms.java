package dev.gatun.benchmarks.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compiles our programs in C when they are first needed, and keeps what it compiled under a name that has a digest of
 * all sources and headers in it: a changed source is another program.
 */
public final class CPrograms {
    private static final List<String> OPTIONS = List.of("-O2", "-Wall", "-Wextra", "-Werror");
    private static final List<String> LIBRARIES = List.of("-luring", "-lpthread");

    private final Path sources;
    private final Path programs;

    public CPrograms(Path sources, Path programs) {
        this.sources = sources;
        this.programs = programs;
    }

    /** Why nothing can be compiled here; nothing when it can. */
    public Optional<String> problem() {
        try {
            compiled("load");
            return Optional.empty();
        } catch (BenchmarkFailure e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** The program compiled from {@code name}.c. */
    public Path compiled(String name) {
        try {
            Path program = programs.resolve(name + "-" + digest(name));
            if (!Files.isExecutable(program)) {
                compile(sources.resolve(name + ".c"), program);
            }
            return program;
        } catch (IOException e) {
            throw new BenchmarkFailure("cc, or " + sources.resolve(name + ".c") + ": " + e.getMessage()
                    + "; install gcc and liburing-dev");
        }
    }

    private String digest(String name) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(sources)) {
            files = all.filter(file -> file.toString().endsWith(".h")
                            || file.getFileName().toString().equals(name + ".c"))
                    .sorted()
                    .toList();
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(String.join(" ", OPTIONS).getBytes(StandardCharsets.UTF_8));
            for (Path file : files) {
                digest.update(Files.readAllBytes(file));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Under another name first: who runs at the same time sees all of it or nothing. */
    private void compile(Path source, Path program) throws IOException {
        Files.createDirectories(programs);
        Path unfinished = Files.createTempFile(programs, "unfinished", "");
        List<String> command = Stream.of(
                        List.of("cc"), OPTIONS, List.of("-o", unfinished.toString(), source.toString()), LIBRARIES)
                .flatMap(List::stream)
                .toList();
        Process compiler = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (compiler.waitFor() != 0) {
                Files.delete(unfinished);
                throw new BenchmarkFailure(
                        String.join(" ", command) + " failed (install gcc and liburing-dev): " + said.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkFailure("interrupted while compiling " + source);
        }
        Files.move(unfinished, program, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
