package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.Buffer;
import dev.gatun.CancelOutcome;
import dev.gatun.IoFuture;
import dev.gatun.NativeAddress;
import dev.gatun.spi.Capabilities.Feature;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.Sockets;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Ending an operation early: whatever happens first, there is one result, and the memory is the kernel's until then.
 */
public interface CancelContract {
    Driver driver();

    @Test
    default void aWaitingReceiveCanBeCancelled() {
        Driver.Pair pair = driver().pair();
        Buffer buffer = driver().buffer(100);
        IoFuture receive = driver().future();
        receive.receive(pair.right(), buffer);
        driver().settle();
        assertEquals(CancelOutcome.REQUESTED, receive.cancel());
        driver().awaitError(receive, IoError.CANCELLED);
        assertEquals(CancelOutcome.CANCELLED, receive.cancelOutcome().orElseThrow());
        buffer.free();
        driver().send(pair.left(), "for the next");
        assertEquals("for the next", driver().receive(pair.right(), 12));
    }

    @Test
    default void cancelledRightAfterArming() {
        Driver.Pair pair = driver().pair();
        Buffer buffer = driver().buffer(100);
        IoFuture receive = driver().future();
        receive.receive(pair.right(), buffer);
        receive.cancel();
        driver().awaitError(receive, IoError.CANCELLED);
        buffer.free();
    }

    @Test
    default void aWaitingAcceptCanBeCancelled() {
        long listener = driver().listener();
        IoFuture accept = driver().future();
        accept.accept(listener);
        driver().settle();
        accept.cancel();
        driver().awaitError(accept, IoError.CANCELLED);
        driver().pair(listener);
    }

    @Test
    default void aWaitingPollCanBeCancelled() {
        Driver.Pair pair = driver().pair();
        IoFuture poll = driver().future();
        poll.poll(pair.right(), Operation.POLL_READ);
        driver().settle();
        poll.cancel();
        driver().awaitError(poll, IoError.CANCELLED);
    }

    @Test
    default void aMultishotEndsOnceWhenCancelled() {
        driver().assumeFeature(Feature.MULTISHOT_RECEIVE);
        Driver.Pair pair = driver().pair();
        int[] terminal = {0};
        IoFuture receive = driver().future().onComplete(f -> {
            Buffer buffer = f.buffer();
            if (buffer != null) {
                buffer.free();
            }
            terminal[0] += f.hasMore() ? 0 : 1;
        });
        receive.receiveMany(pair.right());
        driver().send(pair.left(), "something");
        driver().settle();
        receive.cancel();
        driver().awaitError(receive, IoError.CANCELLED);
        driver().settle();
        assertEquals(1, terminal[0]);
    }

    @Test
    default void cancellingOneLeavesTheOthers() {
        List<Driver.Pair> pairs = new ArrayList<>();
        List<IoFuture> receives = new ArrayList<>();
        List<Buffer> buffers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Driver.Pair pair = driver().pair();
            Buffer buffer = driver().buffer(100);
            IoFuture receive = driver().future();
            receive.receive(pair.right(), buffer);
            pairs.add(pair);
            receives.add(receive);
            buffers.add(buffer);
        }
        receives.get(4).cancel();
        driver().awaitError(receives.get(4), IoError.CANCELLED);
        for (int i = 0; i < 10; i++) {
            if (i != 4) {
                driver().send(pairs.get(i).left(), "to " + i);
                assertEquals(4, driver().awaitWell(receives.get(i)));
            }
        }
        buffers.forEach(Buffer::free);
    }

    @Test
    default void ofTwoOnOneSocketTheOtherGetsTheBytes() {
        Driver.Pair pair = driver().pair();
        Buffer one = driver().buffer(100);
        Buffer two = driver().buffer(100);
        IoFuture first = driver().future();
        IoFuture second = driver().future();
        first.receive(pair.right(), one);
        second.receive(pair.right(), two);
        driver().settle();
        first.cancel();
        driver().awaitError(first, IoError.CANCELLED);
        driver().send(pair.left(), "mine");
        assertEquals(4, driver().awaitWell(second));
        assertEquals("mine", Driver.textOf(two));
        one.free();
    }

    /** Bytes and cancel race; whoever wins, no byte is lost, none is written into memory that is ours again. */
    @Test
    default void aThousandRacesLoseNoByte() {
        Driver.Pair pair = driver().pair();
        Buffer out = driver().buffer(100);
        Buffer in = driver().buffer(4096);
        IoFuture receive = driver().future();
        IoFuture send = driver().future();
        int received = 0;
        int cancelled = 0;
        for (int round = 0; round < 1000; round++) {
            in.clear();
            for (int i = 0; i < 16; i++) {
                in.setByte(i, (byte) 0x5a);
            }
            receive.receive(pair.right(), in);
            out.clear().writeByte((byte) round);
            if (round % 2 == 0) {
                send.send(pair.left(), out);
                receive.cancel();
            } else {
                receive.cancel();
                send.send(pair.left(), out);
            }
            driver().awaitWell(send);
            int result = driver().await(receive);
            if (result < 0) {
                assertEquals(IoError.CANCELLED.result(), result);
                assertEquals(0x5a, in.getByte(0), "written after it was cancelled, round " + round);
                cancelled++;
                receive.receive(pair.right(), in);
                result = driver().awaitWell(receive);
                assertEquals(CancelOutcome.COMPLETED_FIRST, receive.cancel());
            }
            assertEquals(1, result);
            assertEquals((byte) round, in.getByte(0), "round " + round);
            received++;
        }
        assertEquals(1000, received);
        assertTrue(cancelled >= 0);
        out.free();
        in.free();
    }

    @Test
    default void aTimeoutEndsAReceive() {
        Driver.Pair pair = driver().pair();
        Buffer buffer = driver().buffer(100);
        IoFuture receive = driver().future().timeoutNanos(2_000_000);
        receive.receive(pair.right(), buffer);
        driver().awaitError(receive, IoError.TIMED_OUT);
        buffer.free();
        driver().send(pair.left(), "x");
        assertEquals("x", driver().receive(pair.right(), 1));
    }

    @Test
    default void aTimeoutThatIsNotNeededDoesNothing() {
        Driver.Pair pair = driver().pair();
        Buffer buffer = driver().buffer(100);
        IoFuture receive = driver().future().timeoutNanos(10_000_000_000L);
        receive.receive(pair.right(), buffer);
        driver().send(pair.left(), "in time");
        assertEquals(7, driver().awaitWell(receive));
        buffer.free();
    }

    @Test
    default void aConnectThatHangsTimesOut() {
        long listener =
                driver().bound(Sockets.Family.INET4, Sockets.Type.STREAM, new InetSocketAddress("127.0.0.1", 0));
        Driver.check("listen", driver().sockets().listen(listener, 1));
        NativeAddress to = driver().localAddress(listener);
        List<IoFuture> connects = new ArrayList<>();
        int timedOut = 0;
        for (int i = 0; i < 40; i++) { // the queue of a listener that never accepts fills up
            long client = driver().open(Sockets.Family.INET4, Sockets.Type.STREAM);
            IoFuture connect = driver().future().timeoutNanos(50_000_000);
            connect.connect(client, to);
            connects.add(connect);
        }
        for (IoFuture connect : connects) {
            int result = driver().await(connect);
            timedOut += result == IoError.TIMED_OUT.result() ? 1 : 0;
            assertTrue(
                    result == 0 || List.of(IoError.TIMED_OUT, IoError.REFUSED).contains(IoError.of(result)),
                    () -> "result " + result);
        }
        assertTrue(timedOut >= 0);
    }

    @Test
    default void giveUpWhatIsInFlight() {
        Driver.Pair pair = driver().pair();
        Buffer buffer = driver().buffer(100);
        IoFuture receive = driver().future();
        receive.receive(pair.right(), buffer);
        driver().settle();
        receive.close();
        buffer.freeWhenReleased();
        driver().turnUntil(() -> driver().cpu().backend().inFlight() == 0, () -> "still in flight");
        driver().settle();
        driver().send(pair.left(), "y");
        assertEquals("y", driver().receive(pair.right(), 1));
    }
}
