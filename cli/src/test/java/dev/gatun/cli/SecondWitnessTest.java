package dev.gatun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.BackendChoice;
import dev.gatun.cli.Report.Feature;
import dev.gatun.cli.Report.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the probe says of sockets, against a program in C that asks the kernel the same. */
class SecondWitnessTest {
    @TempDir
    Path folder;

    private static String run(String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            return Assumptions.abort(command[0] + " is not installed");
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said;
    }

    @Test
    void whatIsSaidOfOptionsIsWhatAProgramInCSees() throws IOException, InterruptedException {
        Path program = folder.resolve("options");
        Path source = Path.of(System.getProperty("gatun.root"), "cli/src/test/c/options.c");
        run("cc", "-O1", "-o", program.toString(), source.toString());
        Map<String, Feature> told = new SocketTrials(BackendChoice.best().provider())
                .all().stream().collect(Collectors.toMap(Feature::name, Function.identity()));
        int compared = 0;
        for (String line : run(program.toString()).lines().toList()) {
            String[] words = line.split(" ", 3);
            Feature feature = Objects.requireNonNull(told.get(words[0]), "the probe says nothing of " + line);
            assertEquals(words[1].equals("yes"), feature.state() == State.YES, () -> line + " but " + feature);
            if (words[1].equals("yes") && !words[2].equals("untold")) {
                assertTrue(feature.detail().contains("read back " + words[2]), () -> line + " but " + feature);
            }
            compared++;
        }
        assertEquals(34, compared);
    }
}
