package dev.gatun.benchmarks.subjects;

import dev.gatun.spi.IoBackendProvider;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Messages between two threads by the JDK's {@link ArrayBlockingQueue}, as one would without Gatun: the same work as
 * {@link GatunCross}. With {@code mode=spin} a thread asks again instead of waiting.
 */
public final class QueueCross {
    private static final int CAPACITY = 1024;
    private static final int LOOKS_AT_THE_CLOCK = 256;
    private static final long LAST = Long.MAX_VALUE;

    private final BlockingQueue<Numbered> there = new ArrayBlockingQueue<>(CAPACITY);
    private final BlockingQueue<Numbered> back = new ArrayBlockingQueue<>(CAPACITY);
    private final Numbered[] packets = new Numbered[GatunCross.PACKETS];
    private final boolean oneWay;
    private final boolean spins;
    private final Round round = new Round();
    private long messages;

    private static final class Numbered extends Packet {
        private long number;

        Numbered numbered(long number) {
            this.number = number;
            write(number);
            return this;
        }
    }

    private QueueCross(boolean oneWay, boolean spins) {
        this.oneWay = oneWay;
        this.spins = spins;
        for (int i = 0; i < packets.length; i++) {
            packets[i] = new Numbered();
        }
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Arguments given = new Arguments(arguments);
        QueueCross cross = new QueueCross(
                given.text("case", "one-way").equals("one-way"),
                given.text("mode", "spin").equals("spin"));
        // Who pins threads is a backend's provider; nothing else of Gatun takes part.
        IoBackendProvider pins = PinnedCpu.provider(given.text("backend", "epoll"));
        int first = given.number("cpu", 0);
        int other = given.number("other", 1);
        Orders orders = new Orders();
        orders.sayReady();
        for (long millis = orders.nextRoundMillis(); millis >= 0; millis = orders.nextRoundMillis()) {
            long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
            Thread consumer = cross.start(pins, other, cross::consume);
            Thread producer = cross.start(pins, first, () -> cross.produce(nanos));
            cross.round.await();
            producer.join();
            consumer.join();
            orders.answer("operations=%d nanos=%d", cross.messages, cross.round.nanos());
        }
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private Thread start(IoBackendProvider pins, int cpu, Work work) {
        return Thread.ofPlatform().daemon().start(() -> {
            pins.placing().pin(cpu);
            try {
                work.run();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private void produce(long nanos) throws InterruptedException {
        round.begin();
        long start = System.nanoTime();
        long number = 0;
        do {
            for (int i = 0; i < LOOKS_AT_THE_CLOCK; i++) {
                put(there, packets[(int) number & (packets.length - 1)].numbered(number));
                if (oneWay) {
                    take(back).require(number);
                }
                number++;
            }
        } while (System.nanoTime() - start < nanos);
        put(there, new Numbered().numbered(LAST));
        take(back).require(LAST);
        messages = oneWay ? 2 * number : number;
        round.end();
    }

    private void consume() throws InterruptedException {
        long expected = 0;
        for (Numbered packet = take(there); packet.number != LAST; packet = take(there)) {
            packet.require(expected++);
            if (oneWay) {
                put(back, packet);
            }
        }
        put(back, new Numbered().numbered(LAST));
    }

    private void put(BlockingQueue<Numbered> queue, Numbered packet) throws InterruptedException {
        if (!spins) {
            queue.put(packet);
            return;
        }
        while (!queue.offer(packet)) {
            Thread.onSpinWait();
        }
    }

    private Numbered take(BlockingQueue<Numbered> queue) throws InterruptedException {
        if (!spins) {
            return queue.take();
        }
        Numbered packet = queue.poll();
        while (packet == null) {
            Thread.onSpinWait();
            packet = queue.poll();
        }
        return packet;
    }
}
