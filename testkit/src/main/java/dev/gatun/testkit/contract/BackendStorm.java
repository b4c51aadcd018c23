package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.Buffer;
import dev.gatun.CloseReport;
import dev.gatun.Cpu;
import dev.gatun.IoFuture;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * What goes wrong once in many thousand times, for a backend on a real kernel: extend it beside {@link
 * BackendContract}.
 * The seed is printed with a failure, and {@code -Dgatun.seed} sets it.
 */
public abstract class BackendStorm {
    private static final byte UNTOUCHED = 0x5a;
    private static final int GUARDED_BYTES = 16;
    private static final long SEED = Long.getLong("gatun.seed", 20_261_120);

    protected BackendStorm() {}

    protected abstract Ground newGround() throws IOException;

    /** A figure that a run should show. */
    protected abstract void report(String line) throws IOException;

    /** How many races of a cancel against a completion; fewer where a call is dear. */
    protected int races() {
        return 100_000;
    }

    /** How many ends of a Cpu with everything in flight. */
    protected int ends() {
        return 1_000;
    }

    /** How many connections at once, if there are handles for them. */
    protected int connections() {
        return 10_000;
    }

    /** Memory that a race used, and what must still be in it however much later. */
    private static final class Guarded {
        final Buffer buffer;
        byte first = UNTOUCHED;

        Guarded(Buffer buffer) {
            this.buffer = buffer;
            prepare();
        }

        void prepare() {
            for (int i = 0; i < GUARDED_BYTES; i++) {
                buffer.setByte(i, UNTOUCHED);
            }
            buffer.clear();
            first = UNTOUCHED;
        }

        void check(int race) {
            assertEquals(first, buffer.getByte(0), () -> "written after its end, race " + race + ", seed " + SEED);
            for (int i = 1; i < GUARDED_BYTES; i++) {
                assertEquals(UNTOUCHED, buffer.getByte(i), () -> "more than was sent, race " + race);
            }
        }
    }

    /** A byte from another thread against a cancel from this one, at every distance from each other. */
    @Test
    void aHundredThousandRacesOfCancelsLoseNothing() throws IOException {
        Driver driver = new Driver(newGround());
        long listener = driver.listener();
        SplittableRandom random = new SplittableRandom(SEED);
        List<Guarded> memory = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            memory.add(new Guarded(driver.buffer(4096)));
        }
        int cancelled = 0;
        try (DistantSender sender = new DistantSender(
                (InetSocketAddress) driver.localAddress(listener).get())) {
            sender.connect();
            long socket = driver.own(driver.runWell(f -> f.accept(listener)));
            IoFuture receive = driver.future();
            for (int race = 1; race <= races(); race++) {
                Guarded used = memory.get(race % memory.size());
                used.check(race); // what came in the meantime went elsewhere
                used.prepare();
                receive.receive(socket, used.buffer);
                if (random.nextBoolean()) {
                    driver.cpu().tick(); // it waits in the kernel
                }
                sender.send(race);
                spin(random.nextInt(400));
                receive.cancel();
                if (driver.await(receive) == IoError.CANCELLED.result()) {
                    used.check(race);
                    cancelled++;
                    receive.receive(socket, used.buffer);
                    driver.awaitWell(receive);
                }
                assertEquals(1, receive.result(), "race " + race + ", seed " + SEED);
                used.first = (byte) race;
                used.check(race);
            }
        }
        memory.forEach(each -> each.buffer.free());
        int lost = cancelled;
        driver.close();
        report(races() + " races of cancel against completion: the cancel won " + lost + ", no byte lost, none astray");
    }

    private static void spin(int times) {
        for (int i = 0; i < times; i++) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aThousandEndsWithEverythingInFlight() throws IOException {
        Driver driver = new Driver(newGround());
        SplittableRandom random = new SplittableRandom(SEED);
        List<Driver.Pair> pairs = List.of(driver.pair(), driver.pair(), driver.pair(), driver.pair());
        long listener = driver.listener();
        int ended = 0;
        for (int end = 0; end < ends(); end++) {
            Cpu cpu = Cpu.standalone(
                    driver.ground().provider(),
                    driver.ground()
                            .config()
                            .withBuffers(driver.ground().config().buffers().withLimit(1L << 20)));
            int[] told = {0};
            for (Driver.Pair pair : pairs) {
                Buffer buffer = Objects.requireNonNull(cpu.buffers().allocate(4096));
                cpu.newFuture()
                        .onComplete(_ -> {
                            told[0]++;
                            buffer.free();
                        })
                        .receive(pair.right(), buffer);
                cpu.newFuture().onComplete(_ -> told[0]++).poll(pair.left(), Operation.POLL_READ);
            }
            cpu.newFuture().onComplete(_ -> told[0]++).accept(listener);
            for (int turns = random.nextInt(3); turns > 0; turns--) {
                cpu.tick();
            }
            CloseReport report = cpu.close(5_000_000_000L);
            int at = end;
            assertTrue(report.isClean(), () -> "end " + at + ": " + report);
            assertEquals(2 * pairs.size() + 1, told[0], "end " + end);
            ended += told[0];
        }
        driver.close();
        report(ends() + " ends with everything in flight: " + ended + " operations, each told once, nothing leaked");
    }

    @Test
    void asManyConnectionsAsTheLimitOfHandlesAllows() throws IOException {
        Driver driver = new Driver(newGround());
        long listener = driver.listener();
        List<Driver.Pair> pairs = new ArrayList<>();
        int[] arrived = {0};
        Buffer memory = driver.buffer(64 << 10);
        int possible = Math.min(connections(), (handleLimit() - 300) / 2);
        for (int i = 0; i < possible; i++) {
            pairs.add(driver.pair(listener));
        }
        List<Buffer> buffers = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            Buffer buffer = memory.slice(i % 1024, 1).clear();
            buffers.add(buffer);
            driver.future()
                    .onComplete(f -> arrived[0] += f.result())
                    .receive(pairs.get(i).right(), buffer);
        }
        Buffer out = driver.buffer(64);
        IoFuture send = driver.future();
        for (Driver.Pair pair : pairs) {
            send.send(pair.left(), out.clear().writeByte((byte) 1));
            driver.awaitWell(send);
        }
        driver.turnUntil(() -> arrived[0] == pairs.size(), () -> arrived[0] + " of " + pairs.size());
        buffers.forEach(Buffer::free);
        memory.free();
        out.free();
        driver.close();
        report(possible + " connections at once (of " + connections() + " wanted; the limit is " + handleLimit()
                + " handles), each heard");
    }

    /** How many handles the process may have. */
    protected abstract int handleLimit();
}
