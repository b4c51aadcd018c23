package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.Buffer;
import dev.gatun.NativeAddress;
import dev.gatun.net.CloseReason;
import dev.gatun.net.NetConfig;
import dev.gatun.net.NetStream;
import dev.gatun.net.Sent;
import dev.gatun.spi.Capabilities;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Streams as a service uses them, from the echo on. */
interface NetStreamContract {
    NetDriver net();

    @Test
    default void anEchoForwardsWhatItReceived() {
        NetDriver.Pair pair = net().pair();
        pair.server().onReceive((stream, buffer) -> stream.send(buffer));
        NetDriver.Seen seen = NetDriver.Seen.of(pair.client());
        assertEquals(Sent.ACCEPTED, pair.client().send(net().text("hello, ")));
        assertEquals(Sent.ACCEPTED, pair.client().send(net().text("echo")));
        net().until(() -> seen.text.toString().equals("hello, echo"), "the echo");
        pair.client().shutdownOutput();
        net().untilClosed(seen);
        assertEquals(CloseReason.Kind.ENDED_BY_PEER, seen.closed());
        assertEquals(1, seen.ends);
    }

    /** Several buffers are one message, and a message that named whom its future had connected to was refused. */
    @Test
    default void severalBuffersGoThroughAUnixStreamAtOnce() {
        net().driver().assumeFeature(Capabilities.Feature.UNIX_SOCKETS);
        String path = net().driver().ground().path("several");
        NetDriver.Pair pair = net().pair(UnixDomainSocketAddress.of(path), NetConfig.systemDefaults());
        NetDriver.Seen server = NetDriver.Seen.of(pair.server());
        for (String word : new String[] {"one, ", "two, ", "three"}) {
            pair.client().send(net().text(word));
        }
        net().until(() -> server.text.toString().equals("one, two, three"), "all three");
    }

    @Test
    default void unixStreamsAreStreams() {
        net().driver().assumeFeature(Capabilities.Feature.UNIX_SOCKETS);
        UnixDomainSocketAddress path =
                UnixDomainSocketAddress.of(net().driver().ground().path("echo"));
        NetDriver.Pair pair = net().pair(path, NetConfig.lowLatency());
        assertEquals(path, pair.listener().address());
        pair.server().onReceive((stream, buffer) -> stream.send(buffer));
        NetDriver.Seen seen = NetDriver.Seen.of(pair.client());
        pair.client().send(net().text("unix"));
        net().until(() -> seen.text.toString().equals("unix"), "the echo");
    }

    @Test
    default void anIpv4ClientReachesAnIpv6Listener() {
        List<NetStream> accepted = new ArrayList<>();
        NetConfig config = NetConfig.systemDefaults().withIpv6Only(false);
        var listener = net().listen(new InetSocketAddress("::", 0), config, accepted);
        int port = ((InetSocketAddress) listener.address()).getPort();
        NetStream client = net().connect(new InetSocketAddress("127.0.0.1", port), NetConfig.systemDefaults());
        NetDriver.Seen seen = NetDriver.Seen.of(net().first(accepted));
        client.send(net().text("four to six"));
        net().until(() -> seen.text.toString().equals("four to six"), "bytes over IPv4");
        listener.close();
    }

    @Test
    default void theAddressesOfBothEndsMatch() {
        NetDriver.Pair pair = net().pair();
        assertEquals(pair.listener().address(), pair.client().remoteAddress());
        assertEquals(pair.client().localAddress(), pair.server().remoteAddress());
        NativeAddress address = net().cpu().newAddress();
        assertEquals(0, pair.server().remoteAddress(address));
        assertEquals(pair.client().localAddress(), address.get());
        assertEquals(0, pair.server().localAddress(address));
        assertEquals(pair.listener().address(), address.get());
        NetDriver.Seen seen = NetDriver.Seen.of(pair.server());
        pair.server().close();
        net().untilClosed(seen);
        assertNull(pair.server().remoteAddress());
        assertThrows(IllegalStateException.class, () -> pair.server().remoteAddress(address));
    }

    @Test
    default void aHandlerThatThrowsEndsItsConnectionAlone() {
        NetDriver.Pair broken = net().pair();
        NetDriver.Pair other = net().pair();
        NetDriver.Seen seen = NetDriver.Seen.watching(broken.server());
        NetDriver.Seen peer = NetDriver.Seen.of(broken.client());
        IllegalStateException planted = new IllegalStateException("planted");
        broken.server().onReceive((_, _) -> {
            throw planted; // and the buffer is freed, or the end of this test would say so
        });
        other.server().onReceive((stream, buffer) -> stream.send(buffer));
        NetDriver.Seen echo = NetDriver.Seen.of(other.client());
        broken.client().send(net().text("boom"));
        net().untilClosed(seen);
        net().until(() -> peer.ends + peer.closes.size() > 0, "the peer's end");
        assertEquals(CloseReason.Kind.HANDLER_FAILED, seen.closed());
        assertEquals(planted, seen.closes.getFirst().cause());
        other.client().send(net().text("still here"));
        net().until(() -> echo.text.toString().equals("still here"), "the other connection");
    }

    @Test
    default void aHandlerThatThrowsLateLeavesNothingBehind() {
        NetDriver.Pair pair = net().pair();
        NetDriver.Pair to = net().pair();
        NetDriver.Seen seen = NetDriver.Seen.watching(pair.server());
        NetDriver.Seen forwarded = NetDriver.Seen.of(to.client());
        pair.server().onReceive((_, buffer) -> {
            to.server().send(buffer);
            throw new IllegalStateException("planted, when the buffer was another stream's");
        });
        pair.client().send(net().text("on its way"));
        net().untilClosed(seen);
        net().until(() -> forwarded.text.toString().equals("on its way"), "what was accepted before");
        NetDriver.Pair freed = net().pair();
        NetDriver.Seen seenFreed = NetDriver.Seen.watching(freed.server());
        freed.server().onReceive((_, buffer) -> {
            buffer.free();
            throw new IllegalStateException("planted, when the buffer was freed");
        });
        freed.client().send(net().text("x"));
        net().untilClosed(seenFreed);
        assertEquals(CloseReason.Kind.HANDLER_FAILED, seenFreed.closed());
    }

    @Test
    default void anotherThreadIsRefused() throws InterruptedException {
        NetDriver.Pair pair = net().pair();
        Buffer buffer = net().text("x");
        List<Throwable> refused = new ArrayList<>();
        Thread stranger = Thread.ofPlatform().start(() -> {
            for (Runnable call : List.<Runnable>of(
                    () -> pair.client().send(buffer),
                    () -> pair.client().onReceive((_, b) -> b.free()),
                    () -> pair.client().pause(),
                    () -> pair.client().close(),
                    () -> pair.client().abort())) {
                try {
                    call.run();
                } catch (WrongThreadException e) {
                    refused.add(e);
                }
            }
        });
        stranger.join();
        assertEquals(5, refused.size());
        buffer.free();
    }

    @Test
    default void anAttachmentTravelsWithItsStream() {
        NetDriver.Pair pair = net().pair();
        assertNull(pair.client().attachment());
        pair.client().attachment("mine");
        assertEquals("mine", pair.client().attachment());
        assertTrue(pair.client().isOpen());
        assertNotNull(pair.client().cpu());
        assertFalse(pair.client().isPaused());
    }
}
