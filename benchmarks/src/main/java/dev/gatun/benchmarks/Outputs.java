package dev.gatun.benchmarks;

import dev.gatun.benchmarks.report.Document;
import dev.gatun.benchmarks.report.DocumentReader;
import dev.gatun.benchmarks.report.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The files that results go to. Whether they can is found out before anything is measured. */
final class Outputs {
    @Option(names = "--json", paramLabel = "FILE", description = "Also write the results (schema gatun-bench/1).")
    private @Nullable Path json;

    @Option(names = "--html", paramLabel = "FILE", description = "Also write the results as a page for a browser.")
    private @Nullable Path html;

    /** Why one of the files can't be written; nothing when all can. */
    Optional<String> problem() {
        return files().stream().flatMap(file -> problem(file).stream()).findFirst();
    }

    private static Optional<String> problem(Path file) {
        Path folder = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), file);
        if (!Files.isDirectory(folder)) {
            return Optional.of(file + " can't be written: there is no folder " + folder + "; make it first");
        }
        if (Files.isDirectory(file)) {
            return Optional.of(file + " is a folder: name a file in it");
        }
        Path written = Files.exists(file) ? file : folder;
        return Files.isWritable(written)
                ? Optional.empty()
                : Optional.of(file + " can't be written: " + written + " is not writable for you");
    }

    boolean isEmpty() {
        return files().isEmpty();
    }

    private List<Path> files() {
        return Stream.of(Optional.ofNullable(json), Optional.ofNullable(html))
                .flatMap(Optional::stream)
                .toList();
    }

    /** Their names, for a message. */
    @Override
    public String toString() {
        return files().stream().map(Path::toString).collect(Collectors.joining(" and "));
    }

    void write(Document document) throws IOException {
        if (json != null) {
            Files.writeString(json, document.json() + "\n");
        }
        if (html != null) {
            Files.writeString(html, Page.of(DocumentReader.written(document)));
        }
    }
}
