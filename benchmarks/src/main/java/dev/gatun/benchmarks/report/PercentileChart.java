package dev.gatun.benchmarks.report;

import dev.gatun.benchmarks.harness.Result;
import dev.gatun.json.JsonWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Latency by percentile, a line for each subject: the tail is as wide as the rest, as each nine of the percentile takes
 * the same room. The greatest value of all stands a step to the right of the last percentile, on a dotted line: how
 * rare it is nobody knows.
 */
final class PercentileChart {
    private static final String MAX = "max";

    /** {@code nines}: 1 for 0.9, 2 for 0.99. */
    private record Point(double nines, double nanos, boolean isMax) {}

    private record Curve(String subject, List<Point> points) {}

    private final Markup page;
    private final Subjects subjects;
    private final List<Curve> curves;
    private final TreeSet<Double> nines = new TreeSet<>();
    private final double ninesMax;
    private final double low;
    private final double high;

    private PercentileChart(Markup page, Subjects subjects, List<Result> results) {
        this.page = page;
        this.subjects = subjects;
        results.forEach(result -> percentiles(result).keySet().forEach(name -> {
            if (!name.equals(MAX)) {
                nines.add(nines(name));
            }
        }));
        double last = nines.isEmpty() ? 0 : nines.getLast();
        ninesMax = last + 0.85;
        curves = results.stream()
                .map(result -> new Curve(result.subject(), points(result)))
                .toList();
        double least = curves.stream()
                .flatMap(curve -> curve.points.stream())
                .mapToDouble(Point::nanos)
                .min()
                .orElse(1);
        double most = curves.stream()
                .flatMap(curve -> curve.points.stream())
                .mapToDouble(Point::nanos)
                .max()
                .orElse(1);
        low = Math.floor(Math.log10(least) * 3) / 3;
        high = Math.max(low + 1.0 / 3, Math.ceil(Math.log10(most) * 3) / 3);
    }

    /** True when there is something to draw. */
    static boolean canDraw(Block block) {
        return block.results().stream().anyMatch(result -> !percentiles(result).isEmpty());
    }

    static void draw(Markup page, Subjects subjects, String name, Block block) {
        List<Result> results = block.results().stream()
                .filter(result -> !percentiles(result).isEmpty())
                .toList();
        new PercentileChart(page, subjects, results).draw(name, block.title());
    }

    static Map<String, Double> percentiles(Result result) {
        return result.percentiles() == null ? Map.of() : result.percentiles();
    }

    /** Of "p99.9" 3; what is no percentile is refused. */
    static double nines(String name) {
        if (name.startsWith("p")) {
            try {
                double part = Double.parseDouble(name.substring(1)) / 100;
                if (part >= 0 && part < 1) {
                    return -Math.log10(1 - part);
                }
            } catch (NumberFormatException _) {
                // told below
            }
        }
        throw new UnreadableException(name + " is no percentile: p and a number from 0 to below 100, or max");
    }

    private List<Point> points(Result result) {
        List<Point> points = new ArrayList<>();
        percentiles(result).forEach((name, nanos) -> {
            boolean isMax = name.equals(MAX);
            points.add(new Point(isMax ? ninesMax : nines(name), Math.max(1, nanos), isMax));
        });
        points.sort(Comparator.comparingDouble(Point::nines));
        return points;
    }

    private void draw(String name, String title) {
        page.open("svg", "class", "curve", "role", "img", "aria-labelledby", name + "-title " + name + "-desc");
        page.element("title", "Latency by percentile: " + title, "id", name + "-title");
        page.element("desc", "A line for each subject; the numbers stand in the table.", "id", name + "-desc");
        axes();
        for (Curve curve : curves) {
            draw(curve);
        }
        page.close("svg");
    }

    private void axes() {
        for (double decade = Math.floor(low); decade <= high; decade++) {
            for (int step : high - low > 2 ? new int[] {1} : new int[] {1, 2, 5}) {
                double at = decade + Math.log10(step);
                if (at >= low - 1e-9 && at <= high + 1e-9) {
                    String y = RatioChart.percent(y(at));
                    page.empty("line", "class", "grid", "x1", "0", "x2", "100%", "y1", y, "y2", y);
                    page.element(
                            "text",
                            Numbers.duration(Math.rint(Math.pow(10, decade) * step)),
                            "class",
                            "mark",
                            "x",
                            "-6",
                            "y",
                            y,
                            "dy",
                            "4",
                            "text-anchor",
                            "end");
                }
            }
        }
        markPercentile("50", 50);
        for (double each = 1; each <= (nines.isEmpty() ? 0 : nines.getLast()) + 1e-9; each++) {
            markPercentile(JsonWriter.rounded(100 - Math.pow(10, 2 - each)), 100 - Math.pow(10, 2 - each));
        }
        if (curves.stream().flatMap(curve -> curve.points.stream()).anyMatch(Point::isMax)) {
            mark(MAX, 100);
        }
    }

    private void markPercentile(String label, double percentile) {
        mark("p" + label, x(-Math.log10(1 - percentile / 100)));
    }

    private void mark(String label, double at) {
        String x = RatioChart.percent(at);
        page.empty("line", "class", "grid", "x1", x, "x2", x, "y1", "0", "y2", "100%");
        page.element("text", label, "class", "mark", "x", x, "y", "100%", "dy", "16", "text-anchor", "middle");
    }

    /** The line within a square of its own that is stretched, its points outside, where they stay round. */
    private void draw(Curve curve) {
        String tone = subjects.tone(curve.subject);
        page.open("g", "class", tone);
        page.element("title", curve.subject);
        page.open(
                "svg",
                "viewBox",
                "0 0 100 100",
                "preserveAspectRatio",
                "none",
                "width",
                "100%",
                "height",
                "100%",
                "overflow",
                "visible");
        List<Point> known = curve.points.stream().filter(point -> !point.isMax).toList();
        page.empty("polyline", "class", "line", "points", path(known));
        if (curve.points.size() > known.size() && !known.isEmpty()) {
            page.empty(
                    "polyline",
                    "class",
                    "line beyond",
                    "points",
                    path(List.of(known.getLast(), curve.points.getLast())));
        }
        page.close("svg");
        for (Point point : curve.points) {
            page.empty(
                    "circle",
                    "class",
                    "point",
                    "cx",
                    RatioChart.percent(x(point.nines)),
                    "cy",
                    RatioChart.percent(y(Math.log10(point.nanos))),
                    "r",
                    "2.5");
        }
        page.close("g");
    }

    private String path(List<Point> points) {
        StringBuilder path = new StringBuilder();
        for (Point point : points) {
            path.append(JsonWriter.rounded(x(point.nines)))
                    .append(',')
                    .append(JsonWriter.rounded(y(Math.log10(point.nanos))))
                    .append(' ');
        }
        return path.toString().strip();
    }

    private double x(double ofNines) {
        return 100 * ofNines / ninesMax;
    }

    private double y(double ofLogarithm) {
        return 100 * (high - ofLogarithm) / (high - low);
    }
}
