package dev.gatun.house;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Where the project is, and running its commands as a user would. */
final class House {
    static final Path ROOT =
            Path.of(System.getProperty("gatun.root", "..")).toAbsolutePath().normalize();

    private House() {}

    record Outcome(int exit, String output) {}

    /** Runs a command from {@code folder} with the environment changed as said (an empty value removes). */
    static Outcome run(Path folder, Map<String, String> environment, List<String> command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        environment.forEach((name, value) -> {
            if (value.isEmpty()) {
                builder.environment().remove(name);
            } else {
                builder.environment().put(name, value);
            }
        });
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            return new Outcome(process.waitFor(), output);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
