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
            return new Outcome(Bench.commandLine().execute(arguments), printed.toString(StandardCharsets.UTF_8));
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

    private void refused(String why, String... arguments) {
        Outcome outcome = bench(arguments);
        assertEquals(2, outcome.exit(), outcome::printed);
        assertTrue(outcome.printed().contains(why), outcome::printed);
    }

    @Test
    void mistakesOfTheUsersAreToldBeforeAnythingIsMeasured() throws IOException {
        refused("name a suite, or all; see: gatun bench list");
        refused("no suite is called sumbit", "tcp", "sumbit");
        refused("--rounds 0: it takes at least 1", "submit", "--rounds=0");
        refused("--against nety: nobody's name begins so in these suites; there are: c-", "submit", "--against=c,nety");
        refused("--fail-if-slower needs --compare FILE", "submit", "--fail-if-slower");
        refused("there is no folder " + work.resolve("no"), "submit", "--json=" + work.resolve("no/x.json"));
        refused("is a folder: name a file in it", "submit", "--html=" + work);
        refused("nowhere.json: there is no such file", "submit", "--compare=" + work.resolve("nowhere.json"));
        Path cut = Files.writeString(work.resolve("cut.json"), "{\"schema\":\"gatun-bench/1\",");
        refused("cut.json holds no results that can be read", "submit", "--compare=" + cut);
        refused("cut.json holds no results that can be read", "compare", cut.toString(), cut.toString());
        refused("Missing required parameter: 'NEW'", "compare", cut.toString());
        refused("cut.json holds no results that can be read", "show", cut.toString());
        refused("nowhere.jar: there is no such jar or folder", "submit", "--rivals=nowhere.jar");
        refused("Unknown option: '--jsno=x'", "submit", "--jsno=x");
    }

    private void assumeThatThereIsACompiler() {
        Path root = Path.of(System.getProperty("gatun.root"));
        CPrograms programs =
                new CPrograms(root.resolve("benchmarks/src/main/c"), root.resolve("benchmarks/target/bench"));
        Optional<String> problem = programs.problem();
        Assumptions.assumeTrue(problem.isEmpty(), () -> problem.orElse(""));
    }

    @Test
    void aRowThatNobodyKnowsIsToldWithThoseThereAre() {
        assumeThatThereIsACompiler();
        refused("no row begins with submit.npo; there are: submit.nop, ", "submit", "--row=submit.npo");
    }

    @Test
    void aRowIsMeasuredWrittenShownAndCompared() throws IOException {
        assumeThatThereIsACompiler();
        Path json = work.resolve("results.json");
        Path html = work.resolve("results.html");
        Outcome outcome =
                bench("submit", "--quick", "--rounds=1", "--row=poll.empty", "--json=" + json, "--html=" + html);
        assertEquals(0, outcome.exit(), outcome::printed);
        assertTrue(outcome.printed().contains("poll.empty: measured in "), outcome::printed);
        assertTrue(outcome.printed().contains("note: what is measured is pinned"), outcome::printed);
        String written = Files.readString(json);
        assertTrue(written.startsWith("{\"schema\":\"gatun-bench/1\""));
        String command = "scripts/gatun bench submit --row poll.empty --quick --rounds 1";
        assertTrue(written.contains("\"command\":\"" + command + "\""), written);
        assertTrue(written.contains("\"complete\":true"), written);
        String page = Files.readString(html);
        assertTrue(page.contains(command) && page.contains("poll.empty"));

        Outcome shown = bench("show", json.toString(), "--html=" + work.resolve("again.html"));
        assertEquals(0, shown.exit(), shown::printed);
        assertTrue(shown.printed().startsWith("poll.empty"), shown::printed);
        assertEquals(page, Files.readString(work.resolve("again.html")));

        Outcome compared = bench("compare", json.toString(), json.toString(), "--fail-if-slower");
        assertEquals(0, compared.exit(), compared::printed);
        assertTrue(compared.printed().contains("of the ratios: 0 slower, 0 faster"), compared::printed);
    }

    @Test
    void whatGotSlowerFailsWhereThatIsAskedFor() throws IOException {
        Path before = Files.writeString(work.resolve("before.json"), written(1.01, 1.02));
        Path after = Files.writeString(work.resolve("after.json"), written(1.51, 1.52));
        String[] both = {"compare", before.toString(), after.toString()};
        assertEquals(0, bench(both).exit());
        assertEquals(1, bench(both[0], both[1], both[2], "--fail-if-slower").exit());
        assertEquals(0, bench(both[0], both[2], both[1], "--fail-if-slower").exit());
    }

    /** The least that a run writes. */
    private static String written(double low, double high) {
        String result = """
                {"id":"a.b","params":{},"subject":"%s","unit":"ns/op","better":"lower","rounds":[1],"median":1}""";
        String text = """
                {"schema":"gatun-bench/1",
                "machine":{"os":"x","kernel":"x","arch":"x","processor":"x","jdk":"x","cpus":1},
                "settings":{"rounds":9,"quick":true,"roundMillis":1,"warmUpMillis":1,"warmUpRoundsMax":1,
                "serverCpu":0,"loadCpu":0},
                "results":[RESULTS],
                "ratios":[{"id":"a.b","params":{},"subject":"gatun-io_uring","against":"c-liburing",
                "median":LOW,"min":1,"max":2,"low":LOW,"high":HIGH,"rounds":9,"conclusive":true}]}
                """;
        return text.replace(
                        "RESULTS", String.format(result, "c-liburing") + "," + String.format(result, "gatun-io_uring"))
                .replace("LOW", String.valueOf(low))
                .replace("HIGH", String.valueOf(high));
    }
}
