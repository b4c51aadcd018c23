package dev.gatun.testkit.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** A program that somebody else wrote, with files for what it reads and says; ended with the test. */
final class Peer implements AutoCloseable {
    private final String name;
    private final Process process;
    private final Path output;
    private final Path errors;

    private Peer(String name, Process process, Path output, Path errors) {
        this.name = name;
        this.process = process;
        this.output = output;
        this.errors = errors;
    }

    /** Or the test is skipped: it is not installed. It reads {@code input}, or what it is told. */
    static Peer start(Path folder, @Nullable Path input, String... command) throws IOException {
        String name = command[0];
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin", name)), name + " is not installed");
        Path output = Files.createTempFile(folder, name, ".out");
        Path errors = Files.createTempFile(folder, name, ".err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
        if (input != null) {
            builder.redirectInput(input.toFile());
        }
        return new Peer(name, builder.start(), output, errors);
    }

    /** Behind it there may be more, so it does not end. */
    void hear(String text) throws IOException {
        process.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        process.getOutputStream().flush();
    }

    boolean hasEnded() {
        return !process.isAlive();
    }

    int exit() {
        return process.exitValue();
    }

    Path output() {
        return output;
    }

    String said() {
        return read(output);
    }

    /** For a message. */
    String complaints() {
        return this + ": " + read(errors);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public String toString() {
        return name;
    }
}
