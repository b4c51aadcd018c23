package dev.gatun.benchmarks.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All of a document as one page of HTML, which needs nothing from elsewhere and no script: first what disturbed the
 * machine, then who is ahead of whom, then each row with its charts, the command that measures it again, and all of its
 * numbers.
 */
public final class Page {
    private final Document document;
    private final List<Block> blocks;
    private final Subjects subjects;
    private final Markup page = new Markup();

    private Page(Document document) {
        this.document = document;
        blocks = Block.of(document);
        subjects = Subjects.of(document);
    }

    public static String of(Document document) {
        Page page = new Page(document);
        page.write();
        return page.page.finished();
    }

    private Map<String, List<Block>> byId() {
        return blocks.stream().collect(Collectors.groupingBy(Block::id, LinkedHashMap::new, Collectors.toList()));
    }

    private void write() {
        page.open("html", "lang", "en");
        page.open("head").empty("meta", "charset", "utf-8");
        page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        page.empty("meta", "name", "color-scheme", "content", "light dark");
        page.element("title", "Gatun: what was measured");
        page.open("style").raw(styles()).close("style").close("head");
        page.open("body");
        head();
        page.open("main", "id", "main");
        if (blocks.isEmpty()) {
            page.element("p", "Nothing was measured.", "class", "lead");
        } else {
            Overview overview = new Overview(page, blocks, subjects);
            overview.writeRatios();
            navigation();
            byId().forEach(this::row);
            overview.writeCounts();
        }
        new MachineSection(page, document).write();
        reading();
        page.close("main").close("body").close("html");
    }

    private void head() {
        Run run = document.run();
        page.open("header");
        page.element("a", "Skip to the results", "class", "skip", "href", "#main");
        page.element("h1", "Gatun, measured");
        page.open("p", "class", "lead");
        page.text(document.machine().processor() + ", " + document.machine().cpus() + " CPUs, "
                + document.machine().os() + " " + document.machine().kernel() + ", JDK "
                + document.machine().jdk());
        page.close("p");
        if (run != null) {
            page.open("p", "class", "about")
                    .element("time", run.date().replace('T', ' ').replace("Z", " UTC"), "datetime", run.date());
            page.text(run.revision() == null ? "" : ", commit " + run.revision())
                    .close("p");
            command(run.command());
        }
        if (!document.isComplete()) {
            page.element(
                    "p",
                    "This run did not get to its end: what is here was measured, and more was asked for.",
                    "class",
                    "warning");
        }
        if (run != null && !run.leftOut().isEmpty()) {
            page.element("p", "There was no time for " + String.join(", ", run.leftOut()) + ".");
        }
        document.machine().warnings().forEach(warning -> page.element("p", warning, "class", "warning"));
        page.close("header");
    }

    private void command(String command) {
        page.open("p", "class", "command").element("code", command).close("p");
    }

    private void navigation() {
        page.open("nav", "aria-label", "Rows").open("ul");
        byId().keySet().forEach(id -> page.open("li")
                .element("a", id, "href", "#" + anchor(id))
                .close("li"));
        page.close("ul").close("nav");
    }

    private static String anchor(String id) {
        return "row-" + id.replaceAll("[^A-Za-z0-9.-]", "_");
    }

    private void row(String id, List<Block> figures) {
        String name = anchor(id);
        page.open("section", "id", name, "aria-labelledby", name + "-h");
        page.element("h2", id, "id", name + "-h");
        if (!figures.getFirst().remark().isEmpty()) {
            page.element("p", figures.getFirst().remark());
        }
        List<Block> compared =
                figures.stream().filter(block -> !block.ratios().isEmpty()).toList();
        if (!compared.isEmpty()) {
            page.open("figure");
            page.element(
                    "figcaption",
                    "Ours by theirs. To the right of 1.0 ours is ahead, to the left behind; grey: no difference shown."
                            + " Twice and half are equally far away.");
            RatioChart.draw(page, name + "-ratios", "Ratios of " + id, compared);
            page.close("figure");
        }
        curves(name, figures);
        Run.About about = document.about(id);
        if (about != null) {
            command(about.command());
        }
        page.open("details").element("summary", "All numbers of " + id);
        new NumberTables(page, id).write(figures);
        page.close("details").close("section");
    }

    private void curves(String name, List<Block> figures) {
        List<Block> curves = figures.stream().filter(PercentileChart::canDraw).toList();
        if (curves.isEmpty()) {
            return;
        }
        legend(curves);
        page.open("div", "class", "curves");
        for (int i = 0; i < curves.size(); i++) {
            page.open("figure");
            page.element("figcaption", (curves.get(i).paramWords() + " latency by percentile").strip());
            PercentileChart.draw(page, subjects, name + "-curve" + i, curves.get(i));
            page.close("figure");
        }
        page.close("div");
    }

    private void legend(List<Block> curves) {
        List<String> shown = subjects.names().stream()
                .filter(subject -> curves.stream()
                        .flatMap(block -> block.results().stream())
                        .anyMatch(result -> result.subject().equals(subject)
                                && !PercentileChart.percentiles(result).isEmpty()))
                .toList();
        page.open("ul", "class", "legend", "aria-label", "Lines");
        for (String subject : shown) {
            page.open("li");
            page.open("svg", "class", "swatch", "aria-hidden", "true", "width", "34", "height", "10");
            page.open("g", "class", subjects.tone(subject));
            page.empty("line", "class", "line", "x1", "0", "x2", "34", "y1", "5", "y2", "5");
            page.empty("circle", "class", "point", "cx", "17", "cy", "5", "r", "2.5");
            page.close("g").close("svg").text(subject).close("li");
        }
        page.close("ul");
    }

    private void reading() {
        page.open("section", "aria-labelledby", "reading");
        page.element("h2", "How to read it", "id", "reading");
        page.element(
                "p",
                "A figure is the median of its rounds. A ratio is ours divided by theirs, round by round, and of these"
                        + " the median; between the two numbers in brackets lies the true median with a probability of"
                        + " at least 15/16, whatever the distribution. Where 1 lies between them no difference is"
                        + " shown, and nobody has won. Of a time less is better, of a rate more: the charts point"
                        + " both ways of being ahead to the right.");
        page.element(
                "p",
                "B/op is what the thread that does the work allocated on the Java heap for each operation, calls/op how"
                        + " often it entered the kernel; – was not measured. Absolute times belong to the machine"
                        + " and the day; ratios are what can be compared.");
        page.close("section");
    }

    private static String styles() {
        try (InputStream in = stream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream stream() {
        @Nullable InputStream in = Page.class.getResourceAsStream("page.css");
        if (in == null) {
            throw new IllegalStateException("page.css is not beside " + Page.class);
        }
        return in;
    }
}
