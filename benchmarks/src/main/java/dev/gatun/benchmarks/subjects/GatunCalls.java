package dev.gatun.benchmarks.subjects;

import dev.gatun.Buffer;
import dev.gatun.Cpu;
import dev.gatun.IoFuture;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.Sockets;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * How long single calls take, each by itself, and so how they are distributed; the twin of {@code calls_liburing.c}. A
 * reading of the clock is within each figure, on both sides. The work is that of {@link GatunSubmit}, in batches:
 *
 * <ul>
 *   <li>{@code submit}: the verb that arms an operation and hands it to the backend;
 *   <li>{@code complete}: from that verb to the callback;
 *   <li>{@code cancel}: the call that cancels a poll which nothing ends;
 *   <li>{@code set-up}: a buffer, a future with its callback, and the verb.
 * </ul>
 */
public final class GatunCalls {
    private static final int TICKS_MAX = 1000;
    private static final int BUFFER_BYTES = 4096;

    private enum Case {
        SUBMIT,
        COMPLETE,
        CANCEL,
        SET_UP
    }

    private final Cpu cpu;
    private final Case what;
    private final int batch;
    private final IoFuture[] futures;
    private final Buffer[] buffers;
    private final long quietSocket;
    private final Distribution distribution = new Distribution();
    private final Allocations allocations = new Allocations(Thread.currentThread());
    private long armedAtNanos;
    private long ended;

    private GatunCalls(Cpu cpu, Case what, int batch) {
        this.cpu = cpu;
        this.what = what;
        this.batch = batch;
        quietSocket = cpu.backend().sockets().open(Sockets.Family.INET4, Sockets.Type.DATAGRAM);
        futures = new IoFuture[batch];
        buffers = new Buffer[batch];
        for (int i = 0; i < batch && what != Case.SET_UP; i++) {
            futures[i] = cpu.newFuture().onComplete(this::onEnd);
        }
    }

    private void onEnd(IoFuture future) {
        int expected = what == Case.CANCEL ? IoError.CANCELLED.result() : 0;
        if (future.result() != expected) {
            throw new IllegalStateException("result " + future.result() + " of " + future);
        }
        ended++;
        if (what == Case.COMPLETE) {
            distribution.record(System.nanoTime() - armedAtNanos);
        }
    }

    public static void main(String[] arguments) throws IOException {
        Arguments given = new Arguments(arguments);
        Cpu cpu = PinnedCpu.open(given);
        String name = given.text("case", "submit");
        GatunCalls calls = new GatunCalls(
                cpu, Case.valueOf(name.replace('-', '_').toUpperCase(Locale.ROOT)), given.number("batch", 32));
        Orders orders = new Orders();
        EnterCount enters = new EnterCount(cpu);
        orders.sayReady();
        for (long millis = orders.nextRoundMillis(); millis >= 0; millis = orders.nextRoundMillis()) {
            calls.distribution.clear();
            enters.mark();
            long endedBefore = calls.ended;
            long allocatedBefore = calls.allocations.bytes();
            long nanos = calls.turns(TimeUnit.MILLISECONDS.toNanos(millis));
            long allocated = calls.allocations.since(allocatedBefore);
            long done = calls.ended - endedBefore;
            String counted = enters.since("enters") + enters.since("all-enters");
            orders.answer(
                    "operations=%d all=%d nanos=%d allocated=%d%s %s",
                    done, done, nanos, allocated, counted, calls.distribution);
        }
        cpu.close(TimeUnit.SECONDS.toNanos(1));
    }

    private long turns(long nanos) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < nanos) {
            turn();
        }
        return System.nanoTime() - start;
    }

    private void turn() {
        long before = ended;
        switch (what) {
            case SUBMIT -> submit();
            case COMPLETE -> submitAll();
            case CANCEL -> cancel();
            case SET_UP -> setUp();
        }
        for (int ticks = 0; ended - before < batch && ticks < TICKS_MAX; ticks++) {
            cpu.tick();
        }
        if (ended - before != batch) {
            throw new IllegalStateException(ended - before + " results of " + batch + " operations");
        }
        if (what == Case.SET_UP) {
            tearDown();
        }
    }

    private void submit() {
        for (IoFuture future : futures) {
            long start = System.nanoTime();
            future.nop();
            distribution.record(System.nanoTime() - start);
        }
    }

    /** The first one's time counts for all: between it and the last lies no more than the arming of the others. */
    private void submitAll() {
        armedAtNanos = System.nanoTime();
        for (IoFuture future : futures) {
            future.nop();
        }
    }

    private void cancel() {
        for (IoFuture future : futures) {
            future.poll(quietSocket, Operation.POLL_READ);
        }
        cpu.tick();
        for (IoFuture future : futures) {
            long start = System.nanoTime();
            future.cancel();
            distribution.record(System.nanoTime() - start);
        }
    }

    private void setUp() {
        for (int i = 0; i < batch; i++) {
            long start = System.nanoTime();
            Buffer buffer = cpu.buffers().allocate(BUFFER_BYTES);
            IoFuture future = cpu.newFuture().onComplete(this::onEnd);
            future.nop();
            distribution.record(System.nanoTime() - start);
            if (buffer == null) {
                throw new IllegalStateException("the pool is empty");
            }
            buffers[i] = buffer;
            futures[i] = future;
        }
    }

    private void tearDown() {
        for (int i = 0; i < batch; i++) {
            buffers[i].free();
            futures[i].close();
        }
    }
}
