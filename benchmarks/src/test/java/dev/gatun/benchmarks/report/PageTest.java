package dev.gatun.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.benchmarks.harness.Figure.Better;
import dev.gatun.benchmarks.harness.Ratio;
import dev.gatun.benchmarks.harness.Result;
import dev.gatun.json.JsonWriter;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

class PageTest {
    private static final TreeMap<String, Double> PERCENTILES = new TreeMap<>(
            Map.of("p10", 31.0, "p50", 41.0, "p99", 60.0, "p99.9", 95.0, "p99.99", 1234.0, "max", 777777.0));

    /** What an XML parser sees of the page: it has no other way to be right. */
    private static Element parsed(Document document) throws Exception {
        String page = Page.of(document);
        assertFalse(page.contains("://"), "nothing is fetched from elsewhere");
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();
    }

    private static Document rich() {
        return Documents.some()
                .result(
                        "a.time",
                        Map.of("n", 1),
                        "c-liburing",
                        Better.LOWER,
                        null,
                        PERCENTILES,
                        10.25,
                        11,
                        12,
                        13,
                        14.75)
                .result("a.time", Map.of("n", 1), "gatun-io_uring", Better.LOWER, 0.5, PERCENTILES, 21, 22, 23, 24, 25)
                .result("a.time", Map.of("n", 1), "netty-epoll", Better.LOWER, 96.0, PERCENTILES, 91, 92, 93, 94, 95)
                .result("b.rate", Map.of(), "c-epoll", Better.HIGHER, null, null, 1e6, 1.1e6, 1.2e6, 1.3e6, 1.4e6)
                .result("b.rate", Map.of(), "gatun-epoll", Better.HIGHER, 0.0, null, 1e6, 1.2e6, 1.1e6, 1.4e6, 1.3e6)
                .result("b.rate", Map.of("figure", "cpu"), "c-epoll", 5, 5, 5, 5, 5)
                .result("b.rate", Map.of("figure", "cpu"), "gatun-epoll", 4, 4, 4, 4, 4)
                .compared()
                .made();
    }

    private static Set<String> words(Element page) {
        return new HashSet<>(List.of(page.getTextContent().split("[\\s,]+", -1)));
    }

    private static List<Element> all(Element page, String name) {
        NodeList nodes = page.getElementsByTagName(name);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .map(Element.class::cast)
                .toList();
    }

    @Test
    void everyNumberOfTheJsonIsOnThePage() throws Exception {
        Document document = rich();
        Set<String> words = words(parsed(document));
        for (Result result : document.results()) {
            Stream.concat(result.rounds().stream(), Stream.of(result.median())).forEach(value -> has(words, value));
            Stream.of(result.bytesPerOp(), result.syscallsPerOp())
                    .filter(value -> value != null)
                    .forEach(value -> has(words, value));
            PercentileChart.percentiles(result).values().forEach(value -> has(words, value));
        }
        for (Ratio ratio : document.ratios()) {
            Stream.of(ratio.median(), ratio.min(), ratio.max(), ratio.low(), ratio.high())
                    .forEach(value -> has(words, value));
        }
    }

    private static void has(Set<String> words, double value) {
        assertTrue(words.contains(JsonWriter.rounded(value)), () -> JsonWriter.rounded(value) + " is not on the page");
    }

    @Test
    void whatIsReferredToIsThereOnce() throws Exception {
        Element page = parsed(rich());
        Set<String> ids = new HashSet<>();
        for (Element each : all(page, "*")) {
            assertTrue(each.getAttribute("id").isEmpty() || ids.add(each.getAttribute("id")), each.getAttribute("id"));
        }
        for (Element each : all(page, "*")) {
            for (String id : each.getAttribute("aria-labelledby").split(" ", -1)) {
                assertTrue(id.isEmpty() || ids.contains(id), id);
            }
            String target = each.getAttribute("href");
            assertTrue(target.isEmpty() || ids.contains(target.substring(1)), target);
        }
    }

    @Test
    void everyChartSaysWhatItIsAndHowItIsMeasuredAgain() throws Exception {
        Element page = parsed(rich());
        List<Element> charts = all(page, "svg").stream()
                .filter(svg -> svg.getAttribute("role").equals("img"))
                .toList();
        assertEquals(3, charts.size(), "ratios of two ids, and one curve");
        for (Element chart : charts) {
            assertEquals(1, all(chart, "desc").size());
            assertEquals("title", firstElement(chart).getTagName());
        }
        Set<String> commands = new HashSet<>();
        all(page, "code").forEach(code -> commands.add(code.getTextContent()));
        assertEquals(
                Set.of(
                        "scripts/gatun bench suite",
                        "scripts/gatun bench suite --row a.time",
                        "scripts/gatun bench suite --row b.rate"),
                commands);
    }

    private static Element firstElement(Element parent) {
        Node node = parent.getFirstChild();
        while (!(node instanceof Element)) {
            node = node.getNextSibling();
        }
        return (Element) node;
    }

    @Test
    void everyPercentileIsAPointOfItsLine() throws Exception {
        Element page = parsed(rich());
        int points = (int) all(page, "circle").stream()
                .filter(circle -> circle.getAttribute("class").equals("point")
                        && circle.getAttribute("cx").endsWith("%"))
                .count();
        assertEquals(3 * PERCENTILES.size(), points);
    }

    /** Less of a time and more of a rate are both drawn to the right. */
    @Test
    void aheadIsToTheRightAndTwiceIsAsFarAsHalf() throws Exception {
        Document document = Documents.some()
                .result("a.time", Map.of(), "c-x", 10, 10, 10, 10, 10)
                .result("a.time", Map.of(), "gatun-half", 5, 5, 5, 5, 5)
                .result("a.time", Map.of(), "gatun-twice", 20, 20, 20, 20, 20)
                .compared()
                .result("a.rate", Map.of(), "c-x", Better.HIGHER, null, null, 10, 10, 10, 10, 10)
                .result("a.rate", Map.of(), "gatun-half", Better.HIGHER, null, null, 5, 5, 5, 5, 5)
                .compared()
                .made();
        List<Double> dots = all(parsed(document), "circle").stream()
                .filter(circle -> circle.getAttribute("class").equals("dot"))
                .map(circle -> Double.valueOf(circle.getAttribute("cx").replace("%", "")))
                .toList();
        assertTrue(dots.get(0) > 50 && dots.get(1) < 50 && dots.getLast() < 50, dots::toString);
        assertEquals(100, dots.get(0) + dots.get(1), 0.02);
    }

    @Test
    void hugeAndTinyRatiosStayOnTheChart() throws Exception {
        Document document = Documents.some()
                .result("a.b", Map.of(), "c-x", 1e-3, 1e-3, 1e-3, 1e-3, 1e-3)
                .result("a.b", Map.of(), "gatun-huge", 1e17, 1e17, 1e17, 1e17, 1e17)
                .result("a.b", Map.of(), "gatun-tiny", 1e-12, 1e-12, 1e-12, 1e-12, 1e-12)
                .compared()
                .made();
        for (Element line : all(parsed(document), "rect")) {
            double x = Double.parseDouble(line.getAttribute("x").replace("%", ""));
            double width = Double.parseDouble(line.getAttribute("width").replace("%", ""));
            assertTrue(x >= 0 && width >= 0 && x + width <= 100.01, x + " " + width);
        }
    }

    @Test
    void whateverItIsCalledItIsEscaped() throws Exception {
        String evil = "<script>alert('x')</script> & \"y\" \u0007\uD800";
        Document document = Documents.some()
                .onProcessor(evil)
                .result(evil, Map.of("p<", evil), "gatun-" + evil, 1, 2, 3, 4, 5)
                .result(evil, Map.of("p<", evil), "c-" + evil, 1, 2, 3, 4, 5)
                .compared()
                .made();
        Element page = parsed(document);
        assertEquals(0, page.getElementsByTagName("script").getLength());
        assertTrue(page.getTextContent().contains("<script>alert('x')</script> & \"y\""));
    }

    @Test
    void nothingMeasuredIsAPageThatSaysSo() throws Exception {
        Element page = parsed(Documents.some().interrupted().made());
        assertTrue(page.getTextContent().contains("Nothing was measured."));
        assertTrue(page.getTextContent().contains("This run did not get to its end"));
    }

    @Test
    void oneSubjectAloneHasNoRatios() throws Exception {
        Element page = parsed(Documents.some()
                .result("a.b", Map.of(), "c-x", Better.LOWER, null, new TreeMap<>(Map.of("p50", 0.0)), 7)
                .made());
        assertEquals(0, all(page, "rect").size());
        has(words(page), 7);
    }

    @Test
    void everySubjectHasALookOfItsOwn() {
        Documents many = Documents.some().result("a.b", Map.of(), "c-liburing", 1);
        for (int i = 0; i < 12; i++) {
            many.result("a.b", Map.of(), "rival-" + i, 1);
        }
        Subjects subjects =
                Subjects.of(many.result("a.b", Map.of(), "gatun-io_uring", 1).made());
        assertEquals("gatun-io_uring", subjects.names().getFirst());
        assertEquals("tone2", subjects.tone("c-liburing"), "as on a page where it is alone");
        assertEquals(
                14, subjects.names().stream().map(subjects::tone).distinct().count());
    }

    @Test
    void warningsComeBeforeAnyFigure() {
        String page = Page.of(rich());
        assertTrue(page.indexOf("a warning") > 0 && page.indexOf("a warning") < page.indexOf("<table"));
    }

    @Test
    void whatIsNoPercentileIsRefused() {
        for (String name : List.of("p100", "p-1", "pp", "q50", "", "p")) {
            assertThrows(UnreadableException.class, () -> PercentileChart.nines(name), name);
        }
        assertEquals(3, PercentileChart.nines("p99.9"), 1e-9);
    }
}
