package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.Buffer;
import dev.gatun.BufferVector;
import dev.gatun.FileStatus;
import dev.gatun.file.AsyncFile;
import dev.gatun.file.FileException;
import dev.gatun.file.OpenOptions;
import dev.gatun.file.TransferCallback;
import dev.gatun.spi.IoError;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Reading and writing at places: whatever was asked, at odd offsets and lengths, is there. */
interface FileAccessContract {
    FileDriver files();

    @Test
    default void randomWritesAreReadBackByTheirChecksums() {
        long seed = Long.getLong("gatun.seed", 7);
        Random random = new Random(seed);
        AsyncFile file = files().create("random");
        byte[] model = new byte[300_001];
        int size = 0;
        for (int i = 0; i < 60; i++) {
            int length = 1 + random.nextInt(20_011);
            int offset = random.nextInt(model.length - length);
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            System.arraycopy(bytes, 0, model, offset, length);
            size = Math.max(size, offset + length);
            Buffer buffer = files().driver().buffer(length).writeBytes(bytes, 0, length);
            FileDriver.Told told = new FileDriver.Told();
            file.writeFully(buffer, offset, told::tell);
            assertEquals(length, files().awaitWell(told));
            buffer.free();
            compare(file, model, size, random, seed);
        }
        FileDriver.Told told = new FileDriver.Told();
        file.size(told::tell);
        assertEquals(size, files().awaitWell(told), "seed " + seed);
    }

    private void compare(AsyncFile file, byte[] model, int size, Random random, long seed) {
        int offset = random.nextInt(size);
        Buffer buffer = files().driver().buffer(1 + random.nextInt(30_011));
        FileDriver.Told told = new FileDriver.Told();
        file.readFully(buffer, offset, told::tell);
        int expected = Math.min(buffer.capacity(), size - offset);
        assertEquals(expected, files().awaitWell(told), "seed " + seed);
        Buffer same = files().driver().buffer(expected).writeBytes(model, offset, expected);
        assertEquals(FileDriver.checksum(same), FileDriver.checksum(buffer), "at " + offset + ", seed " + seed);
        same.free();
        buffer.free();
    }

    @Test
    default void manyAreInFlightAtOnceAndEachIsToldOnce() {
        long seed = Long.getLong("gatun.seed", 11);
        AsyncFile file = files().filled("many", 200_000, seed);
        Random random = new Random(seed);
        FileDriver.Told[] all = new FileDriver.Told[50];
        for (int i = 0; i < all.length; i++) {
            FileDriver.Told told = new FileDriver.Told();
            all[i] = told;
            int offset = random.nextInt(190_000);
            Buffer buffer = files().driver().buffer(1 + random.nextInt(9_999));
            file.readFully(buffer, offset, (f, read, result) -> {
                told.tell(f, result);
                FileDriver.check(read, offset, seed);
                read.free();
            });
        }
        assertEquals(all.length, file.inFlight());
        for (FileDriver.Told told : all) {
            files().awaitWell(told);
        }
        assertEquals(0, file.inFlight());
    }

    @Test
    default void buffersAreGatheredAndScattered() {
        AsyncFile file = files().create("vectors");
        Buffer[] parts = new Buffer[3];
        BufferVector vector = files().cpu().newVector(3);
        for (int i = 0; i < parts.length; i++) {
            parts[i] = files().driver().buffer(4096);
            FileDriver.fill(parts[i], 777 + 4001L * i, 4001, 5);
            vector.addReadable(parts[i]);
        }
        FileDriver.Told written = new FileDriver.Told();
        file.write(vector, 777, written::tell);
        files().awaitWell(written);
        Assumptions.assumeTrue(
                written.result == 3 * 4001 || files().driver().ground().injectsFaults());
        vector.clear();
        for (Buffer part : parts) {
            vector.addWritable(part.clear());
        }
        FileDriver.Told read = new FileDriver.Told();
        file.read(vector, 777, read::tell);
        int left = (int) files().awaitWell(read);
        assertTrue(left > 0);
        vector.clear();
        for (Buffer part : parts) {
            part.writerIndex(Math.min(left, part.capacity()));
            FileDriver.check(part, 777 + read.result - left, 5);
            left -= part.readable();
            part.free();
        }
    }

    @Test
    default void theEndOfTheFileEndsAWholeRange() {
        AsyncFile file = files().filled("end", 10_001, 3);
        Buffer buffer = files().driver().buffer(16 << 10);
        FileDriver.Told some = new FileDriver.Told();
        file.readFully(buffer, 5_000, some::tell);
        assertEquals(5_001, files().awaitWell(some));
        assertEquals(5_001, buffer.readable());
        FileDriver.check(buffer, 5_000, 3);
        buffer.clear();
        FileDriver.Told none = new FileDriver.Told();
        file.readFully(buffer, 10_001, none::tell);
        assertEquals(0, files().awaitWell(none));
        FileDriver.Told plain = new FileDriver.Told();
        file.read(buffer, 20_000, plain::tell);
        assertEquals(0, files().awaitWell(plain));
        buffer.free();
    }

    @Test
    default void theFileGrowsIsCutAndIsSynced() {
        AsyncFile file = files().filled("size", 5_000, 3);
        FileDriver.Told allocated = new FileDriver.Told();
        file.allocate(0, 100_000, allocated::tell);
        Assumptions.assumeTrue(files().await(allocated) == 0, "the file system does not allocate ahead");
        FileStatus status = files().cpu().newStatus();
        FileDriver.Told asked = new FileDriver.Told();
        file.status(status, asked::tell);
        files().awaitWell(asked);
        assertEquals(100_000, status.sizeBytes());
        assertTrue(status.allocatedBytes() >= 100_000);
        FileDriver.Told cut = new FileDriver.Told();
        file.truncate(4_321, cut::tell);
        assertEquals(0, files().awaitWell(cut));
        FileDriver.Told sized = new FileDriver.Told();
        file.size(sized::tell);
        assertEquals(4_321, files().awaitWell(sized));
        FileDriver.Told synced = new FileDriver.Told();
        file.sync(synced::tell);
        assertEquals(0, files().awaitWell(synced));
        FileDriver.Told data = new FileDriver.Told();
        file.dataSync(data::tell);
        assertEquals(0, files().awaitWell(data));
    }

    @Test
    default void whatDirectAccessFindsMisalignedIsExplained() {
        FileDriver.Opened opened = files().tryOpen(
                        files().path("direct"), OpenOptions.readWrite().create().direct());
        Assumptions.assumeTrue(opened.failure == null, () -> "no direct access here: " + opened.failure);
        AsyncFile file = Objects.requireNonNull(opened.file);
        FileStatus status = files().cpu().newStatus();
        FileDriver.Told asked = new FileDriver.Told();
        file.status(status, asked::tell);
        files().awaitWell(asked);
        Assumptions.assumeTrue(status.directOffsetAlignment() > 1, "the file system does not tell what it wants");
        Buffer buffer = files().driver().buffer(8192);
        FileDriver.fill(buffer, 0, 8192, 9);
        FileDriver.Told written = new FileDriver.Told();
        file.writeFully(buffer, 0, written::tell);
        assertEquals(8192, files().awaitWell(written));
        buffer.clear();
        FileDriver.Told refused = new FileDriver.Told();
        file.read(buffer, 33, refused::tell);
        assertEquals(IoError.INVALID.result(), files().await(refused));
        String message = refused.message();
        assertTrue(message.contains(file.path()), message);
        assertTrue(message.contains("multiples of " + status.directOffsetAlignment()), message);
        assertTrue(message.contains("offset 33") && message.contains("keep its indices at such multiples"), message);
        FileDriver.Told cut = new FileDriver.Told();
        file.truncate(5_000, cut::tell);
        files().awaitWell(cut);
        FileDriver.Told whole = new FileDriver.Told();
        file.readFully(buffer, 0, whole::tell);
        assertEquals(5_000, files().awaitWell(whole), "the last block is as long as the file");
        FileDriver.check(buffer, 0, 9);
        buffer.free();
    }

    @Test
    default void openingSaysWhichFileAndWhy() {
        FileDriver.Opened absent = files().tryOpen(files().path("absent"), OpenOptions.read());
        assertNull(absent.file);
        FileException failure = Objects.requireNonNull(absent.failure);
        assertEquals(IoError.NOT_FOUND, failure.error());
        assertEquals(files().path("absent"), failure.path());
        String message = String.valueOf(failure.getMessage());
        assertTrue(message.startsWith(files().path("absent") + ": OPEN"), message);
        files().create("present");
        FileDriver.Opened present =
                files().tryOpen(files().path("present"), OpenOptions.write().exclusive());
        assertEquals(IoError.EXISTS, Objects.requireNonNull(present.failure).error());
    }

    @Test
    default void whatMakesNoSenseIsRefusedAtOnce() {
        AsyncFile file = files().filled("sense", 10, 1);
        Buffer full = files().driver().buffer(10);
        full.writerIndex(full.capacity());
        assertThrows(IllegalArgumentException.class, () -> file.read(full, 0, (_, _, _) -> {}));
        assertThrows(IllegalArgumentException.class, () -> file.write(full, -1, (_, _, _) -> {}));
        assertThrows(IllegalArgumentException.class, () -> file.truncate(-1, (_, _) -> {}));
        assertThrows(IllegalStateException.class, file::failure);
        assertEquals(0, file.inFlight());
        FileDriver.Told told = new FileDriver.Told();
        file.read(full.clear(), 0, told::tell);
        assertEquals(10, files().awaitWell(told));
        full.free();
    }

    @Test
    default void readingAllocatesNothing() {
        AsyncFile file = files().filled("steady", 1 << 16, 1);
        Buffer buffer = files().driver().buffer(4096);
        int[] told = {0};
        TransferCallback callback = (_, _, result) -> told[0] += result;
        AllocatedBytes.assertNoneFor(times -> read(file, buffer, callback, told, times));
        buffer.free();
    }

    private void read(AsyncFile file, Buffer buffer, TransferCallback callback, int[] told, int times) {
        for (int i = 0; i < times; i++) {
            told[0] = 0;
            file.read(buffer.clear(), (i & 15) * 4096L, callback);
            while (told[0] == 0) {
                files().driver().turn();
            }
        }
    }
}
