package dev.gatun;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class IdleStrategyTest {
    private static final long WAKE = AdaptiveSpin.WAKE_COST_NANOS;

    @Test
    void parkNeverSpinsAndBusyAlwaysDoes() {
        assertFalse(IdleStrategy.Kind.PARK.newStrategy().spins(0));
        assertTrue(IdleStrategy.Kind.BUSY.newStrategy().spins(0));
    }

    @Test
    void adaptiveParksUntilWorkComesQuickly() {
        IdleStrategy adaptive = IdleStrategy.Kind.ADAPTIVE.newStrategy();
        assertFalse(adaptive.spins(0));
        long now = work(adaptive, 0, WAKE / 10, 50);
        assertTrue(adaptive.spins(now + WAKE / 2));
        assertFalse(adaptive.spins(now + 3 * WAKE), "the bet is lost");
    }

    @Test
    void adaptiveStopsSpinningWhenWorkGetsRare() {
        IdleStrategy adaptive = IdleStrategy.Kind.ADAPTIVE.newStrategy();
        long now = work(adaptive, 0, WAKE / 10, 50);
        now = work(adaptive, now, WAKE * 20, 3);
        assertFalse(adaptive.spins(now + 1));
    }

    @Test
    void adaptiveWorksWithAClockThatBeginsAnywhere() {
        IdleStrategy adaptive = IdleStrategy.Kind.ADAPTIVE.newStrategy();
        long now = work(adaptive, Long.MAX_VALUE - WAKE, WAKE / 10, 50);
        assertTrue(adaptive.spins(now + 1), "also across the overflow");
    }

    private static long work(IdleStrategy strategy, long from, long gap, int times) {
        long now = from;
        for (int i = 0; i < times; i++) {
            now += gap;
            strategy.onWork(now);
        }
        return now;
    }
}
