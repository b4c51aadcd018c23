package dev.gatun.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.benchmarks.harness.CPrograms;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command as a user gives it. */
@Tag("assertions") // what is measured runs in processes of its own: once is enough
class BenchTest {
    @TempDir
    Path work;

    private record Outcome(int exit, String printed) {}

    private static Outcome bench(String... arguments) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = System.out;
        PrintStream err = System.err;
        PrintStream both = new PrintStream(printed, true, StandardCharsets.UTF_8);
        System.setOut(both);
        System.setErr(both);
        try {
            return new Outcome(
                    new CommandLine(new Bench()).execute(arguments), printed.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    @Test
    void theListNamesEverySuite() {
        Outcome outcome = bench("list");
        assertEquals(0, outcome.exit());
        for (String suite :
                new String[] {"submit", "calls", "loop", "timers", "cross-core", "tcp", "udp", "file", "idle", "startup"
                }) {
            assertTrue(
                    outcome.printed().contains("\n" + suite)
                            || outcome.printed().startsWith(suite),
                    outcome::printed);
        }
    }

    @Test
    void aSuiteThatNobodyKnowsIsAMistakeOfTheUsers() {
        Outcome outcome = bench("sumbit");
        assertEquals(2, outcome.exit());
        assertTrue(outcome.printed().contains("no suite is called sumbit"), outcome::printed);
    }

    @Test
    void aRowIsMeasuredAndWritten() throws IOException {
        Path root = Path.of(System.getProperty("gatun.root"));
        CPrograms programs =
                new CPrograms(root.resolve("benchmarks/src/main/c"), root.resolve("benchmarks/target/bench"));
        Optional<String> problem = programs.problem();
        Assumptions.assumeTrue(problem.isEmpty(), () -> problem.orElse(""));
        Path json = work.resolve("results.json");
        Outcome outcome = bench("submit", "--quick", "--rounds=1", "--row=poll.empty", "--json=" + json);
        assertEquals(0, outcome.exit(), outcome::printed);
        assertTrue(outcome.printed().contains("note: what is measured is pinned"), outcome::printed);
        assertTrue(Files.readString(json).startsWith("{\"schema\":\"gatun-bench/1\""));
    }
}
