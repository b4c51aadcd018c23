package dev.gatun.benchmarks.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void theMedianOfAnEvenNumberLiesBetweenTheTwoInTheMiddle() {
        assertEquals(2.5, Spread.of(List.of(4.0, 1.0, 3.0, 2.0)).median());
        assertEquals(3, Spread.of(List.of(9.0, 1.0, 3.0)).median());
    }

    @Test
    void ratiosArePairedByRound() {
        // The machine was twice as slow in the second round, for both: the ratio does not see it.
        Spread ratios = Spread.ofRatios(List.of(11.0, 22.0, 11.0), List.of(10.0, 20.0, 10.0));
        assertEquals(1.1, ratios.median(), 1e-9);
        assertEquals(1.1, ratios.min(), 1e-9);
        assertEquals(1.1, ratios.max(), 1e-9);
    }

    @Test
    void roundsThatCanNotBePairedAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Spread.ofRatios(List.of(1.0), List.of(1.0, 2.0)));
        assertThrows(BenchmarkFailure.class, () -> Spread.ofRatios(List.of(1.0), List.of(0.0)));
    }

    @Test
    void fourRoundsConcludeNothing() {
        assertFalse(Spread.of(Collections.nCopies(4, 0.5)).isConclusive());
    }

    @Test
    void fiveRoundsConcludeOnlyWhenAllAgree() {
        assertTrue(Spread.of(List.of(1.01, 1.2, 1.1, 1.3, 1.02)).isConclusive());
        assertFalse(Spread.of(List.of(0.99, 1.2, 1.1, 1.3, 1.02)).isConclusive());
        assertTrue(Spread.of(List.of(0.9, 0.8, 0.7, 0.99, 0.6)).isConclusive());
    }

    @Test
    void ofManyRoundsSomeMayBeDisturbed() {
        // As tables of the sign test have it: with 9 one may be left out at either end, with 25 eight.
        assertEquals(-1, Spread.fromEnd(4));
        assertEquals(0, Spread.fromEnd(5));
        assertEquals(1, Spread.fromEnd(9));
        assertEquals(7, Spread.fromEnd(25));
        assertTrue(
                Spread.of(List.of(0.5, 1.1, 1.2, 1.1, 1.2, 1.3, 1.1, 1.2, 7.0)).isConclusive());
    }
}
