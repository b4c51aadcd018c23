package dev.gatun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Others who say what a machine is like: programs in C from src/test/c, and the system's own commands. */
final class Witness {
    private static final Path SOURCES = Path.of(System.getProperty("gatun.root", ".."), "cli/src/test/c");

    private Witness() {}

    /** What a command said; where it is not installed, the test is skipped. */
    static String says(String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            return Assumptions.abort(command[0] + " is not installed");
        }
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        Assumptions.assumeFalse(exit == 77, said); // it can't tell here, and says why
        assertEquals(0, exit, said);
        return said.strip();
    }

    /** The program of that name, made of {@code name.c}. */
    static Path compiled(Path folder, String name, String... libraries) throws IOException, InterruptedException {
        Path program = folder.resolve(name);
        List<String> command = new ArrayList<>(List.of("cc", "-O1", "-o", program.toString()));
        command.add(SOURCES.resolve(name + ".c").toString());
        command.addAll(List.of(libraries));
        says(command.toArray(String[]::new));
        return program;
    }
}
