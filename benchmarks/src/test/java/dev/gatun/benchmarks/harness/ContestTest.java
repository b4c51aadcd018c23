package dev.gatun.benchmarks.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContestTest {
    private static final Figure TIME = Figure.lower("time", "ns/op");
    private static final Row ROW = Row.of("test.row", Map.of("batch", 1), TIME, Figure.outsideKernel());
    private static final Settings SETTINGS = new Settings(5, true, 10, 10, 0, 0, 0);

    private final List<String> turns = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();

    /** Answers the times it was given, one a round. */
    private class Scripted implements Contender {
        private final String subject;
        private final double[] times;
        private int round;

        Scripted(String subject, double... times) {
            this.subject = subject;
            this.times = times;
        }

        @Override
        public String subject() {
            return subject;
        }

        @Override
        public Sample round(long millis) {
            turns.add(subject);
            double time = times[round++ % times.length];
            return new Sample(
                    Map.of("time", time), Map.of("p99", 2 * time), null, null, new ThreadTime(1000, round, 10 - round));
        }

        @Override
        public @Nullable Double observedSyscallsPerOp(long millis) {
            return null;
        }

        @Override
        public void close() {
            closed.add(subject);
        }
    }

    private static Contest.Outcome run(Settings settings, Contender... contenders) {
        return run(ROW, settings, contenders);
    }

    private static Contest.Outcome run(Row row, Settings settings, Contender... contenders) {
        List<Contender.Entry> entries = List.of(contenders).stream()
                .<Contender.Entry>map(each -> () -> each)
                .toList();
        Progress nobody = new Progress(new PrintStream(OutputStream.nullOutputStream()), false, 0, 0, 60);
        return Contest.run(row, entries, settings, nobody);
    }

    @Test
    void theyTakeTurns() {
        run(SETTINGS, new Scripted("c-x", 10), new Scripted("gatun-x", 10));
        assertEquals(10, turns.size());
        for (int i = 0; i < turns.size(); i++) {
            assertEquals(i % 2 == 0 ? "c-x" : "gatun-x", turns.get(i));
        }
        assertEquals(List.of("c-x", "gatun-x"), closed);
    }

    @Test
    void oursIsComparedWithTheirsRoundByRound() {
        Contest.Outcome outcome = run(
                SETTINGS,
                new Scripted("c-x", 10, 20, 10, 40, 10),
                new Scripted("gatun-x", 11, 22, 11, 44, 11),
                new Scripted("netty-x", 20, 40, 20, 80, 20));
        assertEquals(2, outcome.ratios().size(), "ours against each of theirs, and in no other figure");
        Ratio toC = outcome.ratios().get(0);
        assertEquals("c-x", toC.against());
        assertEquals(1.1, toC.median(), 1e-9);
        assertTrue(toC.conclusive());
        assertEquals(0.55, outcome.ratios().get(1).median(), 1e-9);
    }

    @Test
    void whereTheRoundsDisagreeNobodyWins() {
        Contest.Outcome outcome = run(SETTINGS, new Scripted("c-x", 10), new Scripted("gatun-x", 9, 11, 12, 13, 14));
        assertFalse(outcome.ratios().getFirst().conclusive());
    }

    @Test
    void oneDisturbedRoundDoesNotDecideThePercentiles() {
        Contest.Outcome outcome = run(SETTINGS, new Scripted("c-x", 10, 11, 12, 13, 9000));
        assertEquals(Map.of("p99", 24.0), outcome.results().getFirst().percentiles());
    }

    @Test
    void whatIsDrawnFromAllRoundsHasOneValueAndNoRatio() {
        Contest.Outcome outcome = run(SETTINGS, new Scripted("c-x", 10), new Scripted("gatun-x", 10));
        Result outside = outcome.results().stream()
                .filter(result -> result.unit().equals("%"))
                .findFirst()
                .orElseThrow();
        assertEquals(List.of(30.0), outside.rounds(), "1 + 2 + 3 + 4 + 5 ticks of 50");
        assertEquals("outside-kernel", outside.params().get("figure"));
        assertNull(outside.percentiles());
        assertEquals(1, outcome.ratios().size());
    }

    @Test
    void warmingUpEndsWhenThreeRoundsAgree() {
        Settings warm = new Settings(1, true, 10, 10, 9, 0, 0);
        run(warm, new Scripted("c-x", 90, 50, 20, 10, 10.1, 10, 10, 10, 10, 10, 10, 10));
        assertEquals(6 + 1, turns.size(), "until 10, 10.1, 10; and the one round that counts");
    }

    @Test
    void warmingUpEndsWithoutThatToo() {
        Settings warm = new Settings(1, true, 10, 10, 4, 0, 0);
        run(warm, new Scripted("c-x", 1, 2));
        assertEquals(4 + 1, turns.size());
    }

    @Test
    void aColdRowIsNotWarmedUpAndHasFewRounds() {
        Settings many = new Settings(25, true, 10, 10, 4, 0, 0);
        run(ROW.withColdRounds(), many, new Scripted("c-x", 1, 2));
        assertEquals(5, turns.size());
    }

    @Test
    void whatIsZeroWhenAllIsWellHasNoRatio() {
        Row row = Row.of("test.row", Map.of(), Figure.lowerAlone("time", "µs/s"));
        Contest.Outcome outcome = run(row, SETTINGS, new Scripted("c-x", 0), new Scripted("gatun-x", 1));
        assertEquals(List.of(), outcome.ratios());
        assertEquals(2, outcome.results().size());
    }

    @Test
    void whoFailsFailsTheRunAndAllAreClosed() {
        Scripted failing = new Scripted("gatun-x", 1) {
            @Override
            public Sample round(long millis) {
                throw new BenchmarkFailure("the work was not done");
            }
        };
        assertThrows(BenchmarkFailure.class, () -> run(SETTINGS, new Scripted("c-x", 1), failing));
        assertEquals(List.of("c-x", "gatun-x"), closed);
    }
}
