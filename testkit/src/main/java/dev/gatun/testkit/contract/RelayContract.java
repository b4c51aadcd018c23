package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.NativeAddress;
import dev.gatun.net.CloseReason;
import dev.gatun.net.NetConfig;
import dev.gatun.net.NetListener;
import dev.gatun.net.NetStream;
import dev.gatun.net.UdpSocket;
import dev.gatun.spi.IoError;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Somebody between the two ends, who stalls, cuts, breaks off, or loses every so manieth. */
interface RelayContract {
    NetDriver net();

    UdpDriver udp();

    Networks networks();

    int CUT_AT = 300_000;
    long ALL = 8 << 20;

    /** What flows from right to left, through a relay at the left. */
    final class Passage {
        final StreamRelay relay;
        final NetStream client;
        final NetStream server;
        final Flow flow;
        final Flow.Sink sink;

        Passage(NetDriver net, Networks networks, StreamRelay.Manner manner, long bytes) throws IOException {
            networks.enter(Networks.LEFT);
            NetConfig config = NetConfig.systemDefaults().withSendBuffer(32 << 10);
            List<NetStream> accepted = new ArrayList<>();
            NetListener listener = net.listen(new InetSocketAddress(Networks.LEFT_HOST, 0), config, accepted);
            relay = new StreamRelay(Networks.LEFT_HOST, (InetSocketAddress) listener.address(), manner, CUT_AT);
            networks.enter(Networks.RIGHT);
            client = net.connect(relay.address(), config);
            server = net.first(accepted);
            listener.close();
            flow = new Flow(net, client, bytes, 4);
            sink = flow.into(server);
            flow.start();
        }
    }

    private Passage passage(StreamRelay.Manner manner) throws IOException {
        return new Passage(net(), networks(), manner, ALL);
    }

    @Test
    default void aRelayThatStallsAndGoesOnLosesNothing() throws Exception {
        Passage passage = passage(StreamRelay.Manner.STALL);
        try (StreamRelay relay = passage.relay) {
            net().until(() -> passage.sink.received == CUT_AT && !passage.client.isWritable(), "the stall");
            assertTrue(passage.flow.most <= Flow.HIGH + Flow.PIECE, () -> "too much queued: " + passage.flow);
            int rooms = passage.flow.rooms;
            relay.release();
            net().until(() -> passage.sink.isEnded, "the end of what was sent");
            assertEquals(ALL, passage.sink.received);
            assertTrue(passage.flow.rooms > rooms, "room was not told");
            passage.server.close();
            net().untilClosed(passage.flow.seen, passage.sink.seen);
        }
        assertEquals(CloseReason.Kind.ENDED_BY_PEER, passage.flow.seen.closed());
    }

    @Test
    default void aRelayThatStallsForTooLongIsAWriteThatStalls() throws Exception {
        Passage passage = passage(StreamRelay.Manner.STALL);
        try (StreamRelay _ = passage.relay) {
            net().until(() -> passage.sink.received == CUT_AT && !passage.client.isWritable(), "the stall");
            passage.client.writeTimeout(Duration.ofMillis(200));
            net().untilClosed(passage.flow.seen);
            assertEquals(CloseReason.Kind.WRITE_STALLED, passage.flow.seen.closed());
            assertEquals(CUT_AT, passage.sink.received);
        }
        net().until(() -> passage.sink.isEnded, "the relay's end");
    }

    @Test
    default void aRelayThatCutsIsAnEndBehindWhatItLetThrough() throws Exception {
        Passage passage = passage(StreamRelay.Manner.CUT);
        try (StreamRelay _ = passage.relay) {
            net().until(() -> passage.sink.isEnded && passage.flow.seen.ends == 1, "both ends of the cut");
            assertEquals(CUT_AT, passage.sink.received);
            passage.client.abort();
        }
        net().until(() -> !passage.flow.seen.closes.isEmpty(), "the client's end");
        assertEquals(CloseReason.Kind.CLOSED_HERE, passage.flow.seen.closed());
    }

    @Test
    default void aRelayThatBreaksOffIsAReset() throws Exception {
        Passage passage = passage(StreamRelay.Manner.BREAK_OFF);
        try (StreamRelay _ = passage.relay) {
            net().untilClosed(passage.flow.seen, passage.sink.seen);
        }
        for (NetDriver.Seen seen : List.of(passage.flow.seen, passage.sink.seen)) {
            CloseReason reason = seen.closes.getFirst();
            assertEquals(CloseReason.Kind.FAILED, reason.kind());
            assertTrue(reason.error() == IoError.RESET || reason.error() == IoError.BROKEN_PIPE, reason::toString);
        }
        assertTrue(passage.sink.received <= CUT_AT, () -> passage.sink.received + " bytes");
    }

    /** It loses by its seed, so what must arrive is known: that, whole and in order, and nothing else. */
    @Test
    default void whatARelayLosesIsMissingAndNothingElse() throws Exception {
        networks().enter(Networks.LEFT);
        UdpSocket receiver = udp().open(new InetSocketAddress(Networks.LEFT_HOST, 0), NetConfig.systemDefaults());
        UdpDriver.Seen seen = UdpDriver.Seen.of(receiver);
        long seed = Long.getLong("gatun.seed", System.nanoTime());
        int count = 1000;
        boolean[] isLost = DatagramRelay.losses(seed, count);
        try (DatagramRelay relay =
                new DatagramRelay(Networks.LEFT_HOST, (InetSocketAddress) receiver.address(), isLost)) {
            networks().enter(Networks.RIGHT);
            UdpSocket sender = udp().open(new InetSocketAddress(Networks.RIGHT_HOST, 0), NetConfig.systemDefaults());
            NativeAddress to = udp().cpu().newAddress().set(relay.address());
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String text = i + ":" + "x".repeat((int) (seed + i * 37L & 0x3FF));
                udp().send(sender, to, text);
                if (!isLost[i]) {
                    expected.add(text);
                }
                if (i % 32 == 31 || i == count - 1) { // no more than what everybody on the way has room for
                    udp().until(
                                    () -> relay.seen() == sender.sent() && seen.texts.size() == expected.size(),
                                    "seed " + seed + ": " + expected.size() + " datagrams");
                }
            }
            assertEquals(expected, seen.texts, "seed " + seed);
            assertTrue(expected.size() < count, "seed " + seed + ": nothing was lost");
        }
    }
}
