package dev.gatun.benchmarks;

import dev.gatun.benchmarks.harness.BenchmarkFailure;
import dev.gatun.benchmarks.harness.CPrograms;
import dev.gatun.benchmarks.harness.Contest;
import dev.gatun.benchmarks.harness.Document;
import dev.gatun.benchmarks.harness.Json;
import dev.gatun.benchmarks.harness.Machine;
import dev.gatun.benchmarks.harness.Progress;
import dev.gatun.benchmarks.harness.Settings;
import dev.gatun.benchmarks.harness.Table;
import dev.gatun.benchmarks.suites.CallsSuite;
import dev.gatun.benchmarks.suites.CrossSuite;
import dev.gatun.benchmarks.suites.FileSuite;
import dev.gatun.benchmarks.suites.IdleSuite;
import dev.gatun.benchmarks.suites.Lab;
import dev.gatun.benchmarks.suites.LoopSuite;
import dev.gatun.benchmarks.suites.Match;
import dev.gatun.benchmarks.suites.StartupSuite;
import dev.gatun.benchmarks.suites.SubmitSuite;
import dev.gatun.benchmarks.suites.Suite;
import dev.gatun.benchmarks.suites.TcpSuite;
import dev.gatun.benchmarks.suites.TimersSuite;
import dev.gatun.benchmarks.suites.UdpSuite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code gatun bench}: measures Gatun against C and against its rivals. Exit codes: 0 measured, 1 a measurement failed
 * (the work was not done as agreed), 2 usage or environment. The system property {@code gatun.live} says that somebody
 * watches standard error on a terminal, {@code gatun.root} where the sources are.
 */
@Command(
        name = "gatun bench",
        description = "Measures Gatun against programs in C that do the same work.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: gatun bench submit --quick"})
public final class Bench implements Callable<Integer> {
    private static final List<Suite> SUITES = List.of(
            new SubmitSuite(),
            new CallsSuite(),
            new LoopSuite(),
            new TimersSuite(),
            new CrossSuite(),
            new TcpSuite(),
            new UdpSuite(),
            new FileSuite(),
            new IdleSuite(),
            new StartupSuite());

    @Parameters(arity = "1..*", description = "list, all, or suites by name.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--quick", description = "Shorter rounds: over soon, with wider spreads.")
    private boolean quick;

    @Option(names = "--rounds", description = "Rounds of each contender (25; quick: 9). Fewer than 5 conclude nothing.")
    private int rounds;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the results (schema gatun-bench/1).")
    private @Nullable Path json;

    @Option(
            names = "--against",
            split = ",",
            description = "Only these rivals, by the beginnings of their names: c,netty")
    private Set<String> against = new LinkedHashSet<>();

    @Option(names = "--row", description = "Only rows whose id begins so: tcp.throughput")
    private String rowPrefix = "";

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        if (names.equals(List.of("list"))) {
            SUITES.forEach(suite -> System.out.printf(Locale.ROOT, "%-12s%s%n", suite.name(), suite.about()));
            return 0;
        }
        List<Suite> suites = chosen();
        if (suites.isEmpty()) {
            System.err.println(
                    "gatun bench: no suite is called " + String.join(", ", names) + "; see: gatun bench list");
            return 2;
        }
        Path root = Path.of(System.getProperty("gatun.root", "."));
        Path folder = root.resolve("benchmarks/target/bench");
        Files.createDirectories(folder);
        Settings usual = quick ? Settings.brief() : Settings.thorough();
        Settings settings = rounds > 0 ? usual.withRounds(rounds) : usual;
        Lab lab = new Lab(new CPrograms(root.resolve("benchmarks/src/main/c"), folder), folder, settings, against);
        Optional<String> problem = lab.problem();
        if (problem.isPresent()) {
            System.err.println("gatun bench: " + problem.get());
            return 2;
        }
        try {
            measure(suites, lab);
            return 0;
        } catch (BenchmarkFailure e) {
            System.err.println("\ngatun bench: " + e.getMessage());
            return 1;
        }
    }

    private List<Suite> chosen() {
        return SUITES.stream()
                .filter(suite -> names.contains("all") || names.contains(suite.name()))
                .toList();
    }

    private void measure(List<Suite> suites, Lab lab) throws IOException {
        Machine machine = new Machine();
        List<Match> matches = suites.stream()
                .flatMap(suite -> suite.matches(lab).stream())
                .filter(match -> match.row().id().startsWith(rowPrefix))
                .toList();
        int contenders =
                matches.stream().mapToInt(match -> match.entries().size()).sum();
        Progress progress = new Progress(
                System.err,
                Boolean.getBoolean("gatun.live"),
                contenders * (lab.settings().rounds() + 5));
        Table table = new Table(System.out);
        List<Contest.Outcome> outcomes = new ArrayList<>();
        for (Match match : matches) {
            Contest.Outcome outcome = Contest.run(match.row(), match.contenders(), lab.settings(), progress);
            progress.done();
            table.print(outcome);
            outcomes.add(outcome);
        }
        Machine.Description description = machine.describe(lab.settings());
        Stream.concat(description.notes().stream(), lab.notes().stream())
                .forEach(note -> System.out.println("note: " + note));
        if (json != null) {
            Files.writeString(json, Json.write(Document.of(description, lab.settings(), outcomes)) + "\n");
        }
    }
}
