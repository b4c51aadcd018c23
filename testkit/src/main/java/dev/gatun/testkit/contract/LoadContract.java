package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.Buffer;
import dev.gatun.Cpu;
import dev.gatun.IoFuture;
import dev.gatun.spi.Capabilities.Feature;
import dev.gatun.spi.Completions;
import dev.gatun.spi.IoBackend;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Much at once: full queues, bounded batches, fairness, wake-ups, and not a byte allocated. */
public interface LoadContract {
    int NOISY = 8;

    /** Of each of the noisy: a few rounds of what a kernel gives one connection at once, which is 32 results. */
    int RESULTS_BEFORE_THE_QUIET_MAX = 128;

    Driver driver();

    @Test
    default void tenThousandOperationsMayBeOutstanding() {
        Driver.Pair pair = driver().pair();
        List<IoFuture> polls = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            IoFuture poll = driver().future();
            poll.poll(pair.right(), Operation.POLL_READ);
            polls.add(poll);
        }
        driver().settle();
        driver().send(pair.left(), "for all");
        for (IoFuture poll : polls) {
            driver().awaitWell(poll);
        }
        assertEquals("for all", driver().receive(pair.right(), 7));
    }

    @Test
    default void tenThousandNopsOverflowNothing() {
        int[] done = {0};
        List<IoFuture> nops = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            IoFuture nop = driver().future().onComplete(_ -> done[0]++);
            nop.nop();
            nops.add(nop);
        }
        driver().turnUntil(() -> done[0] == nops.size(), () -> done[0] + " of " + nops.size());
        assertEquals(0, driver().cpu().statistics().staleCompletions());
    }

    @Test
    default void aPollReapsNoMoreThanItsBatch() {
        Cpu small = Cpu.standalone(
                driver().ground().provider(), driver().ground().config().withBatch(4));
        int[] told = {0};
        for (int i = 0; i < 100; i++) {
            small.newFuture().onComplete(_ -> told[0]++).nop();
        }
        int before = 0;
        for (int turns = 0; told[0] < 100; turns++) {
            small.tick();
            assertTrue(told[0] - before <= 4, () -> told[0] + " after a tick more");
            before = told[0];
            assertTrue(turns < 1_000_000, () -> told[0] + " of 100 were told");
        }
        assertTrue(small.close(1_000_000_000).isClean());
    }

    @Test
    default void theNoisyDoNotStarveTheQuiet() {
        List<Driver.Pair> noisy = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            noisy.add(driver().pair());
        }
        Driver.Pair quiet = driver().pair();
        List<Buffer> buffers = new ArrayList<>();
        for (Driver.Pair pair : noisy) {
            keepSending(pair.left(), buffers);
            keepReceiving(pair.right(), buffers);
        }
        Buffer in = driver().buffer(16);
        buffers.add(in);
        IoFuture receive = driver().future();
        receive.receive(quiet.right(), in);
        driver().settle();
        driver().send(quiet.left(), "!");
        driver().awaitWell(receive);
        driver().closeCpu();
    }

    /** With many results for one arming it is the kernel, or the backend, that must bound what one connection gets. */
    @Test
    default void oneArmingOfTheNoisyDoesNotStarveTheQuiet() {
        driver().assumeFeature(Feature.MULTISHOT_RECEIVE);
        List<Buffer> buffers = new ArrayList<>();
        long[] results = {0};
        for (int i = 0; i < NOISY; i++) {
            Driver.Pair pair = driver().pair();
            keepSending(pair.left(), buffers);
            driver().future()
                    .onComplete(f -> {
                        Buffer arrived = f.buffer();
                        if (arrived != null) {
                            results[0]++;
                            arrived.free();
                        }
                    })
                    .receiveMany(pair.right());
        }
        Driver.Pair quiet = driver().pair();
        IoFuture receive = driver().future();
        receive.receivePooled(quiet.right());
        driver().settle();
        Buffer out = driver().text("!");
        buffers.add(out);
        long before = results[0];
        driver().future().send(quiet.left(), out);
        driver().awaitWell(receive);
        long between = results[0] - before;
        assertTrue(between <= NOISY * RESULTS_BEFORE_THE_QUIET_MAX, () -> between + " results of " + NOISY + " others");
        Objects.requireNonNull(receive.buffer()).free();
        driver().closeCpu();
    }

    private void keepSending(long socket, List<Buffer> buffers) {
        Buffer buffer = driver().buffer(16 << 10);
        buffers.add(buffer);
        driver().future()
                .onComplete(f -> {
                    if (f.result() >= 0) {
                        buffer.clear().writerIndex(buffer.capacity());
                        f.send(socket, buffer);
                    }
                })
                .send(socket, buffer.writerIndex(buffer.capacity()));
    }

    private void keepReceiving(long socket, List<Buffer> buffers) {
        Buffer buffer = driver().buffer(16 << 10);
        buffers.add(buffer);
        driver().future()
                .onComplete(f -> {
                    if (f.result() > 0) {
                        f.receive(socket, buffer.clear());
                    }
                })
                .receive(socket, buffer);
    }

    @Test
    default void aWakeBeforeTheWaitEndsIt() {
        IoBackend backend = driver().cpu().backend();
        backend.wake();
        backend.wake();
        Completions none = new Completions(4);
        assertEquals(0, backend.poll(driver().cpu().nowNanos(), IoBackend.NEVER, none), "and it came back");
    }

    @Test
    default void aDeadlineThatHasPassedDoesNotWait() {
        IoBackend backend = driver().cpu().backend();
        Completions none = new Completions(4);
        long now = driver().cpu().nowNanos();
        assertEquals(0, backend.poll(now, now - 1, none));
        assertEquals(0, backend.poll(now, now, none));
        assertEquals(0, backend.poll(now, IoBackend.NOW, none));
    }

    @Test
    default void anEchoAllocatesNothing() {
        Driver.Pair pair = driver().pair();
        Buffer out = driver().buffer(64);
        Buffer in = driver().buffer(64);
        IoFuture send = driver().future();
        IoFuture receive = driver().future();
        AllocatedBytes.assertNoneFor(times -> echo(pair, send, receive, out, in, times));
        out.free();
        in.free();
    }

    private void echo(Driver.Pair pair, IoFuture send, IoFuture receive, Buffer out, Buffer in, int times) {
        for (int i = 0; i < times; i++) {
            out.clear().writerIndex(32);
            in.clear();
            receive.receive(pair.right(), in);
            send.send(pair.left(), out);
            while (send.isArmed() || receive.isArmed()) {
                driver().turn();
            }
        }
    }

    @Test
    default void aFullSendQueueIsNotAnEndlessOne() {
        Driver.Pair pair = driver().pair();
        Buffer buffer = driver().buffer(256 << 10);
        IoFuture send = driver().future();
        int accepted = 0;
        boolean blocked = false;
        for (int i = 0; i < 1000 && !blocked; i++) {
            send.send(pair.left(), buffer.clear().writerIndex(buffer.capacity()));
            driver().settle();
            blocked = send.isArmed();
            accepted += blocked ? 0 : send.result();
        }
        assertTrue(blocked, "nobody reads, and " + accepted + " bytes were taken");
        send.cancel();
        int result = driver().await(send);
        assertTrue(result >= 0 || result == IoError.CANCELLED.result(), () -> "result " + result);
        buffer.free();
    }
}
