package dev.gatun.benchmarks.subjects;

import dev.gatun.spi.IoBackendProvider;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The same as {@link GatunTimers}, by the JDK's {@link ScheduledThreadPoolExecutor} with one thread. */
public final class ExecutorTimers {
    private final ScheduledThreadPoolExecutor executor =
            new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().factory());
    private final int pending;
    private final RandomDelays delays = new RandomDelays();
    private final Distribution distribution = new Distribution();
    private final Round round = new Round();
    private long fired;
    private long endsAtNanos;

    private ExecutorTimers(int pending) {
        this.pending = pending;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Arguments given = new Arguments(arguments);
        boolean expire = given.text("case", "expire").equals("expire");
        ExecutorTimers timers = new ExecutorTimers(given.number("pending", 1_000_000));
        // Who pins threads is a backend's provider; nothing else of Gatun takes part.
        IoBackendProvider pins = PinnedCpu.provider(given.text("backend", "epoll"));
        timers.executor.execute(() -> pins.placing().pin(given.number("cpu", 0)));
        Orders orders = new Orders();
        orders.sayReady();
        for (long millis = orders.nextRoundMillis(); millis >= 0; millis = orders.nextRoundMillis()) {
            timers.fired = 0;
            timers.distribution.clear();
            if (expire) {
                timers.expireAll();
            } else {
                timers.beLate(TimeUnit.MILLISECONDS.toNanos(millis));
            }
            timers.round.await();
            String percentiles = expire ? "" : timers.distribution.toString();
            orders.answer("operations=%d nanos=%d %s", timers.fired, timers.round.nanos(), percentiles);
        }
    }

    /** Its thread waits until all of them are due. */
    private void expireAll() {
        CountDownLatch allDue = new CountDownLatch(1);
        executor.execute(() -> {
            await(allDue);
            round.begin();
        });
        long last = 0;
        for (int i = 0; i < pending; i++) {
            long delay = delays.nextNanos(RandomDelays.EXPIRY_BITS);
            long deadline = System.nanoTime() + delay;
            last = Math.max(last, deadline);
            var _ = executor.schedule(() -> onDue(deadline), delay, TimeUnit.NANOSECONDS);
        }
        while (System.nanoTime() < last + (1 << RandomDelays.LATENESS_BITS)) {
            Thread.onSpinWait();
        }
        allDue.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** In which order is not asked: the executor read the clock later than we did, each time by another amount. */
    private void onDue(long deadline) {
        if (deadline > System.nanoTime()) {
            throw new IllegalStateException("a task ran early");
        }
        if (++fired == pending) {
            round.end();
        }
    }

    private void beLate(long nanos) {
        executor.execute(() -> {
            round.begin();
            endsAtNanos = System.nanoTime() + nanos;
            scheduleNext();
        });
    }

    private void scheduleNext() {
        long delay = delays.nextNanos(RandomDelays.LATENESS_BITS);
        long deadline = System.nanoTime() + delay;
        var _ = executor.schedule(() -> onLate(deadline), delay, TimeUnit.NANOSECONDS);
    }

    private void onLate(long deadline) {
        long now = System.nanoTime();
        distribution.record(now - deadline);
        fired++;
        if (now < endsAtNanos) {
            scheduleNext();
        } else {
            round.end();
        }
    }
}
