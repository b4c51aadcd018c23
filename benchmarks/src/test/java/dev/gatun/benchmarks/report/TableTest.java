package dev.gatun.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.benchmarks.harness.Figure.Better;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TableTest {
    private static Document document() {
        TreeMap<String, Double> percentiles = new TreeMap<>(Map.of("p50", 41.0, "p99", 60.0, "max", 777777.0));
        return Documents.some()
                .result("tcp.throughput", Map.of("n", 1), "c-liburing", Better.HIGHER, null, null, 9, 9, 9, 9, 9)
                .result("tcp.throughput", Map.of("n", 1), "netty-io_uring", Better.HIGHER, 96.0, null, 1, 2, 20, 30, 40)
                .result(
                        "tcp.throughput",
                        Map.of("n", 1),
                        "gatun-io_uring",
                        Better.HIGHER,
                        0.0,
                        percentiles,
                        9,
                        9.9,
                        8,
                        9,
                        9)
                .result("tcp.throughput", Map.of("n", 1, "figure", "cpu"), "c-liburing", 9, 9, 9, 9, 9)
                .result("tcp.throughput", Map.of("n", 1, "figure", "cpu"), "gatun-io_uring", 8, 8, 8, 8, 8)
                .result("tcp.throughput", Map.of("n", 2), "gatun-io_uring", 1234567.8)
                .compared()
                .made();
    }

    private static String printed(int columns, boolean colour) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        new Table(new Screen(out, columns, colour)).print(document());
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void atEightyColumnsRatiosStandBelow() {
        String printed = printed(80, false);
        assertEquals("""
                tcp.throughput n=1
                  time, ops/s; more is better              B/op  calls/op
                    c-liburing                   9.00         -         -
                    netty-io_uring              20.00    96.000         -
                    gatun-io_uring               9.00     0.000         -
                       1.000 of c-liburing         (0.889 to 1.100)   no difference shown
                       0.400 of netty-io_uring     (0.225 to 9.000)   no difference shown
                  cpu, ns/op; less is better
                    c-liburing                   9.00
                    gatun-io_uring               8.00
                       0.889 of c-liburing         (0.889 to 0.889)   ahead

                tcp.throughput n=2
                  time, ns/op; less is better              B/op  calls/op
                    gatun-io_uring          1,234,568         -         -

                """, printed);
    }

    @Test
    void noLineIsWiderThanTheTerminal() {
        for (int columns : new int[] {80, 100, 132, 180, 200}) {
            assertTrue(printed(columns, false).lines().allMatch(line -> line.length() <= columns), () -> columns + "");
        }
    }

    @Test
    void whereThereIsRoomRatiosStandBesideAndPercentilesBetween() {
        assertTrue(printed(132, false).contains("gatun-io_uring               9.00     0.000         -   1.000 of"));
        assertFalse(printed(132, false).contains("777,777"));
        assertTrue(printed(200, false).contains(" 41         60          -    777,777   1.000 of c-liburing"));
    }

    @Test
    void coloursAreForTerminalsAlone() {
        assertFalse(printed(80, false).contains("\033"));
        assertTrue(printed(80, true).contains("\033[36mahead\033[0m"));
        assertTrue(printed(80, true).contains("\033[90mno difference shown\033[0m"));
    }
}
