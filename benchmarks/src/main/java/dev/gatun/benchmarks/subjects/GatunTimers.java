package dev.gatun.benchmarks.subjects;

import dev.gatun.Cpu;
import dev.gatun.CpuConfig;
import dev.gatun.Timer;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * A Cpu's timers at work:
 *
 * <ul>
 *   <li>{@code expire}: so many timers, spread over 67 ms, all of them due; timed is the running of them, in order;
 *   <li>{@code lateness}: one timer after the other on a loop that parks, the twin of {@code lateness.c}; recorded is
 *       how long after its deadline each ran.
 * </ul>
 *
 * <p>Arguments: {@code backend=io_uring cpu=0 case=expire|lateness pending=N}.
 */
public final class GatunTimers {
    /** Within a tick of the wheel timers run in the order in which they were scheduled. */
    private static final long TICK_NANOS = 1 << 16;

    private final Cpu cpu;
    private final int pending;
    private final RandomDelays delays = new RandomDelays();
    private final Distribution distribution = new Distribution();
    private final Timer[] timers;
    private final Timer late = new Timer(this::onLate);
    private long latestNanos;
    private long fired;

    private GatunTimers(Cpu cpu, int pending) {
        this.cpu = cpu;
        this.pending = pending;
        timers = new Timer[pending];
        for (int i = 0; i < pending; i++) {
            timers[i] = new Timer(this::onDue);
        }
    }

    public static void main(String[] arguments) throws IOException {
        Arguments given = new Arguments(arguments);
        Cpu cpu = PinnedCpu.open(given, CpuConfig.DEFAULT);
        boolean expire = given.text("case", "expire").equals("expire");
        GatunTimers timers = new GatunTimers(cpu, expire ? given.number("pending", 1_000_000) : 0);
        Orders orders = new Orders();
        Allocations allocations = new Allocations(Thread.currentThread());
        orders.sayReady();
        for (long millis = orders.nextRoundMillis(); millis >= 0; millis = orders.nextRoundMillis()) {
            timers.fired = 0;
            timers.distribution.clear();
            long before = allocations.bytes();
            long nanos = expire ? timers.expireAll() : timers.beLate(TimeUnit.MILLISECONDS.toNanos(millis));
            long allocated = allocations.since(before);
            String percentiles = expire ? "" : timers.distribution.toString();
            orders.answer("operations=%d nanos=%d allocated=%d %s", timers.fired, nanos, allocated, percentiles);
        }
        cpu.close(TimeUnit.SECONDS.toNanos(1));
    }

    private long expireAll() {
        cpu.tick();
        latestNanos = Long.MIN_VALUE;
        for (Timer timer : timers) {
            cpu.schedule(timer, delays.nextNanos(RandomDelays.EXPIRY_BITS));
        }
        long allDue = System.nanoTime() + (1L << RandomDelays.EXPIRY_BITS) + TICK_NANOS;
        while (System.nanoTime() < allDue) {
            Thread.onSpinWait();
        }
        long start = System.nanoTime();
        for (int ticks = 0; fired < pending && ticks < pending + 1; ticks++) {
            cpu.tick();
        }
        long nanos = System.nanoTime() - start;
        if (fired != pending) {
            throw new IllegalStateException(fired + " timers ran of " + pending);
        }
        return nanos;
    }

    private void onDue(Timer timer) {
        long deadline = timer.deadlineNanos();
        if (deadline > cpu.nowNanos() || deadline + TICK_NANOS < latestNanos) {
            throw new IllegalStateException(timer + " ran early, or after one that was due later");
        }
        latestNanos = Math.max(latestNanos, deadline);
        fired++;
    }

    private long beLate(long nanos) {
        cpu.tick();
        long start = System.nanoTime();
        while (System.nanoTime() - start < nanos) {
            long before = fired;
            cpu.schedule(late, delays.nextNanos(RandomDelays.LATENESS_BITS));
            while (fired == before) {
                cpu.tickOrPark();
            }
        }
        return System.nanoTime() - start;
    }

    private void onLate(Timer timer) {
        long lateness = System.nanoTime() - timer.deadlineNanos();
        if (lateness < 0) {
            throw new IllegalStateException(timer + " ran early");
        }
        distribution.record(lateness);
        fired++;
    }
}
