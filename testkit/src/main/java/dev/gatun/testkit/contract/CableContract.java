package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.NativeAddress;
import dev.gatun.net.CloseReason;
import dev.gatun.net.NetConfig;
import dev.gatun.net.Sent;
import dev.gatun.net.UdpSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A cable that is slow, that loses what is too much for it, and that is pulled out. */
interface CableContract {
    NetDriver net();

    UdpDriver udp();

    Networks networks();

    /** The system keeps little, so that a slow cable is soon felt by who sends. */
    NetConfig LITTLE = NetConfig.systemDefaults().withSendBuffer(32 << 10);

    private NetDriver.Pair pair() throws IOException {
        networks().enter(Networks.LEFT);
        List<dev.gatun.net.NetStream> accepted = new ArrayList<>();
        var listener = net().listen(new InetSocketAddress(Networks.LEFT_HOST, 0), LITTLE, accepted);
        networks().enter(Networks.RIGHT);
        NetDriver.Pair pair =
                new NetDriver.Pair(net().connect(listener.address(), LITTLE), net().first(accepted), listener);
        listener.close();
        return pair;
    }

    /** From right to left. */
    private void shape(String how) throws IOException, InterruptedException {
        networks()
                .run(
                        Networks.RIGHT,
                        "echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6; tc qdisc add dev right root tbf " + how);
    }

    /** What the shaper has counted. */
    private long shaped(String what) throws IOException, InterruptedException {
        String said = networks().run(Networks.RIGHT, "tc -s qdisc show dev right");
        Matcher found = Pattern.compile(what + " (\\d+)").matcher(said);
        assertTrue(found.find(), said);
        return Long.parseLong(found.group(1));
    }

    @Test
    default void aSlowCableHoldsTheSenderBackAndLosesNothing() throws IOException, InterruptedException {
        shape("rate 24mbit burst 16kb latency 20ms");
        NetDriver.Pair pair = pair();
        Flow flow = new Flow(net(), pair.client(), 1 << 20, 1);
        Flow.Sink sink = flow.into(pair.server());
        pair.client().writeTimeout(Duration.ofSeconds(5));
        flow.start();
        net().until(() -> sink.isEnded, "the end of what was sent");
        assertEquals(1 << 20, sink.received);
        assertTrue(flow.fulls > 0 && flow.rooms > 0, () -> flow + ": nobody was held back");
        assertTrue(shaped("overlimits") > 0, "the cable was not slow");
        pair.server().close();
        net().untilClosed(flow.seen, sink.seen);
        assertEquals(CloseReason.Kind.ENDED_BY_PEER, flow.seen.closed());
    }

    @Test
    default void aCableThatIsPulledOutStallsWhoWritesAndIdlesWhoReads() throws IOException, InterruptedException {
        NetDriver.Pair pair = pair();
        Flow flow = new Flow(net(), pair.client(), 64 << 20, 2);
        Flow.Sink sink = flow.into(pair.server());
        flow.start();
        net().until(() -> sink.received > 100_000, "some of it");
        networks().run(Networks.LEFT, "ip link set left down");
        pair.client().writeTimeout(Duration.ofMillis(250));
        pair.server().idleTimeout(Duration.ofMillis(250));
        net().untilClosed(flow.seen, sink.seen);
        assertEquals(CloseReason.Kind.WRITE_STALLED, flow.seen.closed());
        assertEquals(CloseReason.Kind.IDLE, sink.seen.closed());
        assertTrue(flow.most <= Flow.HIGH + Flow.PIECE, () -> flow + ": more was queued than the watermark");
    }

    @Test
    default void aCableThatIsPutInAgainLosesNothing() throws IOException, InterruptedException {
        NetDriver.Pair pair = pair();
        Flow flow = new Flow(net(), pair.client(), 2 << 20, 3);
        Flow.Sink sink = flow.into(pair.server());
        flow.start();
        net().until(() -> sink.received > 100_000, "some of it");
        networks().run(Networks.LEFT, "ip link set left down");
        long before = sink.received;
        for (int i = 0; i < 4; i++) {
            net().driver().turn();
        }
        networks().run(Networks.LEFT, "ip link set left up");
        net().until(() -> sink.isEnded, "the rest, after " + before);
        assertEquals(2 << 20, sink.received);
        pair.server().close();
        net().untilClosed(flow.seen, sink.seen);
    }

    private UdpSocket receiver() throws IOException {
        networks().enter(Networks.LEFT);
        NetConfig config = NetConfig.systemDefaults().withReceiveBuffer(4 << 20);
        return udp().open(new InetSocketAddress(Networks.LEFT_HOST, 0), config);
    }

    private UdpSocket sender(NetConfig config) throws IOException {
        networks().enter(Networks.RIGHT);
        return udp().open(new InetSocketAddress(Networks.RIGHT_HOST, 0), config);
    }

    /** What the shaper says that it dropped is missing, and nothing else; the rest is in order. */
    @Test
    default void whatACableLosesIsMissingAndNothingElse() throws IOException, InterruptedException {
        shape("rate 24mbit burst 8kb limit 24kb");
        UdpSocket receiver = receiver();
        UdpDriver.Seen seen = UdpDriver.Seen.of(receiver);
        UdpSocket sender = sender(NetConfig.systemDefaults().withSendBuffer(4 << 20));
        NativeAddress to = udp().addressOf(receiver);
        udp().send(sender, to, "0 the first, which waits for its neighbour's address");
        udp().until(() -> seen.texts.size() == 1, "a first datagram");
        int count = 400;
        String filler = " ".repeat(900);
        for (int i = 1; i <= count; i++) {
            int next = i;
            udp().until(() -> trySend(sender, to, next + filler), "room for another");
        }
        udp().until(() -> sender.sent() == count + 1, "all sends");
        long dropped = shaped("dropped");
        udp().until(() -> seen.texts.size() == 1 + count - dropped, "what was not dropped");
        udp().driver().settle();
        assertEquals(1 + count - dropped, seen.texts.size());
        assertTrue(dropped > 0, "it lost nothing");
        int last = -1;
        for (String text : seen.texts) {
            int number = Integer.parseInt(text.substring(0, text.indexOf(' ')));
            assertTrue(number > last, number + " after " + last);
            assertTrue(number == 0 || text.equals(number + filler), text);
            last = number;
        }
    }

    private boolean trySend(UdpSocket sender, NativeAddress to, String text) {
        var buffer = udp().driver().text(text);
        if (sender.send(buffer, to) == Sent.ACCEPTED) {
            return true;
        }
        buffer.free();
        return false;
    }

    /** The cable's queue is longer than what the system takes of one socket: its sender waits, and nothing is lost. */
    @Test
    default void aSlowCableHoldsDatagramsBackAndLosesNone() throws IOException, InterruptedException {
        shape("rate 24mbit burst 8kb limit 1mb");
        UdpSocket receiver = receiver();
        UdpDriver.Seen seen = UdpDriver.Seen.of(receiver);
        UdpSocket sender = sender(NetConfig.systemDefaults().withSendBuffer(16 << 10));
        UdpDriver.Seen sending = UdpDriver.Seen.watching(sender);
        NativeAddress to = udp().addressOf(receiver);
        List<String> expected = new ArrayList<>();
        int fulls = 0;
        for (int i = 0; i < 400; i++) {
            expected.add(i + " ".repeat(900));
            while (!trySend(sender, to, expected.getLast())) {
                fulls++;
                int rooms = sending.rooms;
                udp().until(() -> sending.rooms > rooms, "room for another");
            }
        }
        udp().until(() -> seen.texts.size() == expected.size(), "all of them");
        assertEquals(expected, seen.texts);
        assertTrue(fulls > 0, "nobody was held back");
        assertEquals(0, shaped("dropped"));
        assertEquals(List.of(), sending.errors);
    }
}
