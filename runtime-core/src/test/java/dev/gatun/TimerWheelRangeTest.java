package dev.gatun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The wheel at odd dimensions, at the edges of its levels, over long times, and with many timers. */
class TimerWheelRangeTest {
    private static final int[] SHIFTS = {0, 1, 7, 16, 20};
    private static final long[] STARTS = {
        Long.MIN_VALUE, Long.MIN_VALUE + 3, -1_000_000_007, -1, 0, 1, 123_456_789, Long.MAX_VALUE / 2 - 5
    };
    private static final int LEVELS_MAX = 11;
    private static final int ALL = Integer.MAX_VALUE;
    private static final long SECOND = 1_000_000_000L;

    private long now;
    private int fired;
    private long previousDeadline = Long.MIN_VALUE / 2;

    static Stream<Arguments> dimensions() {
        List<Arguments> all = new ArrayList<>();
        for (int shift : SHIFTS) {
            for (long start : STARTS) {
                all.add(Arguments.of(shift, start));
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("dimensions")
    void neverEarlyAndAtMostATickLateAtTheEdgesOfEachLevel(int shift, long start) {
        for (long warmUpTicks : new long[] {0, 1, 62, 63, 64, 4095, 4097, 300_000}) {
            for (long ticks = 64; ticks < Long.MAX_VALUE >> shift >> 7; ticks *= 64) {
                for (long aside = -1; aside <= 1; aside++) {
                    oneTimer(shift, start, warmUpTicks << shift, (ticks + aside) << shift);
                }
            }
        }
    }

    private void oneTimer(int shift, long start, long warmUpNanos, long delayNanos) {
        for (long aside = -1; aside <= 1; aside++) {
            TimerWheel wheel = new TimerWheel(start, shift);
            now = start + warmUpNanos;
            wheel.advance(now, ALL);
            long deadline = TimerWheel.deadlineAfter(now, delayNanos + aside);
            if (deadline == Long.MAX_VALUE) {
                continue;
            }
            wheel.schedule(new Timer(timer -> fired++), deadline);
            fired = 0;
            wheel.advance(deadline - 1, ALL);
            assertEquals(0, fired, () -> "early: shift " + shift + ", start " + start + ", delay " + delayNanos);
            assertEquals(1, wheel.size());
            wheel.advance(deadline + (1L << shift) - 1, ALL);
            assertEquals(1, fired, () -> "late: shift " + shift + ", start " + start + ", delay " + delayNanos);
        }
    }

    @ParameterizedTest
    @MethodSource("dimensions")
    void anIdleLoopWakesAtMostOnceALevelAndAtMostATickLate(int shift, long start) {
        Random random = new Random(shift * 31L + start);
        for (int i = 0; i < 500; i++) {
            TimerWheel wheel = new TimerWheel(start, shift);
            now = start + random.nextInt(1 << 30);
            wheel.advance(now, ALL);
            long deadline = TimerWheel.deadlineAfter(now, (random.nextLong() >>> 1) >>> random.nextInt(62));
            if (deadline > Long.MAX_VALUE - (1L << shift)) {
                continue;
            }
            fired = 0;
            wheel.schedule(new Timer(timer -> fired++), deadline);
            int wakes = 0;
            while (fired == 0) {
                now = Math.max(now, wheel.nextDeadlineNanos());
                wheel.advance(now, ALL);
                wakes++;
            }
            assertTrue(now >= deadline && now - deadline < 1L << shift, now + " for " + deadline);
            assertTrue(wakes <= LEVELS_MAX, wakes + " wakes for one timer");
        }
    }

    @Test
    void aMinuteIsAMinuteAfterAnHourOfUptime() {
        now = -17;
        TimerWheel wheel = new TimerWheel(now);
        long end = now + 3600 * SECOND;
        while (now < end) {
            now += 10_000_000 + now % 1_000_003;
            wheel.advance(now, ALL);
        }
        long deadline = now + 60 * SECOND;
        wheel.schedule(new Timer(timer -> fired++), deadline);
        while (fired == 0) {
            assertTrue(wheel.nextDeadlineNanos() <= deadline + 65_536);
            now += 40_000;
            wheel.advance(now, ALL);
        }
        assertTrue(now >= deadline && now - deadline <= 65_536 + 40_000, now - deadline + " ns late");
    }

    @Test
    void daysInOneJumpRunEverythingInOrder() {
        now = 99;
        TimerWheel wheel = new TimerWheel(now);
        wheel.advance(now += 86_400 * SECOND, ALL);
        int timers = 30 * 24;
        for (long hour = timers; hour > 0; hour--) {
            wheel.schedule(new Timer(this::inOrder), now + hour * 3600 * SECOND);
        }
        wheel.schedule(new Timer(this::inOrder), now + 31 * 86_400 * SECOND);
        wheel.advance(now += 30 * 86_400 * SECOND + 65_536, ALL);
        assertEquals(timers, fired);
        assertEquals(1, wheel.size());
    }

    @Test
    void aMillionTimersEachRunOnceInOrderAndNotEarly() {
        Random random = new Random(7);
        now = -5 * SECOND;
        TimerWheel wheel = new TimerWheel(now);
        Timer[] timers = new Timer[1_000_000];
        for (int i = 0; i < timers.length; i++) {
            timers[i] = new Timer(this::inOrder);
            wheel.schedule(timers[i], now + (random.nextLong() >>> 1) % (100 * SECOND));
        }
        int cancelled = 0;
        for (Timer timer : timers) {
            if (random.nextInt(3) == 0) {
                assertTrue(timer.cancel());
                cancelled++;
            }
        }
        while (wheel.size() > 0) {
            now += 25_000_000;
            wheel.advance(now, 1 + random.nextInt(20_000));
        }
        assertEquals(timers.length - cancelled, fired);
        for (Timer timer : timers) {
            assertTrue(!timer.isScheduled());
        }
    }

    /** Runs as each timer: in the order of ticks, whose length is the default, and not before its time. */
    private void inOrder(Timer timer) {
        long deadline = timer.deadlineNanos();
        assertTrue(now >= deadline, () -> deadline - now + " ns early");
        assertTrue(deadline > previousDeadline - 65_536, () -> deadline + " after " + previousDeadline);
        previousDeadline = Math.max(previousDeadline, deadline);
        fired++;
    }
}
