package dev.gatun.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatun.benchmarks.harness.Figure;
import dev.gatun.benchmarks.harness.Ratio;
import dev.gatun.benchmarks.harness.Result;
import dev.gatun.benchmarks.harness.Settings;
import dev.gatun.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DocumentTest {
    /** Others read this file: a field that changes its name or its meaning is another schema. */
    @Test
    void theJsonIsAsAgreed() throws IOException {
        assertEquals(golden(), document().json());
    }

    @Test
    void whatWasWrittenIsRead() {
        String written = document().json();
        assertEquals(
                written,
                DocumentReader.document(Fields.of("", JsonReader.read(written))).json());
    }

    private static Document document() {
        SortedMap<String, Object> params = new TreeMap<>(Map.of("batch", 32));
        SortedMap<String, Double> percentiles = new TreeMap<>(Map.of("p50", 41.0, "p99", 60.0, "p99.9", 95.0));
        SortedMap<String, Run.About> rows = new TreeMap<>(Map.of(
                "submit.nop",
                new Run.About("submit", "time", null, "scripts/gatun bench submit --row submit.nop --quick"),
                "tcp.throughput",
                new Run.About("tcp", "rate", "a remark", "scripts/gatun bench tcp --row tcp.throughput --quick")));
        return new Document(
                Document.SCHEMA,
                new Run(
                        "2026-11-21T14:30:00Z",
                        "scripts/gatun bench submit tcp --quick",
                        "0123456789ab+",
                        true,
                        List.of("submit.cancel batch=1"),
                        rows),
                Documents.machine("a \"fast\" one"),
                new Settings(5, true, 120, 400, 4, 0, 1),
                List.of(
                        new Result(
                                "submit.nop",
                                params,
                                "c-liburing",
                                "ns/op",
                                Figure.Better.LOWER,
                                List.of(43.0),
                                43.0,
                                null,
                                null,
                                null),
                        new Result(
                                "submit.nop",
                                params,
                                "gatun-io_uring",
                                "ns/op",
                                Figure.Better.LOWER,
                                List.of(43.1, 43.9, 43.5),
                                43.5,
                                0.0,
                                0.03125,
                                percentiles),
                        new Result(
                                "tcp.throughput",
                                new TreeMap<>(Map.of("mode", "spin", "direct", true, "part", 0.5)),
                                "c-epoll",
                                "ops/s",
                                Figure.Better.HIGHER,
                                List.of(123456.789),
                                123456.789,
                                null,
                                null,
                                null)),
                List.of(new Ratio(
                        "submit.nop", params, "gatun-io_uring", "c-liburing", 1.01, 0.98, 1.04, 0.98, 1.04, 5, false)));
    }

    private static String golden() throws IOException {
        try (InputStream in = DocumentTest.class.getResourceAsStream("/gatun-bench.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .reduce("", String::concat);
        }
    }
}
