package dev.gatun.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.benchmarks.harness.Figure.Better;
import dev.gatun.benchmarks.report.Comparison.Change;
import dev.gatun.benchmarks.report.Comparison.Line;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final double[] LEVEL = {10, 10, 10, 10, 10};

    private static double[] times(double factor) {
        double[] noise = {0.99, 1.01, 1, 1.005, 0.995};
        return Arrays.stream(noise).map(each -> 10 * factor * each).toArray();
    }

    /** C and ours, ours so many times as slow. */
    private static Documents run(double factor) {
        return Documents.some()
                .result("a.b", Map.of("n", 1), "c-liburing", LEVEL)
                .result("a.b", Map.of("n", 1), "gatun-io_uring", times(factor))
                .compared();
    }

    private static Change ratioChange(Document before, Document after) {
        return new Comparison(before, after)
                .rows().getFirst().lines().stream()
                        .filter(Line::isRatio)
                        .findFirst()
                        .orElseThrow()
                        .change();
    }

    @Test
    void whatChangedBeyondNoiseIsSaid() {
        assertEquals(Change.SLOWER, ratioChange(run(1).made(), run(1.2).made()));
        assertEquals(Change.FASTER, ratioChange(run(1.2).made(), run(1).made()));
        assertEquals(Change.NONE, ratioChange(run(1.2).made(), run(1.2).made()));
    }

    @Test
    void ofARateMoreIsFaster() {
        Document before = rate(10).made();
        Document after = rate(20).made();
        assertEquals(Change.FASTER, ratioChange(before, after));
        assertEquals(Change.SLOWER, ratioChange(after, before));
    }

    private static Documents rate(double value) {
        return Documents.some()
                .result("a.b", Map.of(), "c-liburing", Better.HIGHER, null, null, LEVEL)
                .result("a.b", Map.of(), "gatun-io_uring", Better.HIGHER, null, null, value, value, value, value, value)
                .compared();
    }

    /** Spreads lie apart, and yet: no run knows how much two starts of the same program differ. */
    @Test
    void aSmallChangeIsNoneHoweverSureTheRoundsAre() {
        assertEquals(Change.NONE, ratioChange(run(1).made(), run(1.03).made()));
        assertEquals(Change.SLOWER, ratioChange(run(1).made(), run(1.08).made()));
    }

    @Test
    void spreadsThatMeetShowNoDifference() {
        Document before = Documents.some()
                .result("a.b", Map.of(), "c-liburing", LEVEL)
                .result("a.b", Map.of(), "gatun-io_uring", 10, 11, 12, 13, 14)
                .compared()
                .made();
        Document after = Documents.some()
                .result("a.b", Map.of(), "c-liburing", LEVEL)
                .result("a.b", Map.of(), "gatun-io_uring", 14, 15, 16, 17, 18)
                .compared()
                .made();
        assertEquals(Change.NONE, ratioChange(before, after));
    }

    @Test
    void tooFewRoundsJudgeNothing() {
        Document few = Documents.some()
                .result("a.b", Map.of("n", 1), "c-liburing", 10)
                .result("a.b", Map.of("n", 1), "gatun-io_uring", 30)
                .compared()
                .made();
        assertEquals(Change.TOO_FEW, ratioChange(run(1).made(), few));
        assertFalse(new Comparison(run(1).made(), few).isWorse());
    }

    /** The whole machine got slower; ours did not. */
    @Test
    void whatHitsBothSidesIsNoChangeOfTheRatio() {
        Document before = run(1).made();
        Document after = Documents.some()
                .result("a.b", Map.of("n", 1), "c-liburing", 30, 30, 30, 30, 30)
                .result("a.b", Map.of("n", 1), "gatun-io_uring", times(3))
                .compared()
                .made();
        Comparison comparison = new Comparison(before, after);
        List<Line> lines = comparison.rows().getFirst().lines();
        assertEquals(
                List.of(Change.NONE, Change.SLOWER, Change.SLOWER),
                lines.stream().map(Line::change).toList(),
                "the ratio; and the medians of both");
        assertFalse(comparison.isWorse(), "medians fail nobody");
    }

    @Test
    void mediansOfAnotherMachineAreNotCompared() {
        Comparison comparison =
                new Comparison(run(1).made(), run(1.2).onProcessor("another").made());
        assertFalse(comparison.isSameMachine());
        assertEquals(1, comparison.rows().getFirst().lines().size());
        assertTrue(comparison.remarks().getFirst().startsWith("other machines ("), comparison.remarks()::toString);
        assertTrue(comparison.isWorse());
    }

    @Test
    void theTwinIsTheOneThatJudges() {
        Document before = run(1).result("a.b", Map.of("n", 1), "netty-epoll", LEVEL)
                .compared()
                .made();
        Document after = run(1).result(
                        "a.b", Map.of("n", 1), "netty-epoll", 5, 5, 5, 5, 5) // they got better, we no worse
                .compared()
                .made();
        assertEquals(Change.NONE, ratioChange(before, after));
        assertEquals(
                1,
                new Comparison(before, after)
                        .rows().getFirst().lines().stream()
                                .filter(Line::isRatio)
                                .count());
    }

    @Test
    void whatAllocatesNowIsWorse() {
        Document before = allocating(0.0);
        Document after = allocating(24.0);
        assertTrue(new Comparison(before, after).isWorse());
        assertFalse(new Comparison(after, before).isWorse());
        assertTrue(printed(new Comparison(before, after), 80)
                .contains("gatun-io_uring allocates 24.000 B/op, and did 0.000"));
    }

    private static Document allocating(double bytes) {
        return Documents.some()
                .result("a.b", Map.of(), "c-liburing", LEVEL)
                .result("a.b", Map.of(), "gatun-io_uring", Better.LOWER, bytes, null, LEVEL)
                .compared()
                .made();
    }

    @Test
    void whatOnlyOneHasIsNamed() {
        Document before =
                run(1).result("gone.row", Map.of("n", 2), "c-liburing", 1).made();
        Document after = run(1).result("new.row", Map.of(), "c-liburing", 1)
                .interrupted()
                .made();
        String printed = printed(new Comparison(before, after), 80);
        assertTrue(printed.contains("only in the old run: gone.row n=2 time\n"), printed);
        assertTrue(printed.contains("only in the new run: new.row time\n"), printed);
        assertTrue(printed.contains("the new run did not get to its end"), printed);
        assertTrue(printed.contains("of the ratios: 0 slower, 0 faster, 1 with no difference shown\n"), printed);
    }

    @Test
    void nothingInCommonIsRefused() {
        Document other =
                Documents.some().result("x.y", Map.of(), "c-liburing", 1).made();
        assertThrows(UnreadableException.class, () -> new Comparison(run(1).made(), other));
    }

    @Test
    void bothSidesArePrintedWithTheirSpreads() {
        String wide = printed(new Comparison(run(1).made(), run(1.2).made()), 132);
        assertTrue(
                wide.contains("  gatun-io_uring by c-liburing         1.000 (0.990 to 1.010)      ->"
                        + " 1.200 (1.188 to 1.212)       slower (+20.0 %)\n"),
                wide);
        assertTrue(wide.contains("slower: a.b n=1 time, gatun-io_uring by c-liburing"), wide);
        String narrow = printed(new Comparison(run(1).made(), run(1.2).made()), 80);
        assertTrue(narrow.lines().skip(3).allMatch(line -> line.length() <= 80), narrow);
    }

    private static String printed(Comparison comparison, int columns) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        new ComparisonTable(new Screen(out, columns, false)).print(comparison);
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
