package dev.gatun.benchmarks;

import dev.gatun.benchmarks.report.Document;
import dev.gatun.benchmarks.report.DocumentReader;
import dev.gatun.benchmarks.report.Screen;
import dev.gatun.benchmarks.report.Table;
import dev.gatun.benchmarks.report.UnreadableException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code gatun bench show}: a run that was written as JSON, as a table or a page. Exit codes as {@link Bench}. */
@Command(
        name = "show",
        description = "Shows a run that was written as JSON; measures nothing.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: gatun bench show results.json --html results.html"})
final class Show implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FILE", description = "What --json wrote.")
    private Path file = Path.of("");

    @Mixin
    private Outputs outputs = new Outputs();

    @Override
    public Integer call() throws IOException {
        try {
            Document document = DocumentReader.read(file);
            Optional<String> problem = outputs.problem();
            if (problem.isPresent()) {
                throw new UnreadableException(problem.get());
            }
            Table table = new Table(Screen.ofSystem(System.getenv()));
            table.print(document);
            table.printNotes(document.machine());
            outputs.write(document);
            return 0;
        } catch (UnreadableException e) {
            System.err.println("gatun bench: " + e.getMessage());
            return 2;
        }
    }
}
