package dev.gatun.benchmarks.report;

import dev.gatun.benchmarks.harness.Machine;
import dev.gatun.benchmarks.harness.Ratio;
import dev.gatun.benchmarks.harness.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The results for a person: a paragraph for each row, a line for each subject and figure. Ratios stand beside ours
 * where there is room, else below; where there is much room, percentiles stand between.
 */
public final class Table {
    private static final int BESIDE_COLUMNS = 130;
    private static final int PERCENTILE_COLUMNS = 175;
    private static final List<String> SHOWN = List.of("p50", "p99", "p99.9", "max");

    private final Screen screen;

    public Table(Screen screen) {
        this.screen = screen;
    }

    public void print(Document document) {
        print(document.run(), document.results(), document.ratios());
    }

    /** Some rows of a run, in their order. */
    public void print(@Nullable Run run, List<Result> results, List<Ratio> ratios) {
        List<Block> row = new ArrayList<>();
        for (Block block : Block.of(run, results, ratios)) {
            if (!row.isEmpty() && !block.isOfSameRowAs(row.getFirst())) {
                printRow(row);
                row.clear();
            }
            row.add(block);
        }
        if (!row.isEmpty()) {
            printRow(row);
        }
    }

    /** Who could not take part in the row above, and why. */
    public void printAbsent(List<String> absent) {
        absent.forEach(who -> screen.line("    not measured: %s", who));
        if (!absent.isEmpty()) {
            screen.line("");
        }
    }

    /** What makes the figures doubtful comes first. */
    public void printNotes(Machine.Description machine) {
        machine.warnings().forEach(warning -> screen.line("%s", screen.warning("warning: " + warning)));
        machine.notes().forEach(note -> screen.line("note: %s", note));
    }

    private void printRow(List<Block> figures) {
        screen.line("%s", screen.heading(figures.getFirst().title()));
        if (!figures.getFirst().remark().isEmpty()) {
            screen.line("  %s", figures.getFirst().remark());
        }
        for (Block block : figures) {
            printHead(block);
            block.results().forEach(result -> print(block, result));
        }
        screen.line("");
    }

    private void printHead(Block block) {
        String head = line(block.figureWords(), "", block.first() ? "B/op" : "", block.first() ? "calls/op" : "");
        screen.line("%s%s", head, showsPercentiles() ? percentiles(block, SHOWN.toArray()) : "");
    }

    private static String line(String name, String figure, String bytes, String calls) {
        // A long name takes the place of the figure, which its line does not have.
        return figure.isEmpty()
                ? String.format(Locale.ROOT, "  %-35s %9s %9s", name, bytes, calls)
                : String.format(Locale.ROOT, "  %-22s %12s %9s %9s", name, figure, bytes, calls);
    }

    private void print(Block block, Result result) {
        StringBuilder line = new StringBuilder(line(
                "  " + result.subject(),
                number(result.median()),
                block.first() ? optional(result.bytesPerOp()) : "",
                block.first() ? optional(result.syscallsPerOp()) : ""));
        if (showsPercentiles()) {
            line.append(percentiles(
                    block, SHOWN.stream().map(name -> percentile(result, name)).toArray()));
        }
        List<Ratio> ratios = block.ratios().stream()
                .filter(ratio -> ratio.subject().equals(result.subject()))
                .toList();
        boolean beside = screen.columns() >= BESIDE_COLUMNS;
        String indent = beside ? " ".repeat(line.length()) : "    ";
        for (int i = 0; i < ratios.size(); i++) {
            if (i > 0 || !beside) {
                screen.line("%s", line);
                line = new StringBuilder(indent);
            }
            line.append(' ').append(words(block, ratios.get(i)));
        }
        screen.line("%s", line);
    }

    private boolean showsPercentiles() {
        return screen.columns() >= PERCENTILE_COLUMNS;
    }

    private static String percentiles(Block block, Object... names) {
        return block.first() ? String.format(Locale.ROOT, " %10s %10s %10s %10s", names) : " ".repeat(44);
    }

    private static String percentile(Result result, String name) {
        SortedMap<String, Double> percentiles = result.percentiles();
        Double value = percentiles == null ? null : percentiles.get(name);
        return value == null ? "-" : String.format(Locale.ROOT, "%,.0f", value);
    }

    /** No winner is named where the rounds disagree about who it is. */
    private String words(Block block, Ratio ratio) {
        Verdict verdict = block.verdict(ratio);
        String line = String.format(
                Locale.ROOT,
                "%7s of %-18s %-18s ",
                Numbers.ratio(ratio.median()),
                ratio.against(),
                ratio.low() == null ? "" : Numbers.spread(ratio));
        return line + screen.verdict(verdict, verdict.words());
    }

    private static String optional(@Nullable Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%.3f", value);
    }

    static String number(double value) {
        return String.format(Locale.ROOT, value >= 1000 ? "%,.0f" : "%.2f", value);
    }
}
