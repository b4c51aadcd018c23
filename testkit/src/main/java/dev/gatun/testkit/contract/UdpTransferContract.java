package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.Buffer;
import dev.gatun.BufferBatch;
import dev.gatun.NativeAddress;
import dev.gatun.net.NetConfig;
import dev.gatun.net.Sent;
import dev.gatun.net.UdpSocket;
import dev.gatun.spi.IoError;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Sending and receiving: alone, in batches, connected, dual stack, and without garbage. */
interface UdpTransferContract {
    UdpDriver udp();

    @Test
    default void datagramsArriveInOrderWithTheirSenders() {
        UdpSocket receiver = udp().open();
        UdpDriver.Seen seen = UdpDriver.Seen.of(receiver);
        NativeAddress to = udp().addressOf(receiver);
        List<UdpSocket> senders =
                IntStream.range(0, 5).mapToObj(_ -> udp().open()).toList();
        Map<Object, String> names = new HashMap<>();
        for (int i = 0; i < 40; i++) {
            for (int of = 0; of < senders.size(); of++) {
                UdpSocket sender = senders.get(of);
                names.put(sender.address(), "sender " + of);
                udp().send(sender, to, i % 8 == 7 ? "" : "sender " + of);
            }
        }
        udp().until(() -> seen.texts.size() == 200, "all of them");
        for (int i = 0; i < 200; i++) {
            String text = seen.texts.get(i);
            assertTrue(text.isEmpty() || text.equals(names.get(seen.senders.get(i))), text);
        }
        assertEquals(200, receiver.received());
        assertEquals(40, senders.getFirst().sent());
    }

    @Test
    default void whatCameGoesBackToItsSender() {
        UdpSocket server = udp().open();
        server.onReceive((socket, datagram) -> socket.send(datagram.buffer(), datagram.sender()));
        UdpSocket client = udp().open();
        UdpDriver.Seen seen = UdpDriver.Seen.of(client);
        udp().connect(client, server.address());
        assertEquals(Sent.ACCEPTED, client.send(udp().driver().text("there and back")));
        udp().until(() -> seen.texts.size() == 1, "an echo");
        assertEquals("there and back", seen.texts.getFirst());
        assertEquals(server.address(), seen.senders.getFirst());
    }

    @Test
    default void aConnectedSocketHearsNobodyElse() throws Exception {
        UdpSocket one = udp().open();
        UdpSocket other = udp().open();
        UdpSocket receiver = udp().open();
        UdpDriver.Seen seen = UdpDriver.Seen.of(receiver);
        receiver.connect(one.address());
        NativeAddress to = udp().addressOf(receiver);
        udp().send(other, to, "not heard");
        udp().send(one, to, "heard");
        udp().until(() -> !seen.texts.isEmpty(), "a datagram of the one");
        receiver.disconnect();
        udp().send(other, to, "heard now");
        udp().until(() -> seen.texts.size() == 2, "a datagram of the other");
        assertEquals(List.of("heard", "heard now"), seen.texts);
    }

    @Test
    default void fullIsToldAndThenRoom() {
        UdpSocket receiver = udp().open();
        UdpDriver.Seen received = UdpDriver.Seen.of(receiver);
        UdpSocket sender = udp().open();
        UdpDriver.Seen seen = UdpDriver.Seen.watching(sender);
        NativeAddress to = udp().addressOf(receiver);
        int accepted = 0;
        Buffer refused = udp().driver().text("too much");
        while (sender.send(refused, to) == Sent.ACCEPTED) {
            accepted++;
            refused = udp().driver().text("too much");
            assertTrue(accepted < 10_000, "nobody said that it is full");
        }
        int all = accepted;
        udp().until(() -> seen.rooms == 1 && received.texts.size() == all, "room");
        assertEquals(Sent.ACCEPTED, sender.send(refused, to));
        udp().until(() -> received.texts.size() == all + 1, "the one that was refused before");
        assertEquals(1, seen.rooms);
    }

    @Test
    default void ipv4ReachesAnIpv6WildcardAndIsAnswered() {
        UdpSocket server = udp().open(new InetSocketAddress("::", 0), NetConfig.systemDefaults());
        UdpDriver.Seen atServer = new UdpDriver.Seen();
        server.onReceive((socket, datagram) -> {
            atServer.senders.add(datagram.sender().get());
            socket.send(datagram.buffer(), datagram.sender());
        });
        UdpSocket client = udp().open();
        UdpDriver.Seen atClient = UdpDriver.Seen.of(client);
        int port = ((InetSocketAddress) server.address()).getPort();
        udp().assumeReal("the simulated network answers from IPv6 addresses");
        udp().send(client, udp().cpu().newAddress().set(new InetSocketAddress("127.0.0.1", port)), "four");
        udp().until(() -> atClient.texts.size() == 1, "an answer by IPv4");
        assertEquals(client.address(), atServer.senders.getFirst());
        assertEquals(new InetSocketAddress("127.0.0.1", port), atClient.senders.getFirst());
    }

    @Test
    default void aBatchComesAndGoesBackToItsSendersWithoutACopy() {
        int count = 64;
        UdpSocket server = udp().open();
        UdpSocket client = udp().open();
        UdpDriver.Seen echoes = UdpDriver.Seen.of(client);
        BufferBatch batch = udp().cpu().newBufferBatch(count);
        List<Buffer> buffers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            buffers.add(udp().driver().buffer(100));
            batch.add(buffers.getLast());
        }
        int[] rounds = new int[1];
        serve(server, batch, rounds);
        NativeAddress to = udp().addressOf(server);
        List<String> expected = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < count; i++) {
                expected.add("x".repeat((i * 11 + round) % 90) + i);
                udp().send(client, to, expected.getLast());
            }
            udp().until(() -> echoes.texts.size() == expected.size(), "all echoes");
        }
        assertEquals(expected, echoes.texts);
        assertTrue(rounds[0] < expected.size(), () -> rounds[0] + " calls for " + expected.size() + " datagrams");
        udp().close(server);
        buffers.forEach(Buffer::free);
    }

    private static void serve(UdpSocket server, BufferBatch batch, int[] rounds) {
        server.receive(batch, (socket, received, count) -> {
            if (count > 0) {
                rounds[0]++;
                socket.send(received, (_, sent, result) -> {
                    assertEquals(count, result);
                    serve(socket, sent, rounds);
                });
            }
        });
    }

    @Test
    default void batchesAreOneAtATimeAndNotBesideACallback() {
        UdpSocket socket = udp().open();
        BufferBatch batch = udp().cpu().newBufferBatch(1);
        Buffer buffer = udp().driver().buffer(10);
        batch.add(buffer);
        List<Integer> results = new ArrayList<>();
        socket.receive(batch, (_, _, result) -> results.add(result));
        assertThrows(IllegalStateException.class, () -> socket.receive(batch, (_, _, _) -> {}));
        assertThrows(IllegalStateException.class, () -> socket.onReceive((_, _) -> {}));
        udp().close(socket);
        assertEquals(List.of(IoError.CANCELLED.result()), results);
        assertThrows(IllegalStateException.class, () -> socket.receive(batch, (_, _, _) -> {}));
        buffer.free();
    }

    @Test
    default void whatIsPausedWaitsInTheSystem() {
        UdpSocket receiver = udp().open();
        UdpDriver.Seen seen = UdpDriver.Seen.of(receiver);
        UdpSocket sender = udp().open();
        udp().driver().settle();
        receiver.pause();
        udp().driver().settle();
        udp().send(sender, udp().addressOf(receiver), "later");
        udp().until(() -> sender.sent() == 1, "a send");
        udp().driver().settle();
        assertEquals(List.of(), seen.texts);
        receiver.resume();
        udp().until(() -> !seen.texts.isEmpty(), "what waited");
        assertEquals(List.of("later"), seen.texts);
    }

    /** Both ways, with senders and facts asked for; more than a tenth of a byte for each would be one object in 160. */
    @Test
    default void nothingIsAllocatedForADatagram() {
        udp().assumeReal("the simulated kernel allocates");
        UdpSocket server = udp().open();
        server.onReceive((socket, datagram) -> socket.send(datagram.buffer(), datagram.sender()));
        UdpSocket client = udp().open();
        long[] back = new long[1];
        client.onReceive((_, datagram) -> {
            back[0] += datagram.isTruncated() ? 0 : datagram.segmentBytes();
            datagram.buffer().free();
        });
        NativeAddress to = udp().addressOf(server);
        AllocatedBytes.assertNoneFor(times -> echo(client, to, back, times));
    }

    private void echo(UdpSocket client, NativeAddress to, long[] back, int times) {
        for (int i = 0; i < times; i++) {
            Buffer buffer = udp().bytes(32);
            back[0] = 0;
            client.send(buffer, to);
            for (int turns = 0; back[0] < 32; turns++) {
                assertFalse(turns > 100_000, "an echo was lost");
                udp().driver().turn();
            }
        }
    }
}
