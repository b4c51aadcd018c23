package dev.gatun.benchmarks;

import dev.gatun.benchmarks.report.Comparison;
import dev.gatun.benchmarks.report.ComparisonTable;
import dev.gatun.benchmarks.report.Document;
import dev.gatun.benchmarks.report.DocumentReader;
import dev.gatun.benchmarks.report.Screen;
import dev.gatun.benchmarks.report.UnreadableException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gatun bench compare}: two runs that were written as JSON. Exit codes as {@link Bench}. */
@Command(
        name = "compare",
        description = "Shows what changed between two runs, by ratios to C; measures nothing.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: gatun bench compare before.json after.json --fail-if-slower"})
final class Compare implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "OLD", description = "What --json wrote before.")
    private Path before = Path.of("");

    @Parameters(index = "1", paramLabel = "NEW", description = "What it wrote after.")
    private Path after = Path.of("");

    @Option(
            names = "--fail-if-slower",
            description = "Exit with 1 if a ratio got worse beyond noise, or ours allocates more.")
    private boolean failIfSlower;

    @Override
    public Integer call() {
        try {
            boolean worse = compared(DocumentReader.read(before), DocumentReader.read(after));
            return failIfSlower && worse ? 1 : 0;
        } catch (UnreadableException e) {
            System.err.println("gatun bench: " + e.getMessage());
            return 2;
        }
    }

    /** Prints what changed, and answers whether it got worse. */
    static boolean compared(Document before, Document after) {
        Comparison comparison = new Comparison(before, after);
        new ComparisonTable(Screen.ofSystem(System.getenv())).print(comparison);
        return comparison.isWorse();
    }
}
