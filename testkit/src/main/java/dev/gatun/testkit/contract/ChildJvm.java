package dev.gatun.testkit.contract;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A JVM of its own for what would spoil this one: limits, filters, mounts. It runs one main class of the tests, ends by
 * itself or is ended, and its output is the answer.
 */
public final class ChildJvm {
    private static final int SECONDS_MAX = 60;

    /** How it ended, and all that it said. */
    public record Answer(int exit, List<String> lines) {
        /** What stands behind {@code name} and a colon. */
        public String value(String name) {
            return lines.stream()
                    .filter(line -> line.startsWith(name + ": "))
                    .map(line -> line.substring(name.length() + 2))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + name + " in what the child said: " + this));
        }
    }

    private ChildJvm() {}

    /**
     * Runs {@code main}. The {@code wrapper} is a command that runs the command behind it: unshare, prlimit, or
     * nothing. Of the {@code folders} come classes and resources before all others.
     */
    public static Answer run(List<String> wrapper, List<Path> folders, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(wrapper);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-ea", "-XX:+UseSerialGC", "-Xmx256m", "--enable-native-access=ALL-UNNAMED"));
        StringBuilder classPath = new StringBuilder();
        folders.forEach(folder -> classPath.append(folder).append(File.pathSeparator));
        command.addAll(List.of("-cp", classPath + System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return run(command);
    }

    public static Answer run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("gatun-child", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError(command + " did not end; it had said " + Files.readAllLines(output));
            }
            return new Answer(process.exitValue(), Files.readAllLines(output));
        } finally {
            Files.delete(output);
        }
    }

    /** True exactly when the command is installed, and may be used so. */
    public static boolean works(String... command) throws InterruptedException {
        try {
            return run(List.of(command)).exit() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
