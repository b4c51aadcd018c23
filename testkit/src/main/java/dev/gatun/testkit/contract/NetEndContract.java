package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.Buffer;
import dev.gatun.CloseReport;
import dev.gatun.net.CloseReason;
import dev.gatun.net.NetConfig;
import dev.gatun.net.Sent;
import dev.gatun.spi.IoError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every way a stream can end, told once and with the reason. */
interface NetEndContract {
    NetDriver net();

    @Test
    default void halfClosedTheOtherHalfGoesOn() {
        NetDriver.Pair pair = net().pair();
        NetDriver.Seen server = NetDriver.Seen.of(pair.server());
        NetDriver.Seen client = NetDriver.Seen.of(pair.client());
        pair.client().send(net().text("question"));
        pair.client().shutdownOutput();
        net().until(() -> server.ends == 1, "the client's end");
        assertEquals("question", server.text.toString());
        assertTrue(pair.server().isOpen());
        assertEquals(Sent.ACCEPTED, pair.server().send(net().text("answer")));
        net().until(() -> client.text.toString().equals("answer"), "the answer");
        pair.server().shutdownOutput();
        net().untilClosed(server, client);
        assertEquals(CloseReason.Kind.ENDED_BY_PEER, server.closed());
        assertEquals(CloseReason.Kind.ENDED_BY_PEER, client.closed());
        assertEquals(1, client.ends);
    }

    @Test
    default void withoutAWordForTheEndAStreamClosesBehindWhatIsQueued() {
        NetDriver.Pair pair = net().pair();
        NetDriver.Seen client = NetDriver.Seen.of(pair.client());
        List<CloseReason> closed = new ArrayList<>();
        pair.server().onClose((_, reason) -> closed.add(reason)).onReceive((stream, buffer) -> stream.send(buffer));
        pair.client().send(net().text("and back"));
        pair.client().shutdownOutput();
        net().until(() -> closed.size() == 1 && client.ends == 1, "both ends");
        assertEquals("and back", client.text.toString());
        assertEquals(CloseReason.Kind.ENDED_BY_PEER, closed.getFirst().kind());
    }

    @Test
    default void closeSendsWhatIsQueued() {
        NetDriver.Pair pair = net().pair();
        NetDriver.Seen client = NetDriver.Seen.watching(pair.client());
        NetDriver.Seen server = NetDriver.Seen.of(pair.server());
        for (int i = 0; i < 64; i++) {
            pair.client().send(net().bytes(4096));
        }
        pair.client().close();
        assertFalse(pair.client().isOpen());
        pair.client().close();
        net().untilClosed(client);
        net().until(() -> server.ends == 1, "the end");
        assertEquals(64 * 4096, server.text.length());
        assertEquals(CloseReason.Kind.CLOSED_HERE, client.closed());
    }

    @Test
    default void aLingeringCloseLosesNothingOfEitherSide() {
        NetDriver.Pair pair = net().pair();
        NetDriver.Seen client = NetDriver.Seen.of(pair.client());
        NetDriver.Seen server = NetDriver.Seen.of(pair.server());
        pair.client().send(net().bytes(100_000));
        net().until(() -> server.text.length() > 0, "something");
        pair.server().send(net().text("enough"));
        pair.server().close(Duration.ofSeconds(30));
        net().until(() -> client.ends == 1, "the server's end");
        assertEquals("enough", client.text.toString());
        assertEquals(0, server.closes.size(), "it waits for the client's end");
        pair.client().close();
        net().untilClosed(server);
        assertEquals(CloseReason.Kind.CLOSED_HERE, server.closed());
    }

    @Test
    default void aLingeringCloseWaitsNoLongerThanItWasTold() {
        NetDriver.Pair pair = net().pair();
        NetDriver.Seen server = NetDriver.Seen.of(pair.server());
        pair.server().close(Duration.ofMillis(20));
        net().untilClosed(server);
        assertEquals(CloseReason.Kind.CLOSED_HERE, server.closed());
        assertThrows(IllegalArgumentException.class, () -> pair.client().close(Duration.ofMillis(-1)));
    }

    @Test
    default void anAbortIsAResetForThePeer() {
        NetDriver.Pair pair = net().pair();
        NetDriver.Seen client = NetDriver.Seen.watching(pair.client());
        NetDriver.Seen server = NetDriver.Seen.of(pair.server());
        pair.client().abort();
        net().untilClosed(client, server);
        assertEquals(CloseReason.Kind.CLOSED_HERE, client.closed());
        assertEquals(CloseReason.Kind.FAILED, server.closed());
        assertEquals(IoError.RESET, server.closes.getFirst().error());
        assertEquals(0, server.ends);
    }

    @Test
    default void aListenerMayHaveEveryCloseBreakOff() {
        NetDriver.Pair pair =
                net().pair(NetDriver.LOOPBACK, NetConfig.systemDefaults().withBreakOffAtClose(true));
        NetDriver.Seen client = NetDriver.Seen.of(pair.client());
        pair.server().close();
        net().untilClosed(client);
        assertEquals(IoError.RESET, client.closes.getFirst().error());
    }

    @Test
    default void anAbortInTheMiddleOfEverythingLeavesNothing() {
        NetDriver.Pair pair = net().pair();
        NetDriver.Seen client = NetDriver.Seen.of(pair.client());
        NetDriver.Seen server = NetDriver.Seen.of(pair.server());
        pair.server().pause();
        for (int i = 0; i < 200 && pair.client().isWritable(); i++) {
            pair.client().send(net().bytes(16 << 10));
            net().driver().turn();
        }
        pair.client().abort();
        net().untilClosed(client);
        pair.server().resume();
        net().untilClosed(server);
    }

    @Test
    default void closedFromWithinItsOwnCallbackItIsToldAfterwards() {
        NetDriver.Pair pair = net().pair();
        NetDriver.Seen seen = NetDriver.Seen.watching(pair.server());
        pair.server().onReceive((stream, buffer) -> {
            buffer.free();
            stream.abort();
            assertEquals(0, seen.closes.size(), "nobody is told from within his own call");
        });
        pair.client().send(net().text("x"));
        net().untilClosed(seen);
        assertEquals(CloseReason.Kind.CLOSED_HERE, seen.closed());
    }

    @Test
    default void silenceIsEndedByTheIdleTimeout() {
        NetDriver.Pair pair = net().pair();
        NetDriver.Seen server = NetDriver.Seen.of(pair.server());
        pair.server().idleTimeout(Duration.ofMillis(40));
        net().untilClosed(server);
        assertEquals(CloseReason.Kind.IDLE, server.closed());
        assertThrows(IllegalArgumentException.class, () -> pair.client().idleTimeout(Duration.ofMillis(-1)));
    }

    @Test
    default void whoTalksIsNotIdle() {
        NetDriver.Pair pair = net().pair();
        NetDriver.Seen server = NetDriver.Seen.of(pair.server());
        pair.server().idleTimeout(Duration.ofSeconds(2));
        long start = net().cpu().nowNanos();
        while (net().cpu().nowNanos() - start < 100_000_000L) {
            pair.client().send(net().text("."));
            int had = server.text.length();
            net().until(() -> server.text.length() > had, "a word");
            net().driver().turn();
        }
        assertEquals(0, server.closes.size());
    }

    @Test
    default void aPeerThatTakesNothingIsEndedByTheWriteTimeout() {
        NetDriver.Pair pair = net().pair();
        NetDriver.Seen server = NetDriver.Seen.of(pair.server());
        pair.client().pause();
        pair.server().writeTimeout(Duration.ofMillis(60));
        while (pair.server().isOpen() && server.closes.isEmpty()) {
            Buffer buffer = net().bytes(16 << 10);
            if (pair.server().send(buffer) == Sent.FULL) {
                buffer.free();
                net().driver().turn();
            }
        }
        net().untilClosed(server);
        assertEquals(CloseReason.Kind.WRITE_STALLED, server.closed());
    }

    /** Nothing moves any more when the time is limited: no later write is there to begin it. */
    @Test
    default void aWriteThatHasStalledAlreadyIsLimitedToo() {
        NetDriver.Pair pair = net().pair();
        NetDriver.Seen server = NetDriver.Seen.of(pair.server());
        pair.client().pause();
        for (int quiet = 0; quiet < 1_000; quiet++) {
            Buffer buffer = net().bytes(16 << 10);
            if (pair.server().send(buffer) == Sent.FULL) {
                buffer.free();
            } else {
                quiet = 0;
            }
            net().driver().turn();
        }
        pair.server().writeTimeout(Duration.ofMillis(60));
        net().untilClosed(server);
        assertEquals(CloseReason.Kind.WRITE_STALLED, server.closed());
    }

    @Test
    default void theEndOfTheCoreEndsItsStreams() {
        NetDriver.Pair pair = net().pair();
        NetDriver.Seen receiving = NetDriver.Seen.of(pair.server());
        NetDriver.Seen silent = NetDriver.Seen.watching(pair.client());
        net().driver().turn();
        CloseReport report = net().driver().closeCpu();
        assertTrue(report.isClean(), report::toString);
        assertEquals(CloseReason.Kind.CORE_CLOSED, receiving.closed());
        assertEquals(CloseReason.Kind.CORE_CLOSED, silent.closed());
        assertThrows(IllegalStateException.class, () -> pair.client().onReceive((_, b) -> b.free()));
    }
}
