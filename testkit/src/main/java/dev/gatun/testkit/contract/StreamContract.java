package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.Buffer;
import dev.gatun.BufferVector;
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

/** Streams: from connecting to every way of ending. */
public interface StreamContract {
    Driver driver();

    @Test
    default void aNopCompletes() {
        assertEquals(0, driver().run(IoFuture::nop));
    }

    @Test
    default void bytesArriveInOrderBothWays() {
        Driver.Pair pair = driver().pair();
        driver().send(pair.left(), "ping and ");
        driver().send(pair.left(), "more");
        assertEquals("ping and more", driver().receive(pair.right(), 13));
        driver().send(pair.right(), "pong");
        assertEquals("pong", driver().receive(pair.left(), 4));
    }

    @Test
    default void aReceiveWaitsForTheBytes() {
        Driver.Pair pair = driver().pair();
        Buffer buffer = driver().buffer(100);
        IoFuture receive = driver().future();
        receive.receive(pair.right(), buffer);
        driver().settle();
        assertEquals(IoFuture.State.IN_KERNEL, receive.state());
        driver().send(pair.left(), "late");
        assertEquals(4, driver().awaitWell(receive));
        assertEquals("late", Driver.textOf(buffer));
    }

    @Test
    default void whoConnectedCanBeAsked() {
        long listener = driver().listener();
        Driver.Pair pair = driver().pair(listener);
        NativeAddress client = driver().localAddress(pair.left());
        NativeAddress peer = driver().cpu().newAddress();
        Driver.check("peerAddress", driver().sockets().peerAddress(pair.right(), peer.address()));
        assertEquals(client.get(), peer.get());
        assertEquals(
                driver().localAddress(listener).get(),
                driver().localAddress(pair.right()).get());
    }

    @Test
    default void anIpv6StreamWorksToo() {
        long listener = driver().bound(Sockets.Family.INET6, Sockets.Type.STREAM, new InetSocketAddress("::1", 0));
        Driver.check("listen", driver().sockets().listen(listener, 16));
        IoFuture accept = driver().future();
        accept.accept(listener);
        long client = driver().open(Sockets.Family.INET6, Sockets.Type.STREAM);
        NativeAddress to = driver().localAddress(listener);
        driver().runWell(f -> f.connect(client, to));
        long server = driver().own(driver().awaitWell(accept));
        driver().send(client, "six");
        assertEquals("six", driver().receive(server, 3));
    }

    @Test
    default void theEndIsZeroBytes() {
        Driver.Pair pair = driver().pair();
        driver().send(pair.left(), "last");
        driver().closeNow(pair.left());
        assertEquals("last", driver().receive(pair.right(), 4));
        Buffer buffer = driver().buffer(10);
        assertEquals(0, driver().run(f -> f.receive(pair.right(), buffer)));
        assertEquals(0, driver().run(f -> f.receive(pair.right(), buffer)), "and again");
        buffer.free();
    }

    @Test
    default void halfClosedTheOtherHalfStillWorks() {
        Driver.Pair pair = driver().pair();
        driver().runWell(f -> f.shutdown(pair.left(), Operation.SHUT_WRITE));
        Buffer buffer = driver().buffer(10);
        assertEquals(0, driver().run(f -> f.receive(pair.right(), buffer)));
        buffer.free();
        driver().send(pair.right(), "still");
        assertEquals("still", driver().receive(pair.left(), 5));
    }

    @Test
    default void connectingToNobodyIsRefused() {
        long listener = driver().listener();
        NativeAddress nobody = driver().localAddress(listener);
        driver().closeNow(listener);
        long client = driver().open(Sockets.Family.INET4, Sockets.Type.STREAM);
        IoFuture connect = driver().future();
        connect.connect(client, nobody);
        driver().awaitError(connect, IoError.REFUSED);
    }

    @Test
    default void aHandleThatIsNotOpenIsAnError() {
        long handle = driver().open(Sockets.Family.INET4, Sockets.Type.STREAM);
        driver().closeNow(handle);
        Buffer buffer = driver().buffer(10);
        IoFuture future = driver().future();
        future.receive(handle, buffer);
        driver().awaitError(future, IoError.BAD_HANDLE);
        future.accept(handle);
        driver().awaitError(future, IoError.BAD_HANDLE);
        buffer.free();
    }

    @Test
    default void whatIsNotConnectedCannotReceive() {
        long handle = driver().open(Sockets.Family.INET4, Sockets.Type.STREAM);
        Buffer buffer = driver().buffer(10);
        IoFuture receive = driver().future();
        receive.receive(handle, buffer);
        driver().awaitError(receive, IoError.NOT_CONNECTED);
        buffer.free();
    }

    @Test
    default void sendingToWhoHasGoneFailsSoon() {
        Driver.Pair pair = driver().pair();
        driver().closeNow(pair.right());
        Buffer buffer = driver().buffer(1000);
        IoFuture send = driver().future();
        IoError error = null;
        for (int i = 0; i < 1000 && error == null; i++) {
            buffer.clear().writerIndex(1000);
            send.send(pair.left(), buffer);
            error = driver().await(send) < 0 ? send.error().orElseThrow() : null;
        }
        assertTrue(error == IoError.BROKEN_PIPE || error == IoError.RESET, "ended with " + error);
        buffer.free();
    }

    @Test
    default void moreThanTheSocketHoldsArrivesWhole() {
        Driver.Pair pair = driver().pair();
        int total = 8 << 20;
        Buffer out = driver().buffer(64 << 10);
        Buffer in = driver().buffer(64 << 10);
        IoFuture send = driver().future();
        IoFuture receive = driver().future();
        int[] sent = {0};
        int[] received = {0};
        send.onComplete(f -> {
            sent[0] += Math.max(0, f.result());
            if (sent[0] < total) {
                fill(out, sent[0], Math.min(total - sent[0], out.capacity()));
                f.send(pair.left(), out);
            }
        });
        receive.onComplete(f -> {
            received[0] = check(in, received[0]);
            if (received[0] < total && f.result() > 0) {
                f.receive(pair.right(), in);
            }
        });
        fill(out, 0, out.capacity());
        send.send(pair.left(), out);
        receive.receive(pair.right(), in);
        driver().turnUntil(() -> received[0] == total, () -> received[0] + " of " + total + " bytes");
        driver().turnUntil(() -> !send.isArmed(), send::toString);
        assertEquals(total, sent[0]);
        out.free();
        in.free();
    }

    /** Bytes that say where in the stream they belong. */
    private static void fill(Buffer buffer, int from, int length) {
        buffer.clear();
        for (int i = 0; i < length; i++) {
            buffer.writeByte((byte) (((from + i) * 31) >>> 3));
        }
    }

    private static int check(Buffer buffer, int from) {
        int position = from;
        while (buffer.readable() > 0) {
            assertEquals((byte) ((position * 31) >>> 3), buffer.readByte(), "at " + position);
            position++;
        }
        buffer.clear();
        return position;
    }

    @Test
    default void waitAllWaitsForAll() {
        Driver.Pair pair = driver().pair();
        Buffer buffer = driver().buffer(4096);
        buffer.writerIndex(buffer.capacity() - 10);
        buffer.readerIndex(buffer.capacity() - 10);
        IoFuture receive = driver().future();
        receive.receive(pair.right(), buffer, Operation.WAIT_ALL);
        driver().send(pair.left(), "12345");
        driver().settle();
        assertTrue(receive.isArmed(), "half of it is not all");
        driver().send(pair.left(), "67890");
        assertEquals(10, driver().awaitWell(receive));
        assertEquals("1234567890", Driver.textOf(buffer));
    }

    @Test
    default void peekingLeavesTheBytes() {
        Driver.Pair pair = driver().pair();
        driver().send(pair.left(), "look");
        Buffer buffer = driver().buffer(10);
        IoFuture peek = driver().future();
        peek.receive(pair.right(), buffer, Operation.PEEK);
        assertEquals(4, driver().awaitWell(peek));
        assertEquals(0, buffer.writerIndex());
        buffer.free();
        assertEquals("look", driver().receive(pair.right(), 4));
    }

    @Test
    default void buffersAreGatheredAndScattered() {
        Driver.Pair pair = driver().pair();
        Buffer one = driver().text("gathered ");
        Buffer two = driver().text("and ");
        Buffer three = driver().text("scattered");
        BufferVector out =
                driver().cpu().newVector(3).addReadable(one).addReadable(two).addReadable(three);
        assertEquals(22, driver().runWell(f -> f.send(pair.left(), out)));
        out.clear();
        List.of(one, two, three).forEach(Buffer::free);

        Buffer first = driver().buffer(4096);
        first.writerIndex(first.capacity() - 9);
        Buffer second = driver().buffer(4096);
        BufferVector in = driver().cpu().newVector(2).addWritable(first).addWritable(second);
        int received = driver().runWell(f -> f.receive(pair.right(), in));
        in.clear();
        assertEquals(22, received);
        first.readerIndex(first.capacity() - 9).writerIndex(first.capacity());
        second.writerIndex(13);
        assertEquals("gathered and scattered", Driver.textOf(first) + Driver.textOf(second));
    }

    @Test
    default void oneAcceptTakesManyConnections() {
        driver().assumeFeature(Feature.MULTISHOT_ACCEPT);
        long listener = driver().listener();
        NativeAddress to = driver().localAddress(listener);
        List<Long> accepted = new ArrayList<>();
        IoFuture accept = driver().future().onComplete(f -> {
            if (f.result() >= 0) {
                accepted.add(driver().own(f.result()));
            }
        });
        accept.acceptMany(listener);
        for (int i = 0; i < 20; i++) {
            long client = driver().open(Sockets.Family.INET4, Sockets.Type.STREAM);
            driver().runWell(f -> f.connect(client, to));
        }
        driver().turnUntil(() -> accepted.size() == 20, () -> accepted.size() + " of 20 accepted");
        accept.cancel();
        driver().awaitError(accept, IoError.CANCELLED);
        assertEquals(20, accepted.stream().distinct().count());
    }

    @Test
    default void readinessIsTold() {
        Driver.Pair pair = driver().pair();
        assertEquals(
                Operation.POLL_WRITE,
                driver().runWell(f -> f.poll(pair.left(), Operation.POLL_WRITE)) & Operation.POLL_WRITE);
        IoFuture readable = driver().future();
        readable.poll(pair.right(), Operation.POLL_READ);
        driver().settle();
        assertTrue(readable.isArmed());
        driver().send(pair.left(), "x");
        assertEquals(Operation.POLL_READ, driver().awaitWell(readable) & Operation.POLL_READ);
        assertEquals("x", driver().receive(pair.right(), 1));
    }

    @Test
    default void readinessIsToldAgainAndAgain() {
        driver().assumeFeature(Feature.MULTISHOT_POLL);
        Driver.Pair pair = driver().pair();
        int[] told = {0};
        IoFuture poll = driver().future().onComplete(f -> told[0]++);
        poll.pollMany(pair.right(), Operation.POLL_READ);
        for (int round = 1; round <= 3; round++) {
            int before = told[0];
            driver().send(pair.left(), "x");
            driver().turnUntil(() -> told[0] > before, () -> "no event for byte after " + before);
            assertEquals("x", driver().receive(pair.right(), 1));
        }
        poll.cancel();
        driver().await(poll);
    }

    @Test
    default void aNumberThatIsUsedAgainIsAnotherConnection() {
        for (int round = 0; round < 50; round++) {
            Driver.Pair pair = driver().pair();
            Buffer buffer = driver().buffer(100);
            IoFuture pending = driver().future();
            pending.receive(pair.right(), buffer);
            pending.cancel();
            driver().awaitError(pending, IoError.CANCELLED);
            driver().closeNow(pair.right());
            driver().closeNow(pair.left());
            Driver.Pair next = driver().pair();
            driver().send(next.left(), "round " + round);
            assertEquals("round " + round, driver().receive(next.right(), ("round " + round).length()));
            buffer.free();
            driver().closeNow(next.left());
            driver().closeNow(next.right());
        }
    }
}
