package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.Buffer;
import dev.gatun.file.AsyncFile;
import dev.gatun.file.OpenOptions;
import dev.gatun.file.SequentialReader;
import dev.gatun.file.SequentialWriter;
import dev.gatun.file.Written;
import dev.gatun.spi.IoError;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Files in order: read ahead, written behind, bounded both ways. */
interface FileSequenceContract {
    FileDriver files();

    /** What a reader handed over, compared as it comes. */
    final class Reading {
        final long from;
        long bytes;
        int blocks;
        int ends;
        int result;

        Reading(SequentialReader reader, long offset, long length) {
            from = offset;
            reader.read(offset, length, (_, buffer) -> take(buffer), (_, how) -> end(how));
        }

        private void take(Buffer buffer) {
            FileDriver.check(buffer, from + bytes, 5);
            bytes += buffer.readable();
            blocks++;
            buffer.free();
        }

        private void end(int how) {
            ends++;
            result = how;
        }
    }

    private void awaitEnd(Reading reading) {
        files().until(() -> reading.ends > 0, "the end of a range");
        files().driver().settle();
        assertEquals(1, reading.ends);
    }

    @Test
    default void rangesAreReadInOrderOneAfterAnother() {
        long seed = Long.getLong("gatun.seed", 7);
        Random random = new Random(seed);
        int size = 400_003;
        AsyncFile file = files().filled("ranges", size, 5);
        for (int blocks = 1; blocks <= 5; blocks++) {
            SequentialReader reader = new SequentialReader(file, 1 + random.nextInt(40_000), blocks);
            for (int i = 0; i < 4; i++) {
                int offset = random.nextInt(size + 1000);
                int length = random.nextInt(300_000);
                Reading reading = new Reading(reader, offset, length);
                awaitEnd(reading);
                assertEquals(0, reading.result, "seed " + seed);
                assertEquals(Math.clamp(size - offset, 0, length), reading.bytes, "seed " + seed);
                assertEquals(offset + reading.bytes, reader.position());
            }
        }
    }

    @Test
    default void aReaderThatIsPausedHoldsNoMoreThanItMay() {
        AsyncFile file = files().filled("paused", 1 << 20, 5);
        long inUse = files().cpu().buffers().statistics().bytesInUse();
        SequentialReader reader = new SequentialReader(file, 16 << 10, 3);
        Reading reading = new Reading(reader, 0, Long.MAX_VALUE);
        files().until(() -> reading.blocks >= 2, "two blocks");
        reader.pause();
        int blocks = reading.blocks;
        files().until(() -> file.inFlight() == 0, "what was on its way");
        files().driver().settle();
        assertEquals(blocks, reading.blocks);
        assertTrue(files().cpu().buffers().statistics().bytesInUse() <= inUse + 3 * (16 << 10));
        reader.resume();
        awaitEnd(reading);
        assertEquals(1 << 20, reading.bytes);
    }

    @Test
    default void aReaderThatIsStoppedOrLosesItsFileSaysSo() {
        AsyncFile file = files().filled("stopped", 1 << 20, 5);
        SequentialReader reader = new SequentialReader(file, 4096, 4);
        Reading stopped = new Reading(reader, 0, Long.MAX_VALUE);
        files().until(() -> stopped.blocks >= 3, "three blocks");
        reader.stop();
        awaitEnd(stopped);
        assertEquals(IoError.CLOSED.result(), stopped.result);
        Reading lost = new Reading(reader, 0, Long.MAX_VALUE);
        files().until(() -> lost.blocks >= 3, "three blocks");
        file.close();
        awaitEnd(lost);
        assertTrue(lost.result == IoError.CLOSED.result() || lost.result == IoError.CANCELLED.result());
        assertThrows(IllegalStateException.class, () -> new Reading(reader, 0, 1));
    }

    @Test
    default void withoutBuffersAReaderWaitsForThem() {
        AsyncFile file = files().filled("starved", 1 << 20, 5);
        List<Buffer> taken = new ArrayList<>();
        for (Buffer buffer = take(1 << 20); buffer != null; buffer = take(1 << 20)) {
            taken.add(buffer);
        }
        for (Buffer buffer = take(1); buffer != null; buffer = take(1)) {
            taken.add(buffer);
        }
        Reading reading = new Reading(new SequentialReader(file, 64 << 10, 4), 0, Long.MAX_VALUE);
        files().driver().settle();
        assertEquals(0, reading.blocks + reading.ends);
        taken.forEach(Buffer::free);
        awaitEnd(reading);
        assertEquals(1 << 20, reading.bytes);
    }

    private @Nullable Buffer take(int bytes) {
        return files().cpu().buffers().allocate(bytes);
    }

    /** Pieces of any size, each in its place. */
    private long writeAll(SequentialWriter writer, Random random, int pieces, ArrayDeque<Integer> lengths) {
        long end = writer.position();
        for (int i = 0; i < pieces; i++) {
            int length = random.nextInt(5) == 0 ? 0 : 1 + random.nextInt(9_000);
            lengths.add(length);
            end += length;
        }
        int[] refused = {0};
        writer.onWritable(w -> feed(w, lengths, refused));
        feed(writer, lengths, refused);
        return end;
    }

    private void feed(SequentialWriter writer, ArrayDeque<Integer> lengths, int[] refused) {
        while (!lengths.isEmpty()) {
            Buffer buffer = files().driver().buffer(Math.max(1, lengths.getFirst()));
            FileDriver.fill(buffer, writer.position(), lengths.getFirst(), 5);
            if (writer.write(buffer) == Written.FULL) {
                refused[0]++;
                buffer.free();
                return;
            }
            lengths.removeFirst();
        }
    }

    @Test
    default void whatIsWrittenInOrderIsReadInOrder() {
        long seed = Long.getLong("gatun.seed", 7);
        for (boolean appends : new boolean[] {false, true}) {
            Random random = new Random(seed);
            OpenOptions options = OpenOptions.readWrite().create();
            AsyncFile file = files().open("journal-" + appends, appends ? options.append() : options);
            SequentialWriter writer = new SequentialWriter(file, 0, 3).watermarks(10_000, 40_000);
            ArrayDeque<Integer> lengths = new ArrayDeque<>();
            long end = writeAll(writer, random, 300, lengths);
            files().until(lengths::isEmpty, "everything accepted");
            FileDriver.Told synced = new FileDriver.Told();
            writer.sync((_, result) -> synced.tell(file, result));
            assertEquals(0, synced.times, "told from within the call");
            assertEquals(0, files().awaitWell(synced));
            assertEquals(end, writer.written());
            assertEquals(0, writer.queuedBytes());
            Reading reading = new Reading(new SequentialReader(file, 30_000, 2), 0, Long.MAX_VALUE);
            awaitEnd(reading);
            assertEquals(end, reading.bytes, "seed " + seed);
        }
    }

    @Test
    default void whoWaitsForTheWriterIsToldInTheOrderOfAsking() {
        AsyncFile file = files().create("marks");
        SequentialWriter writer = new SequentialWriter(file, 0);
        List<String> told = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Buffer buffer = files().driver().buffer(100);
            FileDriver.fill(buffer, writer.position(), 100, 5);
            assertEquals(Written.ACCEPTED, writer.write(buffer));
            String name = (i % 3 == 0 ? "sync " : "flush ") + i;
            long position = writer.position();
            if (i % 3 == 0) {
                writer.sync((w, result) -> told.add(w.written() >= position ? name : name + " too early" + result));
            } else {
                writer.flush((w, result) -> told.add(w.written() >= position ? name : name + " too early" + result));
            }
        }
        int[] closed = {0};
        writer.close((_, _) -> closed[0]++);
        files().until(() -> closed[0] > 0, "the writer's end");
        assertEquals(20, told.size());
        for (int i = 0; i < 20; i++) {
            assertEquals((i % 3 == 0 ? "sync " : "flush ") + i, told.get(i));
        }
        Buffer late = files().driver().buffer(10);
        assertEquals(Written.CLOSED, writer.write(late));
        assertThrows(IllegalStateException.class, () -> writer.flush((_, _) -> {}));
        assertTrue(file.isOpen());
    }

    @Test
    default void aWriterIsBoundedAndSaysWhenThereIsRoom() {
        AsyncFile file = files().create("bounded");
        SequentialWriter writer =
                new SequentialWriter(file, 0).watermarks(5_000, 20_000).longest(50_000);
        int[] rooms = {0};
        writer.onWritable(_ -> rooms[0]++);
        for (int i = 0; i < 5; i++) {
            Buffer buffer = files().driver().buffer(4_000);
            FileDriver.fill(buffer, writer.position(), 4_000, 5);
            assertEquals(Written.ACCEPTED, writer.write(buffer));
        }
        assertFalse(writer.isWritable());
        Buffer refused = files().driver().buffer(4_000);
        FileDriver.fill(refused, writer.position(), 4_000, 5);
        assertEquals(Written.FULL, writer.write(refused));
        files().until(() -> rooms[0] > 0, "room");
        assertTrue(writer.queuedBytes() <= 5_000);
        assertEquals(Written.ACCEPTED, writer.write(refused));
        Buffer tooLong = files().driver().buffer(30_000);
        FileDriver.fill(tooLong, writer.position(), 30_000, 5);
        assertEquals(Written.TOO_LONG, writer.write(tooLong));
        assertEquals(30_000, tooLong.readable(), "it is the caller's, and as it was");
        tooLong.free();
        int[] closed = {0};
        writer.close((_, result) -> closed[0] += 1 + result);
        files().until(() -> closed[0] > 0, "the writer's end");
        assertEquals(1, closed[0]);
    }

    /** Of a file that is not open for writing each write fails. */
    @Test
    default void anErrorIsToldOnceAndStays() {
        files().close(files().filled("read-only", 100, 5));
        AsyncFile file = files().open("read-only", OpenOptions.read());
        SequentialWriter writer = new SequentialWriter(file, 0, 2);
        List<Integer> failures = new ArrayList<>();
        List<Integer> told = new ArrayList<>();
        writer.onFailure((_, error) -> failures.add(error));
        for (int i = 0; i < 200; i++) {
            Buffer buffer = files().driver().buffer(10);
            FileDriver.fill(buffer, writer.position(), 10, 5);
            assertEquals(Written.ACCEPTED, writer.write(buffer));
        }
        writer.flush((_, error) -> told.add(error));
        writer.sync((_, error) -> told.add(error));
        files().until(() -> told.size() == 2, "both told");
        files().driver().settle();
        int error = IoError.BAD_HANDLE.result();
        assertEquals(List.of(error), failures);
        assertEquals(List.of(error, error), told);
        assertEquals(Written.CLOSED, writer.write(files().driver().buffer(10)));
        writer.flush((_, again) -> told.add(again));
        files().until(() -> told.size() == 3, "told of what has failed before");
        assertEquals(error, told.getLast());
        assertEquals(1, failures.size());
    }

    @Test
    default void aWriterWhoseFileIsClosedSaysSo() {
        AsyncFile file = files().create("lost");
        SequentialWriter writer = new SequentialWriter(file, 0, 1);
        int[] failures = {0};
        writer.onFailure((_, _) -> failures[0]++);
        for (int i = 0; i < 100; i++) {
            Buffer buffer = files().driver().buffer(4096);
            FileDriver.fill(buffer, writer.position(), 4096, 5);
            assertEquals(Written.ACCEPTED, writer.write(buffer));
        }
        FileDriver.Told told = new FileDriver.Told();
        writer.sync((_, result) -> {
            told.times++;
            told.result = result;
        });
        file.close();
        assertTrue(files().await(told) < 0);
        assertEquals(1, failures[0]);
    }
}
