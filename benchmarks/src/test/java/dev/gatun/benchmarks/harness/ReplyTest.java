package dev.gatun.benchmarks.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplyTest {
    @Test
    void aLineIsAWordAndNumbersByName() {
        Reply reply = Reply.parse("result operations=12 nanos=3.5 p50=7 p99.9=9 pages=4 port=1\n");
        assertEquals("result", reply.word());
        assertEquals(12, reply.get("operations"));
        assertEquals(Map.of("p50", 7.0, "p99.9", 9.0), reply.percentiles());
    }

    @Test
    void whatIsMissingOrAnotherThingFails() {
        Reply reply = Reply.parse("counters bytes=1");
        BenchmarkFailure missing = assertThrows(BenchmarkFailure.class, () -> reply.get("enters"));
        assertTrue(String.valueOf(missing.getMessage()).contains("without enters"));
        assertThrows(BenchmarkFailure.class, () -> reply.require("result"));
        assertThrows(BenchmarkFailure.class, () -> Reply.parse("result what is this"));
    }
}
