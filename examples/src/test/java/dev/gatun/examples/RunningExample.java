package dev.gatun.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;

/** An example as a user runs it: a process of its own, that is ended as by Ctrl-C. One thread. */
public final class RunningExample implements AutoCloseable {
    private static final long SECONDS_MAX = 20;
    private static final int ENDED_BY_SIGNAL = 128 + 15;
    private static final Pattern ADDRESS = Pattern.compile("/[0-9a-f.:]+:(\\d+)");

    private final Process process;
    private final BufferedReader out;
    private final Path errors;
    private final String firstLine;

    /** Returns when it has said that it is there. */
    public RunningExample(String... arguments) {
        this(List.of(), arguments);
    }

    /** In a JVM with further options. */
    public RunningExample(List<String> options, String... arguments) {
        try {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-ea",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path")));
            command.addAll(options);
            command.add(Examples.class.getName());
            command.addAll(List.of(arguments));
            errors = Files.createTempFile("gatun-example", ".err");
            process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
            process.getOutputStream().close();
            out = process.inputReader();
            firstLine = line();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next line that it prints. */
    public String line() {
        CompletableFuture<String> line = CompletableFuture.supplyAsync(() -> {
            try {
                return String.valueOf(out.readLine());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        try {
            return line.get(SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            throw new AssertionError("it prints no line, and said: " + errors(), e);
        }
    }

    /** What it said first. */
    public String firstLine() {
        return firstLine;
    }

    /** As its first line says. */
    public int port() {
        Matcher address = ADDRESS.matcher(firstLine);
        Assertions.assertTrue(address.find(), () -> "no address in " + firstLine + "; it said: " + errors());
        return Integer.parseInt(address.group(1));
    }

    private String errors() {
        try {
            return Files.readString(errors);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** It ends at once, and has nothing to complain of. */
    @Override
    public void close() {
        try {
            process.destroy();
            if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                Assertions.fail("it does not end; it said: " + errors());
            }
            Assertions.assertEquals(ENDED_BY_SIGNAL, process.exitValue(), this::errors);
            List<String> complaints = errors().lines()
                    .filter(line -> line.matches(".*(Exception|Error|WARNING|SEVERE).*"))
                    .filter(line -> !line.contains("has not turned for")) // a busy machine's, and no fault
                    .toList();
            Assertions.assertEquals(List.of(), complaints);
            Files.deleteIfExists(errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
