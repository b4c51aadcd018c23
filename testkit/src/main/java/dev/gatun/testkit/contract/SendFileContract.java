package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.Buffer;
import dev.gatun.file.AsyncFile;
import dev.gatun.file.OpenOptions;
import dev.gatun.net.NetStream;
import dev.gatun.net.Sent;
import dev.gatun.spi.IoError;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Files to streams: byte-exact, in their turn, and no faster than the peer takes them. */
interface SendFileContract {
    FileDriver files();

    /** What was told of one file that was sent. */
    final class Telling {
        int times;
        long bytes;
        int result;

        void tell(NetStream stream, AsyncFile file, long sent, int how) {
            times++;
            bytes = sent;
            result = how;
        }
    }

    /** Compares what arrives with a plan of pieces, each from a place in a file or in a text of its own. */
    final class Arriving {
        private final List<long[]> plan = new ArrayList<>();
        private int piece;
        private long within;
        long bytes;
        long expected;

        Arriving of(NetStream stream) {
            stream.onReceive((_, buffer) -> take(buffer));
            return this;
        }

        void expect(long offset, long length, long seed) {
            plan.add(new long[] {offset, length, seed});
            expected += length;
        }

        private void take(Buffer buffer) {
            for (int i = buffer.readerIndex(); i < buffer.writerIndex(); i++) {
                while (within == plan.get(piece)[1]) {
                    piece++;
                    within = 0;
                }
                long[] now = plan.get(piece);
                byte right = FileDriver.at(now[0] + within, now[2]);
                if (buffer.getByte(i) != right) {
                    throw new AssertionError("byte " + bytes + ", " + within + " of piece " + piece + ", is wrong");
                }
                within++;
                bytes++;
            }
            buffer.free();
        }
    }

    private NetDriver net() {
        return new NetDriver(files().driver());
    }

    private void end(NetDriver.Pair pair) {
        pair.client().close();
        pair.server().close();
        files().driver().settle();
    }

    @Test
    default void filesAndBuffersArriveInTheOrderOfSending() {
        long seed = Long.getLong("gatun.seed", 23);
        Random random = new Random(seed);
        int size = 1_000_003;
        AsyncFile file = files().filled("sent", size, 5);
        NetDriver.Pair pair = net().pair();
        Arriving arriving = new Arriving().of(pair.client());
        pair.server().watermarks(1 << 20, 1 << 30);
        List<Telling> all = new ArrayList<>();
        List<Long> lengths = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            if (random.nextBoolean()) {
                int length = random.nextInt(3_000);
                Buffer buffer = files().driver().buffer(Math.max(1, length));
                FileDriver.fill(buffer, i, length, 99);
                arriving.expect(i, length, 99);
                assertEquals(Sent.ACCEPTED, pair.server().send(buffer));
            } else {
                long offset = random.nextInt(size);
                long length = Math.min(size - offset, random.nextInt(300_000));
                Telling telling = new Telling();
                arriving.expect(offset, length, 5);
                all.add(telling);
                lengths.add(length);
                assertEquals(Sent.ACCEPTED, pair.server().sendFile(file, offset, length, telling::tell));
            }
        }
        files().until(() -> arriving.bytes == arriving.expected, "all of it; seed " + seed);
        files().until(() -> all.stream().allMatch(t -> t.times > 0), "the word of all files");
        for (int i = 0; i < all.size(); i++) {
            assertEquals(1, all.get(i).times);
            assertEquals(lengths.get(i), all.get(i).bytes);
            assertEquals(0, all.get(i).result);
        }
        files().until(() -> pair.server().queuedBytes() == 0, "an empty output");
        end(pair);
    }

    @Test
    default void aPeerThatDoesNotReadHoldsUpTheReadingToo() {
        AsyncFile file = files().filled("held", 8 << 20, 5);
        NetDriver.Pair pair = net().pair();
        Arriving arriving = new Arriving().of(pair.client());
        arriving.expect(0, 8 << 20, 5);
        pair.client().pause();
        Telling telling = new Telling();
        int[] rooms = {0};
        pair.server().onWritable(_ -> rooms[0]++);
        long before = files().cpu().buffers().statistics().bytesInUse();
        assertEquals(Sent.ACCEPTED, pair.server().sendFile(file, 0, 8 << 20, telling::tell));
        assertFalse(pair.server().isWritable(), "a file counts as queued");
        Buffer refused = files().driver().buffer(10);
        assertEquals(Sent.FULL, pair.server().send(refused.writeByte(1)));
        refused.free();
        for (int i = 0; i < 50; i++) {
            files().driver().settle();
        }
        assertEquals(0, telling.times);
        long held = files().cpu().buffers().statistics().bytesInUse() - before;
        assertTrue(held <= 3 << 20, () -> held + " bytes for a peer that does not read");
        pair.client().resume();
        files().until(() -> arriving.bytes == 8 << 20, "the file");
        files().until(() -> telling.times > 0 && rooms[0] > 0, "the word of it, and of room");
        assertEquals(8 << 20, telling.bytes);
        end(pair);
    }

    @Test
    default void aFileThatEndsTooSoonIsTold() {
        AsyncFile file = files().filled("short", 1 << 20, 5);
        NetDriver.Pair pair = net().pair();
        Arriving arriving = new Arriving().of(pair.client());
        arriving.expect(0, 300_001, 5);
        FileDriver.Told cut = new FileDriver.Told();
        file.truncate(300_001, cut::tell);
        files().awaitWell(cut);
        Telling telling = new Telling();
        pair.server().sendFile(file, 0, 1 << 20, telling::tell);
        Buffer behind = files().driver().buffer(100);
        FileDriver.fill(behind, 0, 100, 99);
        arriving.expect(0, 100, 99);
        pair.server().watermarks(0, 1 << 30);
        assertEquals(Sent.FULL, pair.server().send(behind), "the file fills the output");
        files().until(() -> telling.times > 0, "the word of the file");
        assertEquals(300_001, telling.bytes);
        assertEquals(0, telling.result);
        assertEquals(Sent.ACCEPTED, pair.server().send(behind));
        files().until(() -> arriving.bytes == 300_101, "what comes behind");
        files().until(() -> pair.server().queuedBytes() == 0, "an empty output");
        end(pair);
    }

    @Test
    default void aPeerThatGoesInTheMiddleIsTold() {
        AsyncFile file = files().filled("broken-off", 8 << 20, 5);
        NetDriver.Pair pair = net().pair();
        NetDriver.Seen server = NetDriver.Seen.watching(pair.server());
        pair.client().pause();
        Telling first = new Telling();
        Telling second = new Telling();
        pair.server().watermarks(1 << 20, 1 << 30);
        pair.server().sendFile(file, 0, 8 << 20, first::tell);
        pair.server().sendFile(file, 0, 1000, second::tell);
        files().driver().settle();
        pair.client().abort();
        net().untilClosed(server);
        assertEquals(1, first.times);
        assertEquals(1, second.times);
        assertTrue(first.result < 0 && second.result < 0);
        assertTrue(first.bytes < 8 << 20);
        assertEquals(0, second.bytes);
        files().until(() -> file.inFlight() == 0, "the file's operations");
        Telling late = new Telling();
        assertEquals(Sent.CLOSED, pair.server().sendFile(file, 0, 10, late::tell));
        assertEquals(0, late.times);
    }

    /** The peer does not read, so nothing but a cancel ends what waits for room. */
    @Test
    default void whoBreaksOffInTheMiddleDoesNotWaitForHisPeer() {
        AsyncFile file = files().filled("given-up", 8 << 20, 5);
        NetDriver.Pair pair = net().pair();
        NetDriver.Seen server = NetDriver.Seen.watching(pair.server());
        pair.client().pause();
        Telling telling = new Telling();
        pair.server().sendFile(file, 0, 8 << 20, telling::tell);
        for (int i = 0; i < 20; i++) {
            files().driver().settle();
        }
        pair.server().abort();
        net().untilClosed(server);
        assertEquals(1, telling.times);
        assertTrue(telling.result < 0 && telling.bytes < 8 << 20);
        files().until(() -> file.inFlight() == 0, "the file's operations");
        end(pair);
    }

    @Test
    default void aFileThatIsClosedInTheMiddleIsTold() {
        AsyncFile file = files().filled("closed-file", 8 << 20, 5);
        NetDriver.Pair pair = net().pair();
        Arriving arriving = new Arriving().of(pair.client());
        arriving.expect(0, 8 << 20, 5);
        pair.client().pause();
        Telling telling = new Telling();
        pair.server().sendFile(file, 0, 8 << 20, telling::tell);
        files().driver().settle();
        files().close(file);
        pair.client().resume();
        files().until(() -> telling.times > 0, "the word of the file");
        assertTrue(telling.result == IoError.CLOSED.result() || telling.result == IoError.CANCELLED.result());
        files().until(() -> arriving.bytes == telling.bytes, "what was sent of it");
        assertTrue(pair.server().isOpen());
        end(pair);
    }

    @Test
    default void closingSendsTheFileFirst() {
        AsyncFile file = files().filled("last", 700_001, 5);
        NetDriver.Pair pair = net().pair();
        NetDriver.Seen server = NetDriver.Seen.watching(pair.server());
        Arriving arriving = new Arriving().of(pair.client());
        arriving.expect(1, 700_000, 5);
        Telling telling = new Telling();
        pair.server().sendFile(file, 1, 700_000, telling::tell);
        pair.server().close();
        net().untilClosed(server);
        files().until(() -> arriving.bytes == 700_000, "all of it");
        assertEquals(700_000, telling.bytes);
        assertEquals(1, telling.times);
    }

    @Test
    default void nothingOfAFileIsSentToo() {
        AsyncFile file = files().filled("nothing", 100, 5);
        NetDriver.Pair pair = net().pair();
        Telling none = new Telling();
        pair.server().sendFile(file, 50, 0, none::tell);
        assertEquals(0, none.times, "told from within the call");
        files().until(() -> none.times > 0, "the word of it");
        assertEquals(0, none.result);
        Telling beyond = new Telling();
        pair.server().sendFile(file, 5000, 10, beyond::tell);
        files().until(() -> beyond.times > 0, "the word of it");
        assertEquals(0, beyond.bytes + beyond.result);
        assertThrows(IllegalArgumentException.class, () -> pair.server().sendFile(file, -1, 0, beyond::tell));
        end(pair);
    }

    /** Past the page cache it is read by the block, whatever the range. */
    @Test
    default void aFilePastThePageCacheIsSentByTheByte() {
        files().close(files().filled("sent-direct", 300_001, 5));
        FileDriver.Opened opened =
                files().tryOpen(files().path("sent-direct"), OpenOptions.read().direct());
        Assumptions.assumeTrue(opened.file != null, "no direct access here");
        NetDriver.Pair pair = net().pair();
        Arriving arriving = new Arriving().of(pair.client());
        arriving.expect(4096, 200_001, 5);
        Telling telling = new Telling();
        pair.server().sendFile(Objects.requireNonNull(opened.file), 4096, 200_001, telling::tell);
        files().until(() -> arriving.bytes == 200_001 && telling.times > 0, "all of it");
        assertEquals(200_001, telling.bytes);
        end(pair);
    }
}
