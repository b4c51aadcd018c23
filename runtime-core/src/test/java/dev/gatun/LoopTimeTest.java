package dev.gatun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Invariant 8: the clock is read once a tick at most, and when nobody needs it not at all. */
class LoopTimeTest {
    private static final long TICK_NANOS = 1_000;

    private final ScriptedBackend.Provider provider = new ScriptedBackend.Provider();
    private final FakeClock clock = new FakeClock();
    private int readings;
    private final Cpu cpu =
            Cpu.standalone(provider, CpuConfig.DEFAULT.withClock(this::read).withBuffers(Pools.SMALL));

    private long read() {
        readings++;
        return clock.nowNanos();
    }

    @AfterEach
    void close() {
        cpu.close(0);
    }

    private int readingsInABusyTick(Runnable task) {
        cpu.execute(task);
        int before = readings;
        cpu.tick();
        clock.advance(TICK_NANOS);
        return readings - before;
    }

    @Test
    void workUponWorkReadsNoClock() {
        assertEquals(1, readingsInABusyTick(() -> {}), "the end of an idle time is read");
        assertEquals(0, readingsInABusyTick(() -> {}));
        assertEquals(0, readingsInABusyTick(() -> {}));
    }

    @Test
    void aLoopThatNeverParksReadsNoClockWhileItFindsNothing() {
        try (Busy busy = new Busy()) {
            busy.cpu.tickOrPark();
            int before = readings;
            for (int i = 0; i < 250; i++) {
                busy.cpu.tickOrPark();
            }
            assertTrue(readings - before <= 1, () -> readings - before + " readings");
            busy.cpu.schedule(new Timer(_ -> {}), TICK_NANOS);
            int withTimer = readings;
            busy.cpu.tickOrPark();
            assertEquals(withTimer + 1, readings, "a timer has to be looked at");
        }
    }

    /** A core that never parks, closed in the end. */
    private final class Busy implements AutoCloseable {
        private final Cpu cpu = Cpu.standalone(
                provider,
                CpuConfig.DEFAULT
                        .withClock(LoopTimeTest.this::read)
                        .withBuffers(Pools.SMALL)
                        .withIdle(IdleStrategy.Kind.BUSY));

        @Override
        public void close() {
            cpu.close(0);
        }
    }

    @Test
    void whoAsksGetsThisTicksTimeAndAllTheSame() {
        readingsInABusyTick(() -> {});
        List<Long> told = new ArrayList<>();
        assertEquals(1, readingsInABusyTick(() -> {
            told.add(cpu.nowNanos());
            clock.advance(77);
            told.add(cpu.nowNanos());
        }));
        assertEquals(told.getFirst(), told.getLast());
        readingsInABusyTick(() -> told.add(cpu.nowNanos()));
        assertEquals(told.getFirst() + 77 + TICK_NANOS, told.getLast());
    }

    @Test
    void aTimerIsNotForgottenOverWork() {
        List<Long> fired = new ArrayList<>();
        readingsInABusyTick(() -> {});
        clock.advance(Duration.ofHours(1).toNanos());
        readingsInABusyTick(() -> cpu.schedule(new Timer(_ -> fired.add(cpu.nowNanos())), 5 * TICK_NANOS));
        long deadline = clock.nowNanos() + 4 * TICK_NANOS;
        for (int i = 0; i < 100 && fired.isEmpty(); i++) {
            assertEquals(1, readingsInABusyTick(() -> {}));
        }
        assertEquals(1, fired.size());
        assertTrue(fired.getFirst() >= deadline, () -> deadline + " but " + fired);
        assertTrue(fired.getFirst() <= deadline + (1 << TimerWheel.DEFAULT_TICK_SHIFT) + TICK_NANOS, fired::toString);
        assertEquals(0, readingsInABusyTick(() -> {}), "none is left");
    }

    @Test
    void aTimerAfterALongTimeWithoutAnyIsNotTakenForDue() {
        clock.advance(Duration.ofHours(1).toNanos());
        cpu.schedule(new Timer(_ -> {}), 10_000_000);
        assertTrue(cpu.timers.nextDeadlineNanos() > cpu.nowNanos(), () -> cpu.timers.nextDeadlineNanos() + " is past");
    }

    @Test
    void theStatisticsAreExactAllTheSame() {
        cpu.tick();
        clock.advance(500);
        for (int i = 0; i < 10; i++) {
            readingsInABusyTick(() -> {});
        }
        cpu.tick();
        clock.advance(30);
        cpu.tick();
        assertEquals(10 * TICK_NANOS, cpu.statistics().busyNanos());
        assertEquals(530, cpu.statistics().idleNanos());
    }

    @Test
    void theStatisticsOfALoopThatIsNeverIdleGoOn() {
        for (int i = 0; i < 1_000; i++) {
            readingsInABusyTick(() -> {});
        }
        assertTrue(cpu.statistics().busyNanos() >= 700 * TICK_NANOS, () -> cpu.statistics() + "");
    }

    @Test
    void aPulseThatStandsStillIsMeasuredFromWhenThatWasSeen() {
        StallDetector detector = new StallDetector(new CpuThread[1], clock, Duration.ofMillis(1));
        assertEquals(0, detector.silentNanos(0, 0));
        clock.advance(10);
        assertEquals(10, detector.silentNanos(0, 0));
        clock.advance(10);
        assertEquals(0, detector.silentNanos(0, 1), "it has turned");
    }
}
