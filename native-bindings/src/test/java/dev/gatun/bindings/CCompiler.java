package dev.gatun.bindings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A C compiler of this machine: it says what the headers say, so that nobody has to be believed. */
record CCompiler(String command, List<String> options) {
    private static final Pattern ERROR = Pattern.compile("^[^:]*:(\\d+):\\d+: (?:fatal )?error: (.*)$");

    /** What a command printed, and how it ended. */
    record Outcome(int exit, String output) {}

    /** The compiler by that name, if it is on PATH. */
    static Optional<CCompiler> find(String command, String... options) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            if (Files.isExecutable(Path.of(folder, command))) {
                return Optional.of(new CCompiler(command, List.of(options)));
            }
        }
        return Optional.empty();
    }

    /** "cc (Debian 12.2.0-14) 12.2.0". */
    String version() {
        return run(List.of(command, "--version")).output().lines().findFirst().orElse(command);
    }

    /** Compiles {@code source}; answers the errors by line, none when it went well. */
    Map<Integer, String> compile(Path source, Path output, String... more) {
        List<String> line = new ArrayList<>(List.of(command, "-fmax-errors=0", "-w", "-o", output.toString()));
        line.addAll(options);
        line.addAll(List.of(more));
        line.add(source.toString());
        Outcome outcome = run(line);
        Map<Integer, String> errors = new TreeMap<>();
        outcome.output()
                .lines()
                .map(ERROR::matcher)
                .filter(matcher -> matcher.matches())
                .forEach(matcher -> errors.putIfAbsent(Integer.parseInt(matcher.group(1)), matcher.group(2)));
        if (outcome.exit() != 0 && errors.isEmpty()) {
            throw new AssertionError(String.join(" ", line) + "\n" + outcome.output());
        }
        return errors;
    }

    static Outcome run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
