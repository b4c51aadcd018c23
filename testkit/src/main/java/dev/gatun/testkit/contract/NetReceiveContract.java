package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.Buffer;
import dev.gatun.net.CloseReason;
import dev.gatun.net.NetStream;
import dev.gatun.net.Sent;
import dev.gatun.spi.IoError;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Receiving: by callback with pauses, and into buffers of the caller's. */
interface NetReceiveContract {
    NetDriver net();

    @Test
    default void whatComesWhilePausedComesLaterInOrder() {
        NetDriver.Pair pair = net().pair();
        NetDriver.Seen seen = NetDriver.Seen.of(pair.server());
        pair.client().send(net().text("one "));
        net().until(() -> seen.text.toString().equals("one "), "the first");
        pair.server().pause();
        pair.client().send(net().text("two "));
        net().driver().settle();
        pair.client().send(net().text("three "));
        net().driver().settle();
        assertEquals("one ", seen.text.toString());
        pair.server().resume();
        pair.client().send(net().text("four"));
        net().until(() -> seen.text.toString().equals("one two three four"), "all, in order");
    }

    @Test
    default void aPauseFromWithinHoldsBackTheNextPiece() {
        NetDriver.Pair pair = net().pair();
        NetDriver.Seen seen = NetDriver.Seen.watching(pair.server());
        pair.server().onReceive((stream, buffer) -> {
            seen.take(buffer);
            stream.pause();
        });
        for (int i = 0; i < 5; i++) {
            pair.client().send(net().text("piece"));
            net().driver().settle();
        }
        net().until(() -> seen.pieces > 0, "the first piece");
        net().driver().settle();
        assertEquals(1, seen.pieces);
        for (int i = 1; i <= 20 && seen.text.length() < 25; i++) {
            int pieces = seen.pieces;
            pair.server().resume();
            net().until(() -> seen.pieces > pieces, "the next piece");
            net().driver().settle();
            assertEquals(pieces + 1, seen.pieces);
        }
        assertEquals("piece".repeat(5), seen.text.toString());
    }

    @Test
    default void theEndComesBehindWhatWasHeldBack() {
        NetDriver.Pair pair = net().pair();
        NetDriver.Seen seen = NetDriver.Seen.of(pair.server());
        pair.server().pause();
        pair.client().send(net().text("last words"));
        pair.client().close();
        net().driver().settle();
        assertEquals(0, seen.ends);
        pair.server().resume();
        net().until(() -> seen.ends == 1, "the end");
        assertEquals("last words", seen.text.toString());
    }

    /** Nobody takes what the server receives: what it keeps is bounded, and the client is told to wait. */
    @Test
    default void aSlowConsumerBoundsWhatIsKept() {
        NetDriver.Pair pair = net().pair();
        pair.client().watermarks(16 << 10, 64 << 10);
        NetDriver.Seen server = NetDriver.Seen.of(pair.server());
        pair.server().pause();
        long sent = 0;
        int idle = 0;
        while (idle < 20 && sent < 64 << 20) {
            Buffer buffer = net().bytes(4096);
            Sent answer = pair.client().send(buffer);
            if (answer == Sent.FULL) {
                buffer.free();
                net().driver().settle();
                idle++;
            } else {
                sent += 4096;
                idle = 0;
            }
        }
        assertTrue(sent < 64 << 20, "nobody ever said full");
        assertTrue(
                pair.client().queuedBytes() <= (64 << 10) + 4096,
                () -> pair.client().queuedBytes() + " queued");
        pair.server().resume();
        long all = sent;
        net().until(() -> server.text.length() == all, "all of it");
    }

    /** Its answers are not taken: it must not go on receiving, and keep them. */
    @Test
    default void anEchoToWhoDoesNotReadKeepsNoMoreThanItsWatermark() {
        NetDriver.Pair pair = net().pair();
        pair.server().watermarks(16 << 10, 64 << 10);
        int[] refused = {0};
        pair.server().onReceive((stream, buffer) -> {
            if (stream.send(buffer) != Sent.ACCEPTED) {
                refused[0]++;
            }
        });
        NetDriver.Seen client = NetDriver.Seen.of(pair.client());
        pair.client().pause();
        long sent = 0;
        int idle = 0;
        while (idle < 20) {
            Buffer buffer = net().bytes(4096);
            if (pair.client().send(buffer) == Sent.FULL) {
                buffer.free();
                net().driver().settle();
                idle++;
            } else {
                sent += 4096;
                idle = 0;
            }
        }
        assertTrue(pair.server().queuedBytes() < 256 << 10, () -> pair.server().queuedBytes() + " queued");
        pair.client().resume();
        long all = sent;
        net().until(() -> client.text.length() == all, "all echoes");
        assertEquals(0, refused[0], "the callback was called when its answer could not be taken");
    }

    // --- into buffers of the caller's -------------------------------------------------------------------------------

    @Test
    default void exactlySoManyBytesHoweverTheyCome() {
        NetDriver.Pair pair = net().pair();
        Buffer into = net().driver().buffer(64);
        List<String> got = new ArrayList<>();
        pair.server().receiveExactly(into, 4, (stream, buffer, result) -> {
            got.add(take(buffer, result));
            stream.receiveExactly(buffer, 3, (_, same, next) -> got.add(take(same, next)));
        });
        for (String piece : List.of("a", "bc", "de", "fgh")) {
            pair.client().send(net().text(piece));
            net().driver().settle();
        }
        net().until(() -> got.size() == 2, "both");
        assertEquals(List.of("abcd", "efg"), got);
        assertEquals("h", Driver.textOf(into), "what came behind stays");
    }

    private static String take(Buffer buffer, int count) {
        byte[] bytes = new byte[count];
        buffer.readBytes(bytes, 0, count);
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    @Test
    default void untilADelimiterWhereverItIsSplit() {
        NetDriver.Pair pair = net().pair();
        Buffer into = net().driver().buffer(64);
        List<String> lines = new ArrayList<>();
        untilNewline(pair.server(), into, lines);
        for (String piece : List.of("one\ntwo\nth", "ree", "\n\nlast")) {
            pair.client().send(net().text(piece));
            net().driver().settle();
        }
        net().until(() -> lines.size() == 4, "four lines");
        assertEquals(List.of("one\n", "two\n", "three\n", "\n"), lines);
        pair.client().close();
        net().until(() -> lines.size() == 5, "the end");
        assertEquals("end behind last", lines.getLast());
        into.free();
    }

    private static void untilNewline(NetStream stream, Buffer into, List<String> lines) {
        stream.receiveUntil(into, '\n', (same, buffer, result) -> {
            if (result > 0) {
                lines.add(take(buffer, result));
                untilNewline(same, buffer, lines);
            } else {
                lines.add("end behind " + take(buffer, buffer.readable()));
            }
        });
    }

    @Test
    default void aFullBufferWithoutTheDelimiterIsTooBig() {
        NetDriver.Pair pair = net().pair();
        Buffer into = net().driver().buffer(4096);
        int[] results = {0};
        pair.server().receiveUntil(into, '\n', (_, _, result) -> results[0] = result);
        for (int i = 0; i < 2; i++) {
            Buffer buffer = net().bytes(into.capacity());
            pair.client().send(buffer);
        }
        net().until(() -> results[0] != 0, "the refusal");
        assertEquals(IoError.MESSAGE_TOO_BIG.result(), results[0]);
        into.free();
    }

    @Test
    default void someBytesAreSome() {
        NetDriver.Pair pair = net().pair();
        Buffer into = net().driver().buffer(64);
        int[] results = {0};
        pair.server().receive(into, (_, _, result) -> results[0] = result);
        assertThrows(IllegalStateException.class, () -> pair.server().receive(into, (_, _, _) -> {}));
        assertThrows(IllegalStateException.class, () -> pair.server().onReceive((_, buffer) -> buffer.free()));
        pair.client().send(net().text("some"));
        net().until(() -> results[0] > 0, "some bytes");
        assertEquals(4, results[0]);
        assertEquals("some", Driver.textOf(into));
        Buffer other = net().driver().buffer(64);
        assertThrows(IllegalArgumentException.class, () -> pair.server()
                .receiveExactly(other, other.capacity() + 1, (_, _, _) -> {}));
        assertThrows(IllegalArgumentException.class, () -> pair.server().receiveUntil(other, 256, (_, _, _) -> {}));
        other.free();
    }

    @Test
    default void aReceiveUnderWayIsToldWhenTheStreamEnds() {
        NetDriver.Pair pair = net().pair();
        Buffer into = net().driver().buffer(64);
        List<Integer> results = new ArrayList<>();
        NetDriver.Seen seen = NetDriver.Seen.watching(pair.server());
        pair.server().receiveExactly(into, 10, (_, _, result) -> results.add(result));
        pair.client().send(net().text("half"));
        net().until(() -> into.readable() == 4, "the first half");
        pair.server().close(Duration.ZERO);
        net().untilClosed(seen);
        assertEquals(List.of(IoError.CLOSED.result()), results);
        assertEquals(CloseReason.Kind.CLOSED_HERE, seen.closed());
        assertEquals("half", Driver.textOf(into));
    }
}
