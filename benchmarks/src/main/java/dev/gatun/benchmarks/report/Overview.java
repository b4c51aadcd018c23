package dev.gatun.benchmarks.report;

import dev.gatun.benchmarks.harness.Ratio;
import dev.gatun.benchmarks.harness.Result;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The tables over all rows: who is ahead of whom, and what each operation allocates and calls. */
final class Overview {
    private final Markup page;
    private final List<Block> blocks;
    private final Subjects subjects;

    Overview(Markup page, List<Block> blocks, Subjects subjects) {
        this.page = page;
        this.blocks = blocks;
        this.subjects = subjects;
    }

    /** Who is ahead of whom. */
    void writeRatios() {
        page.open("section", "aria-labelledby", "ratios");
        page.element("h2", "Who is ahead", "id", "ratios");
        page.open("p", "class", "key");
        for (Verdict verdict : List.of(Verdict.AHEAD, Verdict.BEHIND, Verdict.NONE)) {
            page.element("span", Tone.sign(verdict) + " " + verdict.words(), "class", Tone.of(verdict));
        }
        page.close("p");
        for (String ours : subjects.ours()) {
            ratios(ours);
        }
        page.close("section");
    }

    /** What each operation allocates and calls. */
    void writeCounts() {
        each("bytes", "Bytes allocated for an operation", Result::bytesPerOp);
        each("calls", "System calls for an operation", Result::syscallsPerOp);
    }

    private void ratios(String ours) {
        List<Block> rows = blocks.stream()
                .filter(block -> block.ratios().stream()
                        .anyMatch(ratio -> ratio.subject().equals(ours)))
                .toList();
        if (rows.isEmpty()) {
            return;
        }
        List<String> rivals = subjects.names().stream()
                .filter(rival -> rows.stream()
                        .flatMap(block -> block.ratios().stream())
                        .anyMatch(ratio ->
                                ratio.subject().equals(ours) && ratio.against().equals(rival)))
                .toList();
        open(ours + ": ratios to its rivals");
        page.open("tr").element("th", "Row", "scope", "col").element("th", ours, "scope", "col", "class", "own");
        rivals.forEach(rival -> page.element("th", "by " + rival, "scope", "col"));
        page.close("tr").close("thead").open("tbody");
        for (Block block : rows) {
            page.open("tr");
            head(block, block.figure().equals(block.unit()) ? "" : block.figure());
            page.open("td", "class", "own")
                    .text(median(block, ours))
                    .element("small", block.unit())
                    .close("td");
            rivals.forEach(rival -> cell(block, ours, rival));
            page.close("tr");
        }
        close();
    }

    private void cell(Block block, String ours, String rival) {
        Optional<Ratio> found = block.ratios().stream()
                .filter(ratio -> ratio.subject().equals(ours) && ratio.against().equals(rival))
                .findFirst();
        if (found.isEmpty()) {
            page.element("td", "–");
            return;
        }
        Ratio ratio = found.get();
        Verdict verdict = block.verdict(ratio);
        page.open("td", "class", Tone.of(verdict), "title", verdict.words());
        page.element("b", Tone.sign(verdict) + " " + Numbers.ratio(ratio.median()));
        page.element("small", Numbers.spread(ratio));
        page.close("td");
    }

    private static String median(Block block, String subject) {
        return block.results().stream()
                .filter(result -> result.subject().equals(subject))
                .map(result -> Numbers.figure(result.median()))
                .findFirst()
                .orElse("–");
    }

    private void each(String name, String title, Function<Result, @Nullable Double> part) {
        List<Block> rows = blocks.stream()
                .filter(block -> block.results().stream().anyMatch(result -> part.apply(result) != null))
                .toList();
        if (rows.isEmpty()) {
            return;
        }
        List<String> columns = subjects.names().stream()
                .filter(subject -> rows.stream()
                        .flatMap(block -> block.results().stream())
                        .anyMatch(result -> result.subject().equals(subject) && part.apply(result) != null))
                .toList();
        page.open("section", "aria-labelledby", name).element("h2", title, "id", name);
        open(title);
        page.open("tr").element("th", "Row", "scope", "col");
        columns.forEach(subject -> page.element("th", subject, "scope", "col"));
        page.close("tr").close("thead").open("tbody");
        for (Block block : rows) {
            page.open("tr");
            head(block, "");
            for (String subject : columns) {
                page.element(
                        "td",
                        block.results().stream()
                                .filter(result -> result.subject().equals(subject))
                                .map(result -> Numbers.each(part.apply(result)))
                                .findFirst()
                                .orElse("–"));
            }
            page.close("tr");
        }
        close();
        page.close("section");
    }

    private void head(Block block, String figure) {
        page.open("th", "scope", "row").text(block.id());
        page.element("small", (block.paramWords() + " " + figure).strip()).close("th");
    }

    /** What is too wide scrolls by itself, with the keyboard too. */
    private void open(String caption) {
        page.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", caption);
        page.open("table").element("caption", caption).open("thead");
    }

    private void close() {
        page.close("tbody").close("table").close("div");
    }
}
