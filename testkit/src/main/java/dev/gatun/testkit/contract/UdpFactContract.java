package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.Buffer;
import dev.gatun.BufferBatch;
import dev.gatun.NativeAddress;
import dev.gatun.net.NetConfig;
import dev.gatun.net.OptionOutcome;
import dev.gatun.net.SendOptions;
import dev.gatun.net.Sent;
import dev.gatun.net.UdpSocket;
import dev.gatun.spi.Datagrams;
import dev.gatun.spi.Datagrams.Fact;
import dev.gatun.spi.SocketOption;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What a datagram comes with, and is sent with, beside its bytes. */
interface UdpFactContract {
    UdpDriver udp();

    private static NetConfig tellingAll() {
        return NetConfig.systemDefaults()
                .with(SocketOption.TELL_DESTINATION, 1)
                .with(SocketOption.TELL_HOP_LIMIT, 1)
                .with(SocketOption.TELL_TRAFFIC_CLASS, 1)
                .with(SocketOption.TELL_RECEIVED_TIME, 1);
    }

    @Test
    default void whatIsNotAskedForIsNotTold() {
        UdpSocket receiver = udp().open();
        List<Long> told = new ArrayList<>();
        receiver.onReceive((_, datagram) -> {
            for (Fact fact : Fact.values()) {
                told.add(datagram.fact(fact));
            }
            assertNull(datagram.destination());
            datagram.buffer().free();
        });
        UdpSocket sender = udp().open();
        udp().send(sender, udp().addressOf(receiver), "plain");
        udp().until(() -> !told.isEmpty(), "a datagram");
        assertEquals(0, told.removeFirst(), "truncated");
        assertTrue(told.stream().allMatch(value -> value == Datagrams.UNTOLD), told::toString);
    }

    @Test
    default void eachDatagramTellsHowItCame() {
        tellsHowItCame(new InetSocketAddress("127.0.0.1", 0), "127.0.0.1");
        tellsHowItCame(new InetSocketAddress("::1", 0), "::1");
    }

    /** What speaks IPv6 and IPv4 tells of both. */
    @Test
    default void aDualStackSocketTellsOfIpv4() {
        udp().assumeReal("the simulated network answers from IPv6 addresses");
        tellsHowItCame(new InetSocketAddress("::", 0), "127.0.0.1");
    }

    private void tellsHowItCame(InetSocketAddress at, String to) {
        UdpSocket receiver = udp().open(at, tellingAll());
        assertTrue(
                receiver.options().stream().allMatch(OptionOutcome::isAsAsked),
                () -> String.valueOf(receiver.options()));
        List<List<Long>> told = new ArrayList<>();
        List<Object> destinations = new ArrayList<>();
        receiver.onReceive((_, datagram) -> {
            told.add(List.of(
                    datagram.fact(Fact.HOP_LIMIT),
                    datagram.fact(Fact.TRAFFIC_CLASS),
                    datagram.fact(Fact.INTERFACE),
                    datagram.fact(Fact.RECEIVED_NANOS)));
            NativeAddress destination = datagram.destination();
            destinations.add(destination == null ? "untold" : destination.get());
            assertEquals("how", Driver.textOf(datagram.buffer()));
        });
        UdpSocket sender = udp().open(new InetSocketAddress(to, 0), NetConfig.systemDefaults());
        InetSocketAddress where = new InetSocketAddress(to, ((InetSocketAddress) receiver.address()).getPort());
        NativeAddress peer = udp().cpu().newAddress().set(where);
        SendOptions options = new SendOptions().hopLimit(7).trafficClass(0xB9);
        assertEquals(Sent.ACCEPTED, sender.send(udp().driver().text("how"), peer, options));
        assertEquals(Sent.ACCEPTED, sender.send(udp().driver().text("how"), peer, options.clear()));
        udp().until(() -> told.size() == 2, "two datagrams");
        assertEquals(7, told.getFirst().get(0));
        assertEquals(0xB9, told.getFirst().get(1));
        assertEquals(1, told.getFirst().get(2), "the loopback's index");
        assertEquals(64, told.getLast().get(0));
        assertEquals(0, told.getLast().get(1));
        long age = System.currentTimeMillis()
                - TimeUnit.NANOSECONDS.toMillis(told.getFirst().get(3));
        assertTrue(!udp().isReal() || (age >= -1 && age < 60_000), () -> age + " ms old");
        assertEquals(List.of(new InetSocketAddress(to, 0), new InetSocketAddress(to, 0)), destinations);
    }

    @Test
    default void aBatchTellsToo() {
        UdpSocket receiver = udp().open(UdpDriver.LOOPBACK, tellingAll());
        UdpSocket sender = udp().open();
        BufferBatch in = udp().cpu().newBufferBatch(4);
        for (int i = 0; i < 4; i++) {
            in.add(udp().driver().buffer(100));
        }
        int[] came = new int[1];
        NativeAddress to = udp().addressOf(receiver);
        sender.send(udp().driver().text("x"), to, new SendOptions().hopLimit(9).trafficClass(4));
        udp().until(() -> sender.sent() == 1, "a send");
        receiver.receive(in, (_, _, result) -> came[0] = result);
        udp().until(() -> came[0] != 0, "a batch");
        assertEquals(1, came[0]);
        assertEquals(9, in.fact(0, Fact.HOP_LIMIT));
        assertEquals(4, in.fact(0, Fact.TRAFFIC_CLASS));
        NativeAddress destination = udp().cpu().newAddress();
        assertTrue(in.destination(0, destination));
        assertEquals(new InetSocketAddress("127.0.0.1", 0), destination.get());
        assertThrows(IndexOutOfBoundsException.class, () -> in.fact(1, Fact.HOP_LIMIT));
        for (int i = 0; i < 4; i++) {
            in.buffer(i).free();
        }
    }

    @Test
    default void aDatagramGoesFromTheAddressThatIsAsked() {
        UdpSocket receiver = udp().open();
        UdpDriver.Seen seen = UdpDriver.Seen.of(receiver);
        UdpSocket sender = udp().open(new InetSocketAddress("0.0.0.0", 0), NetConfig.systemDefaults());
        NativeAddress source = udp().cpu().newAddress().set(new InetSocketAddress("127.0.0.77", 0));
        udp().assumeReal("the simulated machine has one address");
        sender.send(udp().driver().text("from"), udp().addressOf(receiver), new SendOptions().source(source, 0));
        udp().until(() -> !seen.texts.isEmpty(), "a datagram");
        int port = ((InetSocketAddress) sender.address()).getPort();
        assertEquals(new InetSocketAddress("127.0.0.77", port), seen.senders.getFirst());
    }

    @Test
    default void dropsAreCounted() {
        NetConfig config = NetConfig.systemDefaults()
                .with(SocketOption.TELL_DROPS, 1)
                .with(SocketOption.RECEIVE_BUFFER_BYTES, 4096);
        UdpSocket receiver = udp().open(UdpDriver.LOOPBACK, config);
        Assumptions.assumeTrue(
                receiver.options().stream().noneMatch(is -> is.status() == OptionOutcome.Status.UNSUPPORTED),
                () -> String.valueOf(receiver.options()));
        UdpSocket sender = udp().open();
        NativeAddress to = udp().addressOf(receiver);
        for (int i = 0; i < 400; i++) {
            assertEquals(Sent.ACCEPTED, sender.send(udp().bytes(1000), to));
            int sent = i + 1;
            udp().until(() -> sender.sent() == sent, "a send");
        }
        udp().until(() -> sender.sent() == 400, "all sends");
        long[] drops = {Datagrams.UNTOLD, 0};
        receiver.onReceive((_, datagram) -> {
            drops[0] = datagram.fact(Fact.DROPS);
            drops[1]++;
            datagram.buffer().free();
        });
        udp().driver().settle();
        udp().send(sender, to, "after"); // tells the rest
        udp().until(() -> drops[0] + drops[1] == 401, "a datagram for each that was not dropped");
        assertTrue(drops[0] > 0, "nothing was dropped");
    }

    @Test
    default void aSegmentedSendIsManyDatagrams() {
        UdpSocket receiver = udp().open();
        UdpDriver.Seen seen = UdpDriver.Seen.of(receiver);
        UdpSocket sender = udp().open();
        Buffer buffer = udp().driver().text("aaabbbcccd");
        sender.send(buffer, udp().addressOf(receiver), new SendOptions().segmentBytes(3));
        sender.send(udp().driver().text("whole"), udp().addressOf(receiver), new SendOptions().segmentBytes(100));
        udp().until(() -> seen.texts.size() == 5, "five datagrams");
        assertEquals(List.of("aaa", "bbb", "ccc", "d", "whole"), seen.texts);
    }

    @Test
    default void datagramsThatComeAsOneTellTheirSize() {
        UdpSocket receiver = udp().openWith(SocketOption.COALESCE, 1);
        UdpSocket sender = udp().open();
        int segment = 1200;
        int count = 40;
        int bytes = segment * count - 100;
        List<Integer> sizes = new ArrayList<>();
        int[] all = new int[1];
        receiver.onReceive((_, datagram) -> {
            Buffer buffer = datagram.buffer();
            while (buffer.readable() > 0) {
                assertEquals(all[0]++ & 0xFF, buffer.readByte() & 0xFF);
            }
            sizes.add(datagram.segmentBytes());
            buffer.free();
        });
        sender.send(udp().bytes(bytes), udp().addressOf(receiver), new SendOptions().segmentBytes(segment));
        udp().until(() -> all[0] == bytes, "all bytes");
        assertTrue(sizes.size() < count, () -> sizes.size() + " pieces: nothing came as one");
        assertEquals(segment, sizes.getFirst());
    }

    @Test
    default void aDatagramLongerThanItsBufferSaysSo() {
        UdpSocket receiver = udp().open();
        List<Boolean> truncated = new ArrayList<>();
        List<Integer> lengths = new ArrayList<>();
        receiver.onReceive((_, datagram) -> {
            truncated.add(datagram.isTruncated());
            lengths.add(datagram.segmentBytes());
            datagram.buffer().free();
        });
        UdpSocket sender = udp().open();
        NativeAddress to = udp().addressOf(receiver);
        sender.send(udp().bytes(60_000), to);
        udp().send(sender, to, "short");
        udp().until(() -> truncated.size() == 2, "both");
        assertEquals(List.of(lengths.getFirst() < 60_000, false), truncated);
        assertEquals(5, lengths.getLast());
    }

    @Test
    default void aDevicesClockIsThereOrMissedWithTheReason() {
        UdpSocket socket =
                udp().open(UdpDriver.LOOPBACK, NetConfig.systemDefaults().with(SocketOption.TELL_DEVICE_TIME, 1));
        OptionOutcome outcome = socket.options().getFirst();
        boolean isMissed = outcome.status() == OptionOutcome.Status.UNSUPPORTED;
        assertTrue(outcome.isAsAsked() || isMissed, outcome::toString);
        boolean hasReason = outcome.remedy().contains("TELL_RECEIVED_TIME");
        assertTrue(!isMissed || hasReason || !udp().isReal(), outcome::toString);
    }

    @Test
    default void whatNoDatagramCanBeSentWithIsRefused() {
        SendOptions options = new SendOptions();
        assertThrows(IllegalArgumentException.class, () -> options.hopLimit(0));
        assertThrows(IllegalArgumentException.class, () -> options.trafficClass(256));
        assertThrows(IllegalArgumentException.class, () -> options.segmentBytes(0));
        assertThrows(IllegalArgumentException.class, () -> options.source(null, -1));
    }
}
