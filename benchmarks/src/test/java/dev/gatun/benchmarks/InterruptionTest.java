package dev.gatun.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.benchmarks.harness.CPrograms;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C, as a shell sends it, to a run in a process of its own. */
@Tag("assertions") // it runs in processes of its own: once is enough
@Timeout(60)
class InterruptionTest {
    private static final int BY_SIGINT = 130;

    @TempDir
    Path work;

    private Process start(String... arguments) throws IOException {
        Path root = Path.of(System.getProperty("gatun.root"));
        CPrograms programs =
                new CPrograms(root.resolve("benchmarks/src/main/c"), root.resolve("benchmarks/target/bench"));
        Optional<String> problem = programs.problem();
        Assumptions.assumeTrue(problem.isEmpty(), () -> problem.orElse(""));
        // Who was started in the background by a shell ignores Ctrl-C, and so do its children.
        List<String> command = new ArrayList<>(List.of(
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Dgatun.root=" + root,
                "-Dgatun.live=true",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Bench.class.getName()));
        command.addAll(List.of("tcp", "--row=tcp.round-trip", "--against=c-liburing", "--quick", "--rounds=1"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** Interrupts it when it says that it does this, and answers all that it says after that. */
    private static String interruptAfter(Process run, String doing) throws IOException, InterruptedException {
        try (BufferedReader said = run.inputReader()) {
            String last = said.readLine();
            while (last != null && !last.contains(doing)) {
                last = said.readLine();
            }
            assertNotNull(last, "it ended by itself");
            List<ProcessHandle> children = run.descendants().toList();
            assertFalse(children.isEmpty());
            Process kill = new ProcessBuilder("kill", "-INT", String.valueOf(run.pid())).start();
            assertEquals(0, kill.waitFor());
            String after = said.lines().collect(Collectors.joining("\n"));
            assertEquals(BY_SIGINT, run.waitFor(), after);
            for (ProcessHandle child : children) {
                child.onExit().orTimeout(10, TimeUnit.SECONDS).join();
            }
            return after;
        }
    }

    /** The server of the first contender stands still then: that must not save it. */
    @Test
    void whatWasMeasuredIsKeptAndNobodyOutlivesIt() throws IOException, InterruptedException {
        Path json = work.resolve("results.json");
        Path html = work.resolve("results.html");
        Process run = start("--json=" + json, "--html=" + html);
        String after = interruptAfter(run, "mode=park size=64  gatun-");
        assertTrue(
                after.contains("gatun bench: interrupted after 1 of 2 rows; they are kept in " + json + " and " + html),
                after);
        String written = Files.readString(json);
        assertTrue(written.contains("\"complete\":false"), written);
        assertTrue(written.contains("{\"mode\":\"spin\",\"size\":64}"), written);
        assertTrue(Files.readString(html).contains("This run did not get to its end"));
    }

    @Test
    void whereNothingWasMeasuredYetNothingIsKept() throws IOException, InterruptedException {
        Path json = work.resolve("results.json");
        String after = interruptAfter(start("--json=" + json), "c-liburing: warming up");
        assertTrue(after.contains("gatun bench: interrupted after 0 of 2 rows; nothing was kept"), after);
        assertFalse(Files.exists(json));
    }
}
