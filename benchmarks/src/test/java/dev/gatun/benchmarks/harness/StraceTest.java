package dev.gatun.benchmarks.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class StraceTest {
    private static final String SUMMARY = """
            % time     seconds  usecs/call     calls    errors syscall
            ------ ----------- ----------- --------- --------- ----------------
             99.99    0.123456          12     10000        17 io_uring_enter
              0.01    0.000010           5         2           futex
            ------ ----------- ----------- --------- --------- ----------------
            100.00    0.123466          12     10002        17 total
            """;

    @Test
    void theTotalIsTheNumberOfCallsAndNotOfErrors() {
        assertEquals(10002, Strace.total(SUMMARY).orElseThrow());
        assertEquals(0, Strace.total("").orElseThrow(), "no calls make no table");
        assertTrue(Strace.total("something else").isEmpty());
    }

    @Test
    void aCountThatStraceDoesNotConfirmFailsTheRun() {
        assertEquals(2.0, Observation.perOp("c-x", 2000, 1000, 0, 1990.0));
        assertEquals(2.0, Observation.perOp("gatun-x", 2000, 1000, 0, null));
        assertThrows(BenchmarkFailure.class, () -> Observation.perOp("c-x", 2000, 1000, 64, 1000.0));
    }
}
