package dev.gatun.benchmarks.report;

import dev.gatun.benchmarks.report.Comparison.Change;
import dev.gatun.benchmarks.report.Comparison.Line;
import dev.gatun.benchmarks.report.Comparison.Side;
import java.util.List;
import java.util.Locale;

/** What changed between two runs, for a person: how they differ, a paragraph for each row, and the sum of it. */
public final class ComparisonTable {
    private static final int ONE_LINE_COLUMNS = 120;

    private final Screen screen;

    public ComparisonTable(Screen screen) {
        this.screen = screen;
    }

    public void print(Comparison comparison) {
        comparison.remarks().forEach(remark -> screen.line("%s", remark));
        screen.line("");
        for (Comparison.Row row : comparison.rows()) {
            screen.line(
                    "%s  %s", screen.heading(row.block().title()), row.block().figureWords());
            row.lines().forEach(this::print);
            row.allocations().forEach(each -> screen.line("  %s", screen.warning(each)));
            screen.line("");
        }
        missing("only in the old run", comparison.onlyBefore());
        missing("only in the new run", comparison.onlyAfter());
        sum(comparison);
    }

    private void print(Line line) {
        String name = (line.isRatio() ? "  " : "    ") + line.what();
        String change = screen.verdict(verdict(line.change()), words(line));
        String before = words(line, line.before());
        String after = words(line, line.after());
        if (screen.columns() >= ONE_LINE_COLUMNS) {
            screen.line("%-38s %-27s -> %-27s  %s", name, before, after, change);
        } else {
            screen.line("%s", name);
            screen.line("      %s -> %s  %s", before, after, change);
        }
    }

    private static String words(Line line, Side side) {
        String median = number(line, side.median());
        return side.low() == null || side.high() == null
                ? median
                : median + " (" + number(line, side.low()) + " to " + number(line, side.high()) + ")";
    }

    private static String number(Line line, double value) {
        return line.isRatio() ? Numbers.ratio(value) : Numbers.figure(value);
    }

    private static String words(Line line) {
        Change change = line.change();
        if (change != Change.FASTER && change != Change.SLOWER) {
            return change.words();
        }
        double before = line.before().median();
        double after = line.after().median();
        return String.format(Locale.ROOT, "%s (%+.1f %%)", change.words(), 100 * (after / before - 1));
    }

    private static Verdict verdict(Change change) {
        return switch (change) {
            case FASTER -> Verdict.AHEAD;
            case SLOWER -> Verdict.BEHIND;
            case NONE -> Verdict.NONE;
            case TOO_FEW -> Verdict.TOO_FEW;
        };
    }

    private void missing(String where, List<String> rows) {
        if (!rows.isEmpty()) {
            screen.line("%s: %s", where, String.join(", ", rows));
        }
    }

    private void sum(Comparison comparison) {
        screen.line(
                "of the ratios: %d slower, %d faster, %d with no difference shown%s",
                comparison.count(Change.SLOWER),
                comparison.count(Change.FASTER),
                comparison.count(Change.NONE),
                comparison.count(Change.TOO_FEW) == 0
                        ? ""
                        : ", " + comparison.count(Change.TOO_FEW) + " with too few rounds");
        for (Comparison.Row row : comparison.rows()) {
            for (Line line : row.lines()) {
                if (line.isRatio() && line.change() == Change.SLOWER) {
                    screen.line(
                            "  %s",
                            screen.verdict(
                                    Verdict.BEHIND,
                                    "slower: " + row.block().title() + " "
                                            + row.block().figure() + ", " + line.what()));
                }
            }
        }
    }
}
