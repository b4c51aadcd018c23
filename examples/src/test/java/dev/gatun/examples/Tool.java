package dev.gatun.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** A program that is not ours, as a client. */
public final class Tool {
    private static final long SECONDS_MAX = 20;

    private Tool() {}

    /** Skips the test, with the reason, where it is missing. */
    public static void require(String name) {
        boolean isThere = Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
        Assumptions.assumeTrue(isThere, () -> name + " is not installed; install the package " + name);
    }

    /** What it prints, standard error included, when it is given {@code input}; it must end well. */
    public static String run(String input, List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            CompletableFuture<byte[]> output = CompletableFuture.supplyAsync(() -> readAll(process));
            try (var in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.ISO_8859_1));
            }
            if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                Assertions.fail(command + " did not end; it said: " + text(output));
            }
            Assertions.assertEquals(0, process.exitValue(), () -> command + " said: " + text(output));
            return text(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] readAll(Process process) {
        try {
            return process.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(CompletableFuture<byte[]> output) {
        return new String(output.join(), StandardCharsets.ISO_8859_1);
    }
}
