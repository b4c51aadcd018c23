package dev.gatun.benchmarks;

import dev.gatun.benchmarks.harness.CPrograms;
import dev.gatun.benchmarks.harness.Settings;
import dev.gatun.benchmarks.report.Document;
import dev.gatun.benchmarks.report.DocumentReader;
import dev.gatun.benchmarks.report.UnreadableException;
import dev.gatun.benchmarks.rivals.Rivals;
import dev.gatun.benchmarks.suites.CallsSuite;
import dev.gatun.benchmarks.suites.CrossSuite;
import dev.gatun.benchmarks.suites.FileSuite;
import dev.gatun.benchmarks.suites.HttpSuite;
import dev.gatun.benchmarks.suites.IdleSuite;
import dev.gatun.benchmarks.suites.Lab;
import dev.gatun.benchmarks.suites.LoopSuite;
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
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code gatun bench}: measures Gatun against C and against its rivals. Exit codes: 0 measured, 1 a measurement failed
 * (the work was not done as agreed) or something got slower that must not, 2 usage or environment. The system property
 * {@code gatun.live} says that somebody watches standard error on a terminal, {@code gatun.columns} how wide the
 * terminal is that standard output goes to, {@code gatun.root} where the sources are.
 */
@Command(
        name = "gatun bench",
        description = "Measures Gatun against programs in C that do the same work.",
        mixinStandardHelpOptions = true,
        subcommands = {Compare.class, Show.class},
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
            new HttpSuite(),
            new IdleSuite(),
            new StartupSuite());

    @Parameters(arity = "0..*", paramLabel = "SUITE", description = "list, all, or suites by name.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--quick", description = "Fewer and shorter rounds, and rivals in the chief rows alone.")
    private boolean quick;

    @Option(names = "--rounds", description = "Rounds of each contender (25; quick: 7). Fewer than 5 conclude nothing.")
    private @Nullable Integer rounds;

    @Mixin
    private Outputs outputs = new Outputs();

    @Option(
            names = "--against",
            split = ",",
            description = "Only these rivals, by the beginnings of their names: c,netty")
    private Set<String> against = new LinkedHashSet<>();

    @Option(
            names = "--rivals",
            split = ",",
            paramLabel = "JAR",
            description = "Also these rivals: jars, or folders of jars; see docs/performance.md.")
    private List<Path> rivalJars = new ArrayList<>();

    @Option(names = "--row", description = "Only rows whose id begins so: tcp.throughput")
    private String rowPrefix = "";

    @Option(names = "--compare", paramLabel = "FILE", description = "Then show what changed since a run's JSON.")
    private @Nullable Path former;

    @Option(
            names = "--fail-if-slower",
            description = "With --compare: exit with 1 if a ratio got worse beyond noise, or ours allocates more.")
    private boolean failIfSlower;

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Bench());
    }

    @Override
    public Integer call() throws IOException {
        if (names.equals(List.of("list"))) {
            SUITES.forEach(suite -> System.out.printf(Locale.ROOT, "%-12s%s%n", suite.name(), suite.about()));
            return 0;
        }
        try {
            return measure();
        } catch (UnreadableException e) {
            return refuse(String.valueOf(e.getMessage()));
        }
    }

    private int measure() throws IOException {
        List<Suite> suites = chosen();
        Document before = former == null ? null : DocumentReader.read(former);
        if (failIfSlower && before == null) {
            return refuse("--fail-if-slower needs --compare FILE");
        }
        if (rounds != null && rounds < 1) {
            return refuse("--rounds " + rounds + ": it takes at least 1, and 5 to conclude anything");
        }
        Path root = Path.of(System.getProperty("gatun.root", "."));
        Path folder = root.resolve("benchmarks/target/bench");
        Files.createDirectories(folder);
        Settings usual = quick ? Settings.brief() : Settings.thorough();
        Settings settings = rounds == null ? usual : usual.withRounds(rounds);
        CPrograms programs = new CPrograms(root.resolve("benchmarks/src/main/c"), folder);
        Rivals rivals;
        try {
            rivals = Rivals.with(rivalJars);
        } catch (IllegalArgumentException e) {
            return refuse(String.valueOf(e.getMessage()));
        }
        Lab lab = new Lab(programs, folder, settings, against, rivals);
        String problem = outputs.problem().or(lab::problem).orElse("");
        if (!problem.isEmpty()) {
            return refuse(problem);
        }
        Lab everybody = new Lab(programs, folder, settings, Set.of(), rivals);
        for (String wanted : against) {
            List<String> names = subjects(suites, everybody);
            if (names.stream().noneMatch(name -> name.startsWith(wanted))) {
                return refuse("--against " + wanted + ": nobody's name begins so in these suites; there are: "
                        + String.join(", ", names));
            }
        }
        Measurement measurement = Measurement.of(suites, lab, rowPrefix, this::command);
        if (measurement.isEmpty()) {
            return refuse("no row begins with " + rowPrefix + "; there are: " + String.join(", ", rowIds(suites, lab)));
        }
        int exit = measurement.run(outputs, Revision.of(root).orElse(null));
        return exit != 0 || before == null ? exit : compare(before, measurement.document());
    }

    private int compare(Document before, Document now) {
        System.out.println();
        return Compare.compared(before, now) && failIfSlower ? 1 : 0;
    }

    private static int refuse(String why) {
        System.err.println("gatun bench: " + why);
        return 2;
    }

    private static List<String> rowIds(List<Suite> suites, Lab lab) {
        return suites.stream()
                .flatMap(suite -> suite.matches(lab).stream())
                .map(match -> match.row().id())
                .distinct()
                .toList();
    }

    /** Who is not ours, in all rows of these suites. */
    private static List<String> subjects(List<Suite> suites, Lab lab) {
        return suites.stream()
                .flatMap(suite -> suite.matches(lab).stream())
                .flatMap(match -> match.entries().keySet().stream())
                .filter(name -> !name.startsWith("gatun-"))
                .distinct()
                .sorted()
                .toList();
    }

    private List<Suite> chosen() {
        if (names.isEmpty()) {
            throw new UnreadableException("name a suite, or all; see: gatun bench list");
        }
        for (String name : names) {
            if (!name.equals("all")
                    && SUITES.stream().noneMatch(suite -> suite.name().equals(name))) {
                throw new UnreadableException("no suite is called " + name + "; see: gatun bench list");
            }
        }
        return SUITES.stream()
                .filter(suite -> names.contains("all") || names.contains(suite.name()))
                .toList();
    }

    /** What measures rows again, as they are measured now: where results go is left out. */
    private String command(List<String> suites, String rows) {
        StringBuilder command = new StringBuilder("scripts/gatun bench ");
        command.append(String.join(" ", suites));
        command.append(rows.isEmpty() ? "" : " --row " + rows);
        command.append(quick ? " --quick" : "");
        command.append(rounds == null ? "" : " --rounds " + rounds);
        command.append(against.isEmpty() ? "" : " --against " + String.join(",", against));
        rivalJars.forEach(jar -> command.append(" --rivals ").append(jar));
        return command.toString();
    }
}
