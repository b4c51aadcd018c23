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
        idle(adaptive, WAKE / 10, 50);
        assertTrue(adaptive.spins(WAKE / 2));
        assertFalse(adaptive.spins(3 * WAKE), "the bet is lost");
    }

    @Test
    void adaptiveStopsSpinningWhenWorkGetsRare() {
        IdleStrategy adaptive = IdleStrategy.Kind.ADAPTIVE.newStrategy();
        idle(adaptive, WAKE / 10, 50);
        idle(adaptive, WAKE * 20, 3);
        assertFalse(adaptive.spins(1));
    }

    private static void idle(IdleStrategy strategy, long nanos, int times) {
        for (int i = 0; i < times; i++) {
            strategy.onWork(nanos);
        }
    }
}
