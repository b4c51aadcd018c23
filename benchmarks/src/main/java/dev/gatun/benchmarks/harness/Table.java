package dev.gatun.benchmarks.harness;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The results for a person: a block for each row, a line for each contender and figure, ratios beside ours. */
public final class Table {
    private static final String LINE = "  %-18s %12s %-7s %8s %8s  %s%n";

    private final PrintStream out;

    public Table(PrintStream out) {
        this.out = out;
    }

    public void print(Contest.Outcome outcome) {
        out.println(outcome.row().title());
        if (!outcome.row().remark().isEmpty()) {
            out.println("  " + outcome.row().remark());
        }
        for (Figure figure : outcome.row().figures()) {
            String name = figure.equals(outcome.row().figures().getFirst()) ? figure.name() : "  " + figure.name();
            out.printf(Locale.ROOT, LINE, name, "", figure.unit(), "B/op", "calls/op", "ratio of ours (spread)");
            for (Result result : outcome.results()) {
                if (result.params().equals(outcome.row().paramsFor(figure))) {
                    print(result, outcome.ratios());
                }
            }
        }
        out.println();
    }

    private void print(Result result, List<Ratio> ratios) {
        String beside = ratios.stream()
                .filter(ratio -> ratio.subject().equals(result.subject())
                        && ratio.params().equals(result.params()))
                .map(Table::words)
                .collect(Collectors.joining("; "));
        out.printf(
                Locale.ROOT,
                LINE,
                "  " + result.subject(),
                number(result.median()),
                "",
                optional(result.bytesPerOp()),
                optional(result.syscallsPerOp()),
                beside);
    }

    /** No winner is named where the rounds disagree about who it is. */
    private static String words(Ratio ratio) {
        return String.format(
                Locale.ROOT,
                "%.3f of %s (%s)",
                ratio.median(),
                ratio.against(),
                ratio.low() == null ? "too few rounds" : interval(ratio.low(), ratio.high(), ratio.conclusive()));
    }

    private static String interval(double low, @Nullable Double high, boolean conclusive) {
        return String.format(Locale.ROOT, "%.3f to %.3f%s", low, high, conclusive ? "" : ": no difference shown");
    }

    private static String optional(@Nullable Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%.3f", value);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 1000 ? "%,.0f" : "%.2f", value);
    }
}
