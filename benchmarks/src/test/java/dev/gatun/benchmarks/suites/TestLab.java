package dev.gatun.benchmarks.suites;

import dev.gatun.benchmarks.harness.CPrograms;
import dev.gatun.benchmarks.harness.Contender;
import dev.gatun.benchmarks.harness.Contest;
import dev.gatun.benchmarks.harness.Progress;
import dev.gatun.benchmarks.harness.Row;
import dev.gatun.benchmarks.harness.Settings;
import dev.gatun.benchmarks.rivals.Rivals;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;

/** A lab for tests: tiny rounds, whose figures mean nothing, but all the work and all the checks. */
final class TestLab {
    static final Path SOURCES = Path.of(System.getProperty("gatun.root"), "benchmarks/src/main/c");
    static final Path FOLDER = Path.of(System.getProperty("gatun.root"), "benchmarks/target/bench");

    private TestLab() {}

    static Settings settings(int rounds, long millis) {
        Settings usual = Settings.brief();
        return new Settings(rounds, true, millis, millis, 0, usual.serverCpu(), usual.loadCpu());
    }

    static Lab open(CPrograms programs, Settings settings) {
        return open(programs, settings, Set.of("c-"), Rivals.with(List.of()));
    }

    /** Skips the test, with the reason, where there is no compiler, no liburing or no io_uring. */
    static Lab open(CPrograms programs, Settings settings, Set<String> against, Rivals rivals) {
        Lab lab = new Lab(programs, FOLDER, settings, against, rivals);
        Optional<String> problem = lab.problem();
        Assumptions.assumeTrue(problem.isEmpty(), () -> problem.orElse(""));
        Assumptions.assumeTrue(lab.backends().contains("io_uring"), "io_uring can't be used here");
        return lab;
    }

    static Lab open(Settings settings) {
        return open(new CPrograms(SOURCES, FOLDER), settings);
    }

    static Contest.Outcome run(Lab lab, Row row, Contender.Entry... entries) {
        return run(lab, row, List.of(entries));
    }

    static Contest.Outcome run(Lab lab, Row row, List<Contender.Entry> entries) {
        Progress nobody = new Progress(new PrintStream(OutputStream.nullOutputStream()), false, 0, 0, 60);
        return Contest.run(row, entries, lab.settings(), nobody);
    }
}
