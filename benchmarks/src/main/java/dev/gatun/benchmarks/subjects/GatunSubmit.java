package dev.gatun.benchmarks.subjects;

import dev.gatun.Cpu;
import dev.gatun.IoFuture;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.Sockets;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What it costs to submit, through the whole of Gatun: arming a future, handing over, reaping, the callback. The twin
 * of {@code submit_liburing.c}, turn by turn:
 *
 * <ul>
 *   <li>{@code nop}: a batch of NOPs from arming to callback, where each is armed again;
 *   <li>{@code prepare}: a batch of NOPs, of which only the arming is timed;
 *   <li>{@code cancel}: a batch of polls that nothing ends, handed over, then cancelled, and armed again;
 *   <li>{@code empty}: a tick that finds nothing.
 * </ul>
 *
 * <p>Each round has two halves: one is timed as a whole, the other turn by turn, for the distribution; there each
 * figure has the price of a clock reading in it.
 */
public final class GatunSubmit {
    private static final int TURNS = 200;
    private static final int TICKS_MAX = 1000;

    private enum Case {
        NOP,
        PREPARE,
        CANCEL,
        EMPTY
    }

    private final Cpu cpu;
    private final Case what;
    private final IoFuture[] futures;
    private final long quietSocket;
    private final Distribution distribution = new Distribution();
    private final Allocations allocations = new Allocations(Thread.currentThread());
    private long ended;
    private long nanosInside;

    private GatunSubmit(Cpu cpu, Case what, int batch) {
        this.cpu = cpu;
        this.what = what;
        quietSocket = cpu.backend().sockets().open(Sockets.Family.INET4, Sockets.Type.DATAGRAM);
        futures = new IoFuture[batch];
        for (int i = 0; i < batch; i++) {
            futures[i] = cpu.newFuture().onComplete(this::onEnd);
        }
    }

    private void onEnd(IoFuture future) {
        int expected = what == Case.CANCEL ? IoError.CANCELLED.result() : 0;
        if (future.result() != expected) {
            throw new IllegalStateException("result " + future.result() + " of " + future);
        }
        ended++;
        switch (what) {
            case NOP -> future.nop();
            case CANCEL -> future.poll(quietSocket, Operation.POLL_READ);
            case PREPARE, EMPTY -> {
                // armed again by the turn, or never
            }
        }
    }

    public static void main(String[] arguments) throws IOException {
        Arguments given = new Arguments(arguments);
        Cpu cpu = PinnedCpu.open(given);
        GatunSubmit submit = new GatunSubmit(
                cpu, Case.valueOf(given.text("case", "nop").toUpperCase(Locale.ROOT)), given.number("batch", 32));
        Runnable turn = submit.turn();
        Orders orders = new Orders();
        EnterCount enters = new EnterCount(cpu);
        orders.sayReady();
        for (long millis = orders.nextRoundMillis(); millis >= 0; millis = orders.nextRoundMillis()) {
            long half = TimeUnit.MILLISECONDS.toNanos(millis) / 2;
            enters.mark();
            long allocatedBefore = submit.allocations.bytes();
            long endedBefore = submit.ended;
            long nanos = submit.timedAsAWhole(turn, half);
            long allocated = submit.allocations.since(allocatedBefore);
            long done = submit.ended - endedBefore;
            String counted = enters.since("enters");
            submit.timedTurnByTurn(turn, half);
            long all = submit.ended - endedBefore;
            orders.answer(
                    "operations=%d all=%d nanos=%d allocated=%d%s%s %s",
                    done, all, nanos, allocated, counted, enters.since("all-enters"), submit.distribution);
        }
        cpu.close(TimeUnit.SECONDS.toNanos(1));
    }

    private Runnable turn() {
        return switch (what) {
            case NOP -> {
                prepare();
                yield this::nop;
            }
            case PREPARE -> this::prepareOnly;
            case CANCEL -> {
                for (IoFuture future : futures) {
                    future.poll(quietSocket, Operation.POLL_READ);
                }
                cpu.tick();
                yield this::cancel;
            }
            case EMPTY -> this::empty;
        };
    }

    /** One tick: results of the one before are told and armed again; what is armed is handed over, and reaped. */
    private void nop() {
        tickUntilAllEnded();
    }

    private void prepareOnly() {
        long start = System.nanoTime();
        prepare();
        nanosInside += System.nanoTime() - start;
        tickUntilAllEnded();
    }

    private void prepare() {
        for (IoFuture future : futures) {
            future.nop();
        }
    }

    private void cancel() {
        for (IoFuture future : futures) {
            future.cancel();
        }
        tickUntilAllEnded();
    }

    private void empty() {
        ended++;
        if (cpu.tick() != 0) {
            throw new IllegalStateException("a tick did something where there was nothing to do");
        }
    }

    /** Not one result more or less than was armed: one that is dropped must not go unseen. */
    private void tickUntilAllEnded() {
        long before = ended;
        for (int ticks = 0; ended - before < futures.length && ticks < TICKS_MAX; ticks++) {
            cpu.tick();
        }
        if (ended - before != futures.length) {
            throw new IllegalStateException(ended - before + " results of " + futures.length + " operations");
        }
    }

    /** Nanoseconds spent; what is timed inside a turn replaces them. */
    private long timedAsAWhole(Runnable turn, long nanos) {
        nanosInside = 0;
        long start = System.nanoTime();
        long now;
        do {
            runTurns(turn);
            now = System.nanoTime();
        } while (now - start < nanos);
        return nanosInside > 0 ? nanosInside : now - start;
    }

    private static void runTurns(Runnable turn) {
        for (int i = 0; i < TURNS; i++) {
            turn.run();
        }
    }

    private void timedTurnByTurn(Runnable turn, long nanos) {
        distribution.clear();
        long start = System.nanoTime();
        long before = start;
        while (before - start < nanos) {
            nanosInside = 0;
            turn.run();
            long now = System.nanoTime();
            distribution.record(nanosInside > 0 ? nanosInside : now - before);
            before = now;
        }
    }
}
