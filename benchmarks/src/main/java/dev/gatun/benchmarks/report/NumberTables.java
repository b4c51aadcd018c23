package dev.gatun.benchmarks.report;

import dev.gatun.benchmarks.harness.Ratio;
import dev.gatun.benchmarks.harness.Result;
import dev.gatun.json.JsonWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Every number of an id, with the digits of the JSON. */
final class NumberTables {
    private final Markup page;
    private final String id;

    NumberTables(Markup page, String id) {
        this.page = page;
        this.id = id;
    }

    void write(List<Block> figures) {
        open("Results of " + id, "Subject", "Median", "B/op", "calls/op", "Percentiles, ns", "Rounds");
        for (Block block : figures) {
            group(block, 6);
            block.results().forEach(this::result);
        }
        close();
        if (figures.stream().allMatch(block -> block.ratios().isEmpty())) {
            return;
        }
        open("Ratios of " + id, "Ours by theirs", "Median", "Low", "High", "Least", "Greatest", "Rounds", "");
        for (Block block : figures) {
            if (!block.ratios().isEmpty()) {
                group(block, 8);
                block.ratios().forEach(ratio -> ratio(block, ratio));
            }
        }
        close();
    }

    private void result(Result result) {
        page.open("tr").element("th", result.subject(), "scope", "row");
        number(result.median());
        number(result.bytesPerOp());
        number(result.syscallsPerOp());
        Map<String, Double> percentiles = PercentileChart.percentiles(result);
        page.element(
                "td",
                percentiles.isEmpty()
                        ? "–"
                        : percentiles.entrySet().stream()
                                .map(each -> each.getKey() + " " + JsonWriter.rounded(each.getValue()))
                                .collect(Collectors.joining(", ")),
                "class",
                "long");
        page.element(
                "td",
                result.rounds().stream().map(JsonWriter::rounded).collect(Collectors.joining(" ")),
                "class",
                "long");
        page.close("tr");
    }

    private void ratio(Block block, Ratio ratio) {
        page.open("tr").element("th", ratio.subject() + " / " + ratio.against(), "scope", "row");
        number(ratio.median());
        number(ratio.low());
        number(ratio.high());
        number(ratio.min());
        number(ratio.max());
        page.element("td", String.valueOf(ratio.rounds()));
        page.element("td", block.verdict(ratio).words(), "class", Tone.of(block.verdict(ratio)));
        page.close("tr");
    }

    private void number(@Nullable Double value) {
        page.element("td", value == null ? "–" : JsonWriter.rounded(value));
    }

    private void group(Block block, int columns) {
        page.open("tr", "class", "group");
        page.element(
                "th",
                (block.paramWords() + "  " + block.figureWords()).strip(),
                "scope",
                "rowgroup",
                "colspan",
                String.valueOf(columns));
        page.close("tr");
    }

    private void open(String caption, String... columns) {
        page.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", caption);
        page.open("table", "class", "numbers")
                .element("caption", caption)
                .open("thead")
                .open("tr");
        for (String column : columns) {
            page.element("th", column, "scope", "col");
        }
        page.close("tr").close("thead").open("tbody");
    }

    private void close() {
        page.close("tbody").close("table").close("div");
    }
}
