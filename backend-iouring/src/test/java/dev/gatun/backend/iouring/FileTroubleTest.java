package dev.gatun.backend.iouring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.Buffer;
import dev.gatun.FileStatus;
import dev.gatun.IoException;
import dev.gatun.IoFuture;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.testkit.contract.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What befalls files on a real disk: none left, too long, cut or closed while they are read. */
class FileTroubleTest extends FileFixture {
    private static final long SEED = Long.getLong("gatun.seed", 7);

    @Test
    void aFullDeviceIsTold() {
        Path full = Path.of("/dev/full");
        Assumptions.assumeTrue(Files.exists(full), "no /dev/full");
        long file = tryOpen(full, Operation.OPEN_WRITE);
        Buffer buffer = buffer(4096);
        buffer.writerIndex(4096);
        IoException thrown = failure(f -> f.write(file, buffer, 0));
        assertEquals(
                "WRITE on handle " + file
                        + ": NO_SPACE, no space is left on the device; free some, and write the rest (system error 28)",
                thrown.getMessage());
        buffer.free();
        close(file);
    }

    @Test
    void aFileSystemThatIsFullHasGivenWhatItHad() throws IOException, InterruptedException {
        String mount = "mount -t tmpfs -o size=256k none \"$0\" && exec \"$@\"";
        List<String> wrapper = List.of("unshare", "--mount", "sh", "-c", mount, folder.toString());
        List<String> trial = new ArrayList<>(wrapper);
        trial.add("true");
        Assumptions.assumeTrue(ChildJvm.works(trial.toArray(String[]::new)), "unshare and mount, and the right to");
        ChildJvm.Answer answer = ChildJvm.run(
                wrapper,
                List.of(),
                LittleSpaceMain.class,
                folder.resolve("file").toString());
        assertEquals(0, answer.exit(), answer::toString);
        assertEquals("262144 bytes, then NO_SPACE (28)", answer.value("write"));
        assertEquals("NO_SPACE (28)", answer.value("allocate"));
        assertEquals("0 (0)", answer.value("allocate after a cut"));
    }

    @Test
    void aLimitOfAFilesSizeIsToldAndEndsNobody() throws IOException, InterruptedException {
        List<String> wrapper = List.of("prlimit", "--fsize=262144");
        Assumptions.assumeTrue(ChildJvm.works("prlimit", "--fsize=262144", "true"), "prlimit (package util-linux)");
        ChildJvm.Answer answer = ChildJvm.run(
                wrapper,
                List.of(),
                LittleSpaceMain.class,
                folder.resolve("file").toString());
        assertEquals(0, answer.exit(), answer::toString);
        assertEquals("262144 bytes, then FILE_TOO_BIG (27)", answer.value("write"));
    }

    @Test
    void behindTheLastByteThatAFileCanHaveNothingIsWritten() throws IOException {
        Assumptions.assumeTrue(
                Files.getFileStore(folder).type().startsWith("ext"), "how long a file may be is known of ext4 alone");
        long file = open("far", READ_WRITE_CREATE);
        long far = 1L << 60;
        Buffer buffer = buffer(4096);
        buffer.writerIndex(4096);
        assertEquals(
                IoError.FILE_TOO_BIG, failure(f -> f.write(file, buffer, far)).error());
        assertEquals(IoError.FILE_TOO_BIG, failure(f -> f.truncate(file, far)).error());
        assertEquals(
                IoError.FILE_TOO_BIG, failure(f -> f.allocate(file, far, 1, 0)).error());
        buffer.free();
        close(file);
    }

    /** Content by place: each byte tells where it stands. */
    private static byte at(long offset) {
        return (byte) (offset * 31 + (offset >>> 8));
    }

    private long fileOf(String name, int bytes) throws IOException {
        byte[] content = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            content[i] = at(i);
        }
        Files.write(folder.resolve(name), content);
        return open(name, Operation.OPEN_READ | Operation.OPEN_WRITE);
    }

    private static void checkContent(Buffer buffer, int count, long offset, boolean orZero) {
        for (int i = 0; i < count; i++) {
            byte read = buffer.getByte(i);
            if (read != at(offset + i) && !(orZero && read == 0)) {
                throw new AssertionError("byte " + (offset + i) + " is " + read + "; seed " + SEED);
            }
        }
    }

    /** Sixteen reads of a file of 1 MiB, past the page cache where that can be, so that they take their time. */
    private final class Readers {
        static final int COUNT = 16;
        static final int BYTES = 1 << 16;

        final long handle;
        final List<Buffer> buffers = new ArrayList<>();
        final List<IoFuture> reads = new ArrayList<>();
        int ends;

        Readers(String name) {
            int direct = tryOpen(folder.resolve(name), Operation.OPEN_READ | Operation.OPEN_DIRECT);
            handle = direct >= 0 ? direct : open(name, Operation.OPEN_READ);
        }

        void begin(int from, int to) {
            for (int i = from; i < to; i++) {
                Buffer buffer = buffer(BYTES);
                IoFuture read = cpu.newFuture().onComplete(_ -> ends++);
                read.read(handle, buffer, (long) i * BYTES);
                buffers.add(buffer);
                reads.add(read);
            }
        }

        /** All end, once; what came is what was there, or zeros where that may be. The bytes, or an error of each. */
        int[] end(boolean orZeros) {
            int[] results = new int[COUNT];
            for (int i = 0; i < COUNT; i++) {
                results[i] = await(reads.get(i));
                checkContent(buffers.get(i), results[i], (long) i * BYTES, orZeros);
                reads.get(i).close();
                buffers.get(i).free();
            }
            assertEquals(COUNT, ends);
            return results;
        }
    }

    @Test
    void aFileIsCutUnderItsReaders() throws IOException {
        Random random = new Random(SEED);
        for (int round = 0; round < 20; round++) {
            long file = fileOf("cut", Readers.COUNT * Readers.BYTES);
            Readers readers = new Readers("cut");
            int before = random.nextInt(Readers.COUNT);
            int cut = random.nextInt(Readers.COUNT * Readers.BYTES);
            readers.begin(0, before);
            if (random.nextBoolean()) {
                cpu.tick();
            }
            IoFuture truncate = cpu.newFuture();
            truncate.truncate(file, cut);
            readers.begin(before, Readers.COUNT);
            for (int count : readers.end(true)) {
                assertTrue(count >= 0 && count <= Readers.BYTES, () -> count + " bytes, or an error; seed " + SEED);
            }
            assertEquals(0, await(truncate));
            truncate.close();
            assertEquals(cut, sizeOf(file));
            close(readers.handle);
            close(file);
        }
    }

    private long sizeOf(long file) {
        FileStatus status = cpu.newStatus();
        runWell(f -> f.status(file, status));
        return status.sizeBytes();
    }

    @Test
    void aFileIsClosedUnderItsReaders() throws IOException {
        close(fileOf("closed", Readers.COUNT * Readers.BYTES));
        for (int round = 0; round < 40; round++) {
            Readers readers = new Readers("closed");
            readers.begin(0, Readers.COUNT);
            if (round % 2 == 0) {
                cpu.tick();
            }
            close(readers.handle);
            for (int result : readers.end(false)) {
                assertTrue(
                        result == Readers.BYTES || result == IoError.CANCELLED.result(), () -> String.valueOf(result));
            }
        }
    }

    @Test
    void oddOffsetsAndLengthsKeepTheirSums() {
        Random random = new Random(SEED);
        long file = open("odd", READ_WRITE_CREATE);
        long[] offsets = new long[200];
        int[] lengths = new int[offsets.length];
        long[] sums = new long[offsets.length];
        long offset = 1;
        for (int i = 0; i < offsets.length; i++) {
            byte[] bytes = new byte[1 + 2 * random.nextInt(20_000)];
            random.nextBytes(bytes);
            offsets[i] = offset;
            lengths[i] = bytes.length;
            sums[i] = sum(bytes, bytes.length);
            Buffer buffer = buffer(bytes.length).writeBytes(bytes, 0, bytes.length);
            while (buffer.readable() > 0) {
                long at = offset + buffer.readerIndex();
                runWell(f -> f.write(file, buffer, at));
            }
            buffer.free();
            offset += bytes.length + 1 + 2L * random.nextInt(100);
        }
        for (int i :
                random.ints(0, offsets.length).distinct().limit(offsets.length).toArray()) {
            Buffer buffer = buffer(lengths[i] + 4096);
            buffer.writerIndex(buffer.capacity() - lengths[i]).readerIndex(buffer.capacity() - lengths[i]);
            while (buffer.readable() < lengths[i]) {
                long at = offsets[i] + buffer.readable();
                assertTrue(runWell(f -> f.read(file, buffer, at)) > 0);
            }
            byte[] bytes = new byte[lengths[i]];
            buffer.readBytes(bytes, 0, bytes.length);
            assertEquals(sums[i], sum(bytes, bytes.length), "extent " + i + ", seed " + SEED);
            buffer.free();
        }
        close(file);
    }

    private static long sum(byte[] bytes, int count) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, count);
        return crc.getValue();
    }
}
