package dev.gatun.benchmarks.subjects;

import dev.gatun.CoreMessage;
import dev.gatun.Cpu;
import dev.gatun.CpuConfig;
import dev.gatun.IdleStrategy;
import dev.gatun.IoRuntime;
import dev.gatun.RuntimeConfig;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Messages of 64 bytes from one core to another; the twin of {@code cross_spsc.c}. One way is half of a round trip, of
 * which each hop is a message of its own.
 *
 * <p>Arguments: {@code backend=io_uring case=one-way|throughput mode=spin|park}.
 */
public final class GatunCross {
    /** More than a queue between cores holds and its consumer works on: what is written again was read before. */
    static final int PACKETS = 4096;
    /** As the twin does. */
    private static final int LOOKS_AT_THE_CLOCK = 256;

    private final IoRuntime runtime;
    private final boolean oneWay;
    private final Round round = new Round();
    private final Letter[] letters = new Letter[PACKETS];

    /* Written on core 0. */
    private long endsAtNanos;
    private long sent;
    /** Written on core 1, but for the beginning of a round. */
    private final AtomicLong received = new AtomicLong();

    private GatunCross(IoRuntime runtime, boolean oneWay) {
        this.runtime = runtime;
        this.oneWay = oneWay;
        for (int i = 0; i < PACKETS; i++) {
            letters[i] = new Letter();
        }
    }

    /** Goes to core 1; with a round trip to be made, back to core 0 as well. */
    private final class Letter extends Packet implements CoreMessage {
        private long number;

        @Override
        public void onMessage(Cpu here) {
            require(number);
            if (here.index() == 1) {
                requireInOrder();
                received.setRelease(number + 1);
                if (oneWay && !here.send(runtime.cpu(0), this)) {
                    throw new IllegalStateException("no room for the only message");
                }
            } else if (sent % LOOKS_AT_THE_CLOCK != 0 || here.nowNanos() < endsAtNanos) {
                sendNext(here);
            } else {
                round.end();
            }
        }

        private void requireInOrder() {
            if (number != received.getPlain()) {
                throw new IllegalStateException("message " + number + " came, and " + received + " was due");
            }
        }
    }

    /** Sends the next one, or answers false as there is no room. */
    private boolean sendNext(Cpu here) {
        Letter letter = letters[(int) sent & (PACKETS - 1)];
        letter.number = sent;
        letter.write(sent);
        if (!here.send(runtime.cpu(1), letter)) {
            return false;
        }
        sent++;
        return true;
    }

    /** A task of core 0's, which fills the queue in each of its turns. */
    private final class Producer implements Runnable {
        @Override
        public void run() {
            Cpu here = runtime.cpu(0);
            while (sendNext(here)) {
                // until the queue is full
            }
            if (here.nowNanos() < endsAtNanos) {
                here.execute(this);
            } else {
                round.end();
            }
        }
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        CompletableFuture<Thread> core = new CompletableFuture<>();
        Arguments given = new Arguments(arguments);
        boolean spins = given.text("mode", "spin").equals("spin");
        CpuConfig cpu = CpuConfig.DEFAULT.withIdle(spins ? IdleStrategy.Kind.BUSY : IdleStrategy.Kind.PARK);
        try (IoRuntime runtime = IoRuntime.start(RuntimeConfig.DEFAULT
                .withCores(2)
                .withProviders(PinnedCpu.provider(given.text("backend", "io_uring")))
                .withOnCpuStart(each -> {
                    if (each.index() == 0) {
                        core.complete(Thread.currentThread());
                    }
                })
                .withCpu(cpu))) {
            GatunCross cross =
                    new GatunCross(runtime, given.text("case", "one-way").equals("one-way"));
            Allocations allocations = new Allocations(core.join());
            Orders orders = new Orders();
            orders.sayReady();
            for (long millis = orders.nextRoundMillis(); millis >= 0; millis = orders.nextRoundMillis()) {
                long before = allocations.bytes();
                cross.work(TimeUnit.MILLISECONDS.toNanos(millis));
                orders.answer(
                        "operations=%d nanos=%d allocated=%d",
                        cross.oneWay ? 2 * cross.received.get() : cross.received.get(),
                        cross.round.nanos(),
                        allocations.bytes() - before);
            }
        }
    }

    /** Returns when all that was sent has come. */
    private void work(long nanos) throws InterruptedException {
        Producer producer = new Producer();
        boolean taken = runtime.cpu(0).requestRun(here -> {
            sent = 0;
            received.set(0);
            round.begin();
            endsAtNanos = System.nanoTime() + nanos;
            if (oneWay) {
                sendNext(here);
            } else {
                here.execute(producer);
            }
        });
        if (!taken) {
            throw new IllegalStateException("core 0 takes no message: it has stopped");
        }
        round.await();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        while (received.getAcquire() != sent) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(received + " messages of " + sent + " came");
            }
            Thread.onSpinWait(); // the last few are on their way
        }
    }
}
