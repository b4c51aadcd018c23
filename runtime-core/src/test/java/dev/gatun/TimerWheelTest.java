package dev.gatun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimerWheelTest {
    private static final long START = -12_345;
    private static final int ALL = Integer.MAX_VALUE;

    private final TimerWheel wheel = new TimerWheel(START, 0);
    private final List<String> ran = new ArrayList<>();

    @Test
    void timersRunByTickAndWithinATickInTheOrderScheduled() {
        wheel.schedule(named("late"), START + 5000);
        wheel.schedule(named("first"), START + 70);
        wheel.schedule(named("second"), START + 70);
        wheel.advance(START + 65, ALL);
        wheel.schedule(named("third"), START + 70);
        wheel.schedule(named("before"), START + 69);

        assertEquals(5, wheel.advance(START + 9999, ALL));
        assertEquals(List.of("before", "first", "second", "third", "late"), ran);
    }

    @Test
    void thePastRunsAtTheNextAdvanceInTheOrderScheduled() {
        wheel.advance(START + 1000, ALL);
        wheel.schedule(named("future"), START + 1001);
        wheel.schedule(named("now"), START + 1000);
        wheel.schedule(named("long ago"), Long.MIN_VALUE);
        wheel.schedule(named("just now"), START + 999);

        assertEquals(START + 1000, wheel.nextDeadlineNanos());
        wheel.advance(START + 1001, ALL);
        assertEquals(List.of("now", "long ago", "just now", "future"), ran);
    }

    @Test
    void schedulingAgainReplacesTheDeadline() {
        Timer timer = named("moved");
        wheel.schedule(timer, START + 10);
        wheel.schedule(named("other"), START + 20);
        wheel.schedule(timer, START + 20);

        assertEquals(2, wheel.size());
        assertEquals(START + 20, timer.deadlineNanos());
        assertEquals(0, wheel.advance(START + 19, ALL));
        wheel.advance(START + 20, ALL);
        assertEquals(List.of("other", "moved"), ran);
    }

    @Test
    void cancellingSaysWhetherItWasScheduled() {
        Timer timer = named("never");
        assertFalse(timer.cancel());
        assertFalse(wheel.cancel(timer));
        wheel.schedule(timer, START + 10);
        assertTrue(timer.isScheduled());
        assertTrue(timer.cancel());
        assertFalse(timer.isScheduled());
        assertFalse(timer.cancel());

        assertEquals(Long.MAX_VALUE, wheel.nextDeadlineNanos());
        assertEquals(0, wheel.size());
        assertEquals(0, wheel.advance(START + 100, ALL));
    }

    @Test
    void aTimerBelongsToOneWheelAtATime() {
        TimerWheel other = new TimerWheel(0, 3);
        Timer timer = named("once");
        wheel.schedule(timer, START + 10);
        assertThrows(IllegalStateException.class, () -> other.cancel(timer));
        String message = assertThrows(IllegalStateException.class, () -> other.schedule(timer, 1))
                .getMessage();
        assertEquals("timer, due at -12335 ns is scheduled on another Cpu; cancel it there first", message);

        timer.cancel();
        other.schedule(timer, 1);
        other.advance(8, ALL);
        assertEquals(List.of("once"), ran);
        assertEquals(0, wheel.size() + other.size());
    }

    @Test
    void aCallbackMayCancelATimerOfTheSameBatch() {
        Timer sameTick = named("same tick");
        Timer laterTick = named("later tick");
        wheel.schedule(
                new Timer(timer -> {
                    assertTrue(sameTick.cancel());
                    assertTrue(laterTick.cancel());
                }),
                START + 10);
        wheel.schedule(sameTick, START + 10);
        wheel.schedule(laterTick, START + 11);
        wheel.schedule(named("last"), START + 12);

        assertEquals(2, wheel.advance(START + 50, ALL));
        assertEquals(List.of("last"), ran);
    }

    @Test
    void aCallbackMayPostponeATimerOfTheSameBatch() {
        Timer postponed = named("postponed");
        wheel.schedule(new Timer(timer -> wheel.schedule(postponed, START + 60)), START + 10);
        wheel.schedule(postponed, START + 10);
        assertEquals(1, wheel.advance(START + 50, ALL));
        assertEquals(1, wheel.advance(START + 60, ALL));
        assertEquals(List.of("postponed"), ran);
    }

    @Test
    void aPeriodicTimerThatFallsBehindRunsOnceAnAdvance() {
        Timer[] periodic = new Timer[1];
        periodic[0] = new Timer(timer -> {
            assertFalse(timer.isScheduled());
            ran.add("at " + (timer.deadlineNanos() - START));
            wheel.schedule(timer, timer.deadlineNanos() + 10);
        });
        wheel.schedule(periodic[0], START + 10);

        assertEquals(1, wheel.advance(START + 35, ALL));
        assertEquals(START + 35, wheel.nextDeadlineNanos());
        assertEquals(1, wheel.advance(START + 35, ALL));
        assertEquals(1, wheel.advance(START + 35, ALL));
        assertEquals(0, wheel.advance(START + 35, ALL));
        assertEquals(List.of("at 10", "at 20", "at 30"), ran);
        assertEquals(START + 40, wheel.nextDeadlineNanos());
    }

    @Test
    void whatTheBudgetLeavesOverRunsFirstAtTheNextAdvance() {
        for (int i = 0; i < 5; i++) {
            wheel.schedule(named("a" + i), START + 100L * i);
        }
        assertEquals(2, wheel.advance(START + 1000, 2));
        wheel.schedule(named("b"), START + 150);
        wheel.schedule(named("c"), START + 1001);
        assertEquals(START + 1000, wheel.nextDeadlineNanos());
        assertEquals(2, wheel.advance(START + 1000, 2));
        assertEquals(3, wheel.advance(START + 1001, 3));
        assertEquals(List.of("a0", "a1", "a2", "a3", "a4", "b", "c"), ran);
        assertEquals(0, wheel.size());
    }

    @Test
    void aBudgetThatIsNotPositiveIsRefused() {
        String message = assertThrows(IllegalArgumentException.class, () -> wheel.advance(START, 0))
                .getMessage();
        assertEquals("max 0 is not positive", message);
    }

    @Test
    void aCallbackThatThrowsLeavesTheRestDue() {
        wheel.schedule(named("a"), START + 1);
        wheel.schedule(
                new Timer(timer -> {
                    throw new IllegalStateException("thrown");
                }),
                START + 2);
        wheel.schedule(named("b"), START + 2);
        wheel.schedule(named("c"), START + 300);

        assertEquals(
                "thrown",
                assertThrows(IllegalStateException.class, () -> wheel.advance(START + 10, ALL))
                        .getMessage());
        assertEquals(List.of("a"), ran);
        assertEquals(2, wheel.size());
        assertEquals(START + 10, wheel.nextDeadlineNanos());
        wheel.advance(START + 10, ALL);
        wheel.advance(START + 300, ALL);
        assertEquals(List.of("a", "b", "c"), ran);
    }

    @Test
    void theEndOfTheClockIsADeadlineToo() {
        wheel.schedule(named("end"), Long.MAX_VALUE);
        assertEquals(0, wheel.advance(Long.MAX_VALUE - 1, ALL));
        assertEquals(1, wheel.advance(Long.MAX_VALUE, ALL));
    }

    @Test
    void aDelayBeyondTheClockEndsWhereTheClockDoes() {
        assertEquals(15, TimerWheel.deadlineAfter(10, 5));
        assertEquals(5, TimerWheel.deadlineAfter(10, -5));
        assertEquals(Long.MAX_VALUE - 10, TimerWheel.deadlineAfter(-10, Long.MAX_VALUE));
        assertEquals(Long.MAX_VALUE, TimerWheel.deadlineAfter(10, Long.MAX_VALUE));
        assertEquals(Long.MIN_VALUE, TimerWheel.deadlineAfter(-10, Long.MIN_VALUE));
    }

    @Test
    void aShiftThatMakesNoTickIsRefused() {
        for (int shift : new int[] {-1, 63}) {
            String message = assertThrows(IllegalArgumentException.class, () -> new TimerWheel(0, shift))
                    .getMessage();
            assertEquals("tickShift " + shift + " is not from 0 to 62", message);
        }
    }

    private Timer named(String name) {
        return new Timer(timer -> ran.add(name));
    }
}
