package dev.gatun.benchmarks;

import dev.gatun.benchmarks.harness.BenchmarkFailure;
import dev.gatun.benchmarks.harness.Contest;
import dev.gatun.benchmarks.harness.Machine;
import dev.gatun.benchmarks.harness.Progress;
import dev.gatun.benchmarks.harness.Row;
import dev.gatun.benchmarks.report.Document;
import dev.gatun.benchmarks.report.Run;
import dev.gatun.benchmarks.report.Screen;
import dev.gatun.benchmarks.report.Table;
import dev.gatun.benchmarks.suites.Lab;
import dev.gatun.benchmarks.suites.Match;
import dev.gatun.benchmarks.suites.Suite;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Some rows, measured one after the other, printed as each is done, and kept in the end: also when one fails, and when
 * somebody has had enough and presses Ctrl-C. One use, one thread.
 */
final class Measurement {
    private final Agenda agenda;
    private final Lab lab;
    private final Run planned;
    private final List<Contest.Outcome> outcomes = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();
    private @Nullable Document document;

    private Measurement(Agenda agenda, Lab lab, Run planned) {
        this.agenda = agenda;
        this.lab = lab;
        this.planned = planned;
    }

    /** {@code command}: what measures again the rows of these suites whose ids begin so. */
    static Measurement of(
            List<Suite> suites, Lab lab, String rowPrefix, BiFunction<List<String>, String, String> command) {
        Agenda agenda = Agenda.of(suites, lab, rowPrefix);
        TreeMap<String, Run.About> rows = new TreeMap<>();
        for (Agenda.Item item : agenda.items()) {
            Row row = item.match().row();
            String suite = item.suite().name();
            String figure = row.figures().getFirst().name();
            String again = command.apply(List.of(suite), row.id());
            rows.put(row.id(), new Run.About(suite, figure, row.remark().isEmpty() ? null : row.remark(), again));
        }
        String all = command.apply(suites.stream().map(Suite::name).toList(), rowPrefix);
        String date = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        return new Measurement(agenda, lab, new Run(date, all, null, false, List.of(), rows));
    }

    boolean isEmpty() {
        return agenda.items().isEmpty();
    }

    /** What was measured; there is something when {@link #run} has answered 0. */
    Document document() {
        if (document == null) {
            throw new IllegalStateException("nothing was measured");
        }
        return document;
    }

    /** Answers the exit code. */
    int run(Outputs outputs, @Nullable String revision) throws IOException {
        Run run = new Run(planned.date(), planned.command(), revision, false, List.of(), planned.rows());
        Machine machine = new Machine();
        Table table = new Table(Screen.ofSystem(System.getenv()));
        try (Interruption interruption = new Interruption()) {
            try {
                measure(run, table);
                run = run.completed(leftOut);
            } catch (BenchmarkFailure e) {
                if (!interruption.isRequested()) {
                    System.err.println("\ngatun bench: " + e.getMessage());
                }
            } finally {
                keep(run, machine, table, outputs, interruption.isRequested());
            }
        }
        return run.complete() ? 0 : 1;
    }

    private void measure(Run run, Table table) {
        Progress progress = new Progress(
                System.err,
                Boolean.getBoolean("gatun.live"),
                agenda.contenders(),
                lab.settings().rounds(),
                agenda.limitSeconds());
        for (Agenda.Item item : agenda.items()) {
            Match match = item.match();
            if (!agenda.hasTimeFor(match)) {
                leftOut.add(match.row().title());
                continue;
            }
            try {
                Contest.Outcome outcome = Contest.run(match.row(), match.contenders(), lab.settings(), progress);
                progress.done(match.row(), "measured");
                table.print(run, outcome.results(), outcome.ratios());
                table.printAbsent(outcome.absent());
                outcomes.add(outcome);
                agenda.done(match);
            } catch (BenchmarkFailure e) {
                progress.done(match.row(), "given up");
                throw e;
            }
        }
    }

    private void keep(Run run, Machine machine, Table table, Outputs outputs, boolean interrupted) throws IOException {
        Machine.Description description = machine.describe(lab.settings());
        table.printNotes(description);
        lab.notes().forEach(note -> System.out.println("note: " + note));
        if (!leftOut.isEmpty()) {
            System.out.println("note: " + agenda.limitSeconds() + " s had no time for " + String.join(", ", leftOut)
                    + "; without --quick, or suite by suite, they are measured");
        }
        long absent = outcomes.stream().mapToLong(each -> each.absent().size()).sum();
        if (absent > 0) {
            System.out.println("note: " + absent + " contenders could not take part; why stands under their rows");
        }
        document = Document.of(run, description, lab.settings(), outcomes);
        boolean something = !outcomes.isEmpty() && !outputs.isEmpty();
        if (something) {
            outputs.write(document);
        }
        if (!run.complete()) {
            System.err.println("gatun bench: " + (interrupted ? "interrupted" : "it failed") + " after "
                    + outcomes.size() + " of " + agenda.items().size() + " rows; "
                    + (something ? "they are kept in " + outputs : "nothing was kept"));
        }
    }
}
