package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.Buffer;
import dev.gatun.IoFuture;
import dev.gatun.NativeAddress;
import dev.gatun.spi.Capabilities.Feature;
import dev.gatun.spi.DatagramBatch;
import dev.gatun.spi.Datagrams.Fact;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.Sockets;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Datagrams: alone, in batches, too long, and empty. */
public interface DatagramContract {
    Driver driver();

    private long socket() {
        return driver().bound(Sockets.Family.INET4, Sockets.Type.DATAGRAM, new InetSocketAddress("127.0.0.1", 0));
    }

    private void sendTo(long from, NativeAddress to, String text) {
        Buffer buffer = driver().text(text);
        assertEquals(text.length(), driver().runWell(f -> f.sendTo(from, buffer, to)));
        buffer.free();
    }

    @Test
    default void aDatagramArrivesWithItsSender() {
        long one = socket();
        long two = socket();
        NativeAddress sender = driver().cpu().newAddress();
        Buffer buffer = driver().buffer(4096);
        sendTo(one, driver().localAddress(two), "hello");
        assertEquals(5, driver().runWell(f -> f.receiveFrom(two, buffer, sender)));
        assertEquals("hello", Driver.textOf(buffer));
        assertEquals(driver().localAddress(one).get(), sender.get());
    }

    @Test
    default void datagramsKeepTheirBounds() {
        long one = socket();
        long two = socket();
        NativeAddress to = driver().localAddress(two);
        sendTo(one, to, "first");
        sendTo(one, to, "second one");
        for (String expected : List.of("first", "second one")) {
            Buffer buffer = driver().buffer(4096);
            driver().runWell(f -> f.receiveFrom(two, buffer, null));
            assertEquals(expected, Driver.textOf(buffer));
        }
    }

    @Test
    default void anEmptyDatagramIsOneToo() {
        long one = socket();
        long two = socket();
        sendTo(one, driver().localAddress(two), "");
        sendTo(one, driver().localAddress(two), "x");
        Buffer buffer = driver().buffer(10);
        assertEquals(0, driver().runWell(f -> f.receiveFrom(two, buffer, null)));
        assertEquals(1, driver().runWell(f -> f.receiveFrom(two, buffer, null)));
        buffer.free();
    }

    @Test
    default void whatDoesNotFitIsCutOffAndTheNextIsWhole() {
        long one = socket();
        long two = socket();
        NativeAddress to = driver().localAddress(two);
        sendTo(one, to, "0123456789");
        sendTo(one, to, "next");
        Buffer small = driver().buffer(4096);
        small.writerIndex(small.capacity() - 4).readerIndex(small.capacity() - 4);
        driver().run(f -> f.receiveFrom(two, small, null));
        small.writerIndex(small.capacity());
        assertEquals("0123", Driver.textOf(small));
        Buffer buffer = driver().buffer(4096);
        assertEquals(4, driver().runWell(f -> f.receiveFrom(two, buffer, null)));
        assertEquals("next", Driver.textOf(buffer));
    }

    @Test
    default void tooBigADatagramIsRefused() {
        long one = socket();
        NativeAddress to = driver().localAddress(socket());
        Buffer buffer = driver().buffer(128 << 10);
        buffer.writerIndex(100_000);
        IoFuture send = driver().future();
        send.sendTo(one, buffer, to);
        driver().awaitError(send, IoError.MESSAGE_TOO_BIG);
        buffer.free();
    }

    @Test
    default void aBatchIsSentAndReceivedAtOnce() {
        int count = 32;
        long one = socket();
        long two = socket();
        NativeAddress to = driver().localAddress(two);
        DatagramBatch out = driver().cpu().newBatch(count);
        DatagramBatch in = driver().cpu().newBatch(count);
        Buffer outMemory = driver().buffer(count * 64);
        Buffer inMemory = driver().buffer(count * 64);
        for (int i = 0; i < count; i++) {
            outMemory.setLong(i * 64, 1000L + i);
            out.memory(i, outMemory.address() + i * 64L, 64);
            out.length(i, 8 + i);
            copyAddress(to, out, i);
            in.memory(i, inMemory.address() + i * 64L, 64);
        }
        out.count(count);
        in.count(count);
        int sent = driver().runWell(f -> f.sendBatch(one, out));
        assertEquals(count, sent);
        int received = 0;
        List<Long> values = new ArrayList<>();
        while (received < count) {
            in.count(count);
            int now = driver().runWell(f -> f.receiveBatch(two, in));
            for (int i = 0; i < now; i++) {
                assertEquals(8 + received + i, in.length(i));
                assertFalse(in.truncated(i));
                values.add(inMemory.getLong(i * 64));
            }
            received += now;
        }
        for (int i = 0; i < count; i++) {
            assertEquals(1000L + i, values.get(i));
        }
        outMemory.free();
        inMemory.free();
    }

    private static void copyAddress(NativeAddress from, DatagramBatch batch, int slot) {
        batch.peer(slot, from.address(), from.length());
    }

    @Test
    default void aBatchTellsWhatWasCutOff() {
        long one = socket();
        long two = socket();
        sendTo(one, driver().localAddress(two), "0123456789");
        Buffer memory = driver().buffer(64);
        DatagramBatch in = driver().cpu().newBatch(2);
        in.memory(0, memory.address(), 4);
        in.memory(1, memory.address() + 32, 4);
        in.count(2);
        assertEquals(1, driver().runWell(f -> f.receiveBatch(two, in)));
        assertTrue(in.truncated(0));
        assertEquals(4, in.length(0));
        memory.free();
    }

    @Test
    default void manyDatagramsAreOneArming() {
        driver().assumeFeature(Feature.MULTISHOT_RECEIVE_FROM);
        long one = socket();
        long two = socket();
        NativeAddress to = driver().localAddress(two);
        List<String> texts = new ArrayList<>();
        IoFuture receive = driver().future().onComplete(f -> {
            if (f.result() > 0) {
                texts.add(Driver.textOf(f.buffer()));
            }
        });
        receive.receiveFromMany(two);
        for (int i = 0; i < 20; i++) {
            sendTo(one, to, "datagram " + i);
        }
        driver().turnUntil(() -> texts.size() == 20, () -> texts.size() + " of 20 datagrams");
        assertEquals("datagram 0", texts.getFirst());
        assertEquals("datagram 19", texts.getLast());
        receive.cancel();
        driver().awaitError(receive, IoError.CANCELLED);
    }

    /** More at once than a backend may have put by, twice over, and nothing comes back: the pool has enough for all. */
    @Test
    default void whoKeepsAllThatComesGetsAllAsLongAsThePoolHasSome() {
        driver().assumeFeature(Feature.MULTISHOT_RECEIVE_FROM);
        long one = socket();
        long two = socket();
        NativeAddress to = driver().localAddress(two);
        for (int i = 0; i < 200; i++) {
            sendTo(one, to, "datagram " + i);
        }
        List<Buffer> kept = new ArrayList<>();
        IoFuture receive = driver().future().onComplete(f -> {
            Buffer buffer = f.buffer();
            if (buffer != null) {
                kept.add(buffer);
            }
        });
        receive.receiveFromMany(two);
        driver().turnUntil(() -> kept.size() == 200, () -> kept.size() + " of 200 datagrams");
        assertEquals("datagram 199", Driver.textOf(kept.removeLast()));
        kept.forEach(Buffer::free);
        receive.cancel();
        driver().await(receive);
    }

    /** Those of one poll too, and the empty ones. */
    @Test
    default void eachOfManyDatagramsComesWithItsOwnSender() {
        driver().assumeFeature(Feature.MULTISHOT_RECEIVE_FROM);
        int senders = 7;
        int rounds = 20;
        long receiver = socket();
        NativeAddress to = driver().localAddress(receiver);
        long[] sockets = new long[senders];
        Map<SocketAddress, Integer> numbers = new HashMap<>();
        for (int i = 0; i < senders; i++) {
            sockets[i] = socket();
            numbers.put(driver().localAddress(sockets[i]).get(), i);
        }
        int[] next = new int[senders];
        NativeAddress sender = driver().cpu().newAddress();
        IoFuture receive = driver().future().onComplete(f -> {
            if (f.result() < 0) {
                return;
            }
            f.sender(sender);
            int from = Objects.requireNonNull(numbers.get(sender.get()), "a sender that there is not");
            assertEquals(0, f.fact(Fact.TRUNCATED));
            int number = next[from]++;
            assertEquals(number % 5 == 0 ? "" : "from " + from + ": " + number, Driver.textOf(f.buffer()));
            if (!f.isArmed()) {
                f.receiveFromMany(receiver, Operation.ENVELOPE); // an empty one ends it on io_uring
            }
        });
        receive.receiveFromMany(receiver, Operation.ENVELOPE);
        driver().settle();
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < senders; i++) {
                sendTo(sockets[i], to, round % 5 == 0 ? "" : "from " + i + ": " + round);
            }
        }
        driver().turnUntil(() -> Arrays.stream(next).sum() == senders * rounds, () -> Arrays.toString(next));
        receive.cancel();
        driver().awaitError(receive, IoError.CANCELLED);
    }

    @Test
    default void anEnvelopeTellsWhatDidNotFit() {
        driver().assumeFeature(Feature.MULTISHOT_RECEIVE_FROM);
        long one = socket();
        long two = socket();
        List<Integer> lengths = new ArrayList<>();
        List<Long> truncated = new ArrayList<>();
        IoFuture receive = driver().future().onComplete(f -> {
            if (f.result() >= 0) {
                lengths.add(f.result());
                truncated.add(f.fact(Fact.TRUNCATED));
                Objects.requireNonNull(f.buffer()).free();
            }
        });
        receive.receiveFromMany(two, Operation.ENVELOPE);
        Buffer big = driver().buffer(60_000);
        big.writerIndex(60_000);
        NativeAddress to = driver().localAddress(two);
        assertEquals(60_000, driver().runWell(f -> f.sendTo(one, big, to)));
        sendTo(one, to, "next");
        driver().turnUntil(() -> lengths.size() == 2, lengths::toString);
        assertEquals(lengths.getFirst() < 60_000 ? 1 : 0, truncated.getFirst());
        assertEquals(4, lengths.getLast());
        assertEquals(0, truncated.getLast());
        big.free();
        receive.cancel();
        driver().await(receive);
    }

    @Test
    default void connectedItNeedsNoAddress() {
        long one = socket();
        long two = socket();
        NativeAddress to = driver().localAddress(two);
        driver().runWell(f -> f.connect(one, to));
        driver().send(one, "plain");
        assertEquals("plain", driver().receive(two, 5));
    }
}
