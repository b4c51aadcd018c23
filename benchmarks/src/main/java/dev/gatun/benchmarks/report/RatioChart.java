package dev.gatun.benchmarks.report;

import dev.gatun.benchmarks.harness.Figure.Better;
import dev.gatun.benchmarks.harness.Ratio;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Ratios as bars from the line where both are level: to the right ours is ahead, to the left behind, whichever way is
 * better for the figure; twice and half are equally far away. A line shows the spread. All widths are percentages, and
 * all heights pixels, so that the text stays as it is when the page gets narrow.
 */
final class RatioChart {
    private static final int HEAD = 26;
    private static final int GROUP = 30;
    private static final int BAR = 38;
    private static final int FOOT = 4;
    private static final double PLOT = 50; // percent of the width on either side of the line

    /** How far a chart reaches, and the marks within. */
    private record Scale(double reach, List<Double> marks) {
        static final List<Scale> ALL = List.of(
                new Scale(1.25, List.of(1.1)),
                new Scale(1.5, List.of(1.25)),
                new Scale(2, List.of(1.5)),
                new Scale(4, List.of(2.0)),
                new Scale(16, List.of(4.0)),
                new Scale(100, List.of(10.0)),
                new Scale(1e4, List.of(100.0)),
                new Scale(1e8, List.of(1e4)),
                new Scale(1e16, List.of(1e8)));

        static Scale of(double factor) {
            return ALL.stream()
                    .filter(scale -> scale.reach >= factor)
                    .findFirst()
                    .orElseGet(ALL::getLast);
        }

        /** In percent of the width. */
        double at(double ahead) {
            double part = Math.log(ahead) / Math.log(reach);
            return 50 + PLOT * Math.clamp(part, -1.0, 1.0);
        }
    }

    private final Markup page;
    private final List<Block> blocks;
    private final Scale scale;

    private RatioChart(Markup page, List<Block> blocks) {
        this.page = page;
        this.blocks = blocks;
        scale = Scale.of(blocks.stream()
                .flatMap(block -> block.ratios().stream())
                .mapToDouble(RatioChart::reach)
                .max()
                .orElse(1));
    }

    /** {@code blocks}: each with a ratio at least. {@code name} is one that the page has once. */
    static void draw(Markup page, String name, String title, List<Block> blocks) {
        new RatioChart(page, blocks).draw(name, title);
    }

    private static double reach(Ratio ratio) {
        double most = Math.abs(Math.log(ratio.median()));
        if (ratio.low() != null && ratio.high() != null && ratio.low() > 0) {
            most = Math.max(most, Math.max(Math.abs(Math.log(ratio.low())), Math.abs(Math.log(ratio.high()))));
        }
        return Math.exp(most);
    }

    private void draw(String name, String title) {
        int bars = blocks.stream().mapToInt(block -> block.ratios().size()).sum();
        int height = HEAD + GROUP * blocks.size() + BAR * bars + FOOT;
        page.open(
                "svg",
                "class",
                "ratios",
                "role",
                "img",
                "width",
                "100%",
                "height",
                String.valueOf(height),
                "aria-labelledby",
                name + "-title " + name + "-desc");
        page.element("title", title, "id", name + "-title");
        page.element("desc", description(bars), "id", name + "-desc");
        grid(height);
        int y = HEAD;
        for (Block block : blocks) {
            page.element(
                    "text",
                    (block.paramWords() + "  " + block.figure()).strip(),
                    "class",
                    "group",
                    "x",
                    "0",
                    "y",
                    String.valueOf(y + 21));
            y += GROUP;
            for (Ratio ratio : block.ratios()) {
                bar(block, ratio, y);
                y += BAR;
            }
        }
        page.close("svg");
    }

    private String description(int bars) {
        return bars + " ratios: ours is ahead in " + count(Verdict.AHEAD) + ", behind in " + count(Verdict.BEHIND)
                + "; no difference is shown in " + count(Verdict.NONE) + ", too few rounds were run for "
                + count(Verdict.TOO_FEW) + ". The numbers stand in the table.";
    }

    private long count(Verdict verdict) {
        return blocks.stream()
                .flatMap(block -> block.ratios().stream().map(block::verdict))
                .filter(verdict::equals)
                .count();
    }

    private void grid(int height) {
        mark(1, "1.0", "middle", height);
        for (double inner : scale.marks) {
            mark(inner, factor(inner), "inner", height);
            mark(1 / inner, factor(inner), "inner", height);
        }
        mark(scale.reach, factor(scale.reach) + " ahead", "end", height);
        mark(1 / scale.reach, factor(scale.reach) + " behind", "start", height);
    }

    /** {@code place}: the style sheet aligns by it, and leaves out what has no room. */
    private void mark(double ahead, String label, String place, int height) {
        String x = percent(scale.at(ahead));
        String textX =
                switch (place) {
                    case "start" -> "0";
                    case "end" -> "100%";
                    default -> x;
                };
        page.element("text", label, "class", "mark " + place, "x", textX, "y", "12");
        page.empty(
                "line",
                "class",
                ahead == 1 ? "level" : "grid",
                "x1",
                x,
                "x2",
                x,
                "y1",
                "18",
                "y2",
                String.valueOf(height));
    }

    private void bar(Block block, Ratio ratio, int y) {
        Verdict verdict = block.verdict(ratio);
        ToDoubleFunction<Double> ahead = value -> block.better() == Better.LOWER ? 1 / value : value;
        double at = scale.at(ahead.applyAsDouble(ratio.median()));
        page.open("g", "class", Tone.of(verdict));
        page.element(
                "title",
                ratio.subject() + " by " + ratio.against() + ": " + Numbers.ratio(ratio.median()) + " "
                        + Numbers.spread(ratio) + ", " + verdict.words());
        page.element(
                "text",
                ratio.subject() + " / " + ratio.against(),
                "class",
                "who",
                "x",
                "0",
                "y",
                String.valueOf(y + 12));
        page.open("text", "class", "value", "x", "100%", "y", String.valueOf(y + 12), "text-anchor", "end");
        page.element("tspan", Tone.sign(verdict) + " " + Numbers.ratio(ratio.median()));
        page.element("tspan", "  " + Numbers.spread(ratio), "class", "spread").close("text");
        page.empty(
                "rect",
                "class",
                "bar",
                "x",
                percent(Math.min(50, at)),
                "y",
                String.valueOf(y + 17),
                "width",
                percent(Math.abs(at - 50)),
                "height",
                "11",
                "rx",
                "1.5");
        if (ratio.low() != null && ratio.high() != null) {
            whisker(scale.at(ahead.applyAsDouble(ratio.low())), scale.at(ahead.applyAsDouble(ratio.high())), y);
        }
        page.empty("circle", "class", "dot", "cx", percent(at), "cy", y + 22.5 + "", "r", "3.5");
        page.close("g");
    }

    private void whisker(double from, double to, int y) {
        whiskerLine(from, to, y + 22.5, y + 22.5);
        whiskerLine(from, from, y + 18.5, y + 26.5);
        whiskerLine(to, to, y + 18.5, y + 26.5);
    }

    private void whiskerLine(double x1, double x2, double y1, double y2) {
        page.empty(
                "line",
                "class",
                "whisker",
                "x1",
                percent(x1),
                "x2",
                percent(x2),
                "y1",
                String.valueOf(y1),
                "y2",
                String.valueOf(y2));
    }

    private static String factor(double value) {
        return Numbers.plain(value) + "×";
    }

    static String percent(double value) {
        return String.format(Locale.ROOT, "%.2f%%", value);
    }
}
