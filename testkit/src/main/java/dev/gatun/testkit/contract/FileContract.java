package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.Buffer;
import dev.gatun.BufferVector;
import dev.gatun.IoFuture;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Files: what was written is read, at odd places too. */
public interface FileContract {
    Driver driver();

    private void write(long file, String text, long offset) {
        Buffer buffer = driver().text(text);
        IoFuture write = driver().future();
        long at = offset;
        while (buffer.readable() > 0) {
            write.write(file, buffer, at);
            at += driver().awaitWell(write);
        }
        write.close();
        buffer.free();
    }

    private String read(long file, int bytes, long offset) {
        Buffer buffer = driver().buffer(Math.max(1, bytes));
        buffer.writerIndex(buffer.capacity() - bytes).readerIndex(buffer.writerIndex());
        int result = driver().runWell(f -> f.read(file, buffer, offset));
        assertEquals(result, buffer.readable());
        return Driver.textOf(buffer);
    }

    @Test
    default void whatIsWrittenIsReadWhereItWasWritten() {
        long file = driver().openFile("offsets", Driver.readWriteCreate());
        write(file, "hello world", 0);
        write(file, "WORLD", 6);
        assertEquals("hello WORLD", read(file, 11, 0));
        assertEquals("lo WO", read(file, 5, 3));
    }

    @Test
    default void theEndOfAFileIsZeroBytes() {
        long file = driver().openFile("end", Driver.readWriteCreate());
        write(file, "12345", 0);
        assertEquals("45", read(file, 100, 3));
        assertEquals("", read(file, 100, 5));
        assertEquals("", read(file, 100, 5000));
    }

    @Test
    default void aHoleReadsAsZeros() {
        long file = driver().openFile("hole", Driver.readWriteCreate());
        write(file, "x", 10_000);
        assertEquals("\0\0\0", read(file, 3, 5000));
        assertEquals("x", read(file, 10, 10_000));
    }

    @Test
    default void openingSaysWhatIsWrong() {
        assertEquals(IoError.NOT_FOUND.result(), driver().tryOpen("absent", Operation.OPEN_READ));
        long file = driver().openFile("present", Driver.readWriteCreate());
        driver().closeNow(file);
        assertEquals(
                IoError.EXISTS.result(),
                driver().tryOpen("present", Driver.readWriteCreate() | Operation.OPEN_EXCLUSIVE));
    }

    @Test
    default void truncatingEmptiesAndAppendingAdds() {
        long file = driver().openFile("modes", Driver.readWriteCreate());
        write(file, "old", 0);
        driver().closeNow(file);
        long appended = driver().openFile("modes", Operation.OPEN_WRITE | Operation.OPEN_APPEND);
        write(appended, "er", 0);
        driver().closeNow(appended);
        long read = driver().openFile("modes", Operation.OPEN_READ);
        assertEquals("older", read(read, 10, 0));
        driver().closeNow(read);
        long truncated = driver().openFile("modes", Driver.readWriteCreate() | Operation.OPEN_TRUNCATE);
        assertEquals("", read(truncated, 10, 0));
    }

    @Test
    default void whatIsOpenForReadingIsNotWritten() {
        long file = driver().openFile("one-way", Driver.readWriteCreate());
        driver().closeNow(file);
        long readOnly = driver().openFile("one-way", Operation.OPEN_READ);
        Buffer buffer = driver().text("x");
        IoFuture write = driver().future();
        write.write(readOnly, buffer, 0);
        driver().awaitError(write, IoError.BAD_HANDLE);
        buffer.free();
    }

    @Test
    default void buffersAreGatheredAndScatteredInFiles() {
        long file = driver().openFile("vectors", Driver.readWriteCreate());
        Buffer one = driver().text("one ");
        Buffer two = driver().text("two");
        BufferVector out = driver().cpu().newVector(2).addReadable(one).addReadable(two);
        assertEquals(7, driver().runWell(f -> f.write(file, out, 100)));
        out.clear();
        List.of(one, two).forEach(Buffer::free);
        Buffer first = driver().buffer(4096);
        first.writerIndex(first.capacity() - 2).readerIndex(first.capacity() - 2);
        Buffer second = driver().buffer(4096);
        BufferVector in = driver().cpu().newVector(2).addWritable(first).addWritable(second);
        assertEquals(7, driver().runWell(f -> f.read(file, in, 100)));
        in.clear();
        first.writerIndex(first.capacity());
        second.writerIndex(5);
        assertEquals("one two", Driver.textOf(first) + Driver.textOf(second));
    }

    @Test
    default void whatIsSyncedIsSynced() {
        long file = driver().openFile("sync", Driver.readWriteCreate());
        write(file, "durable", 0);
        assertEquals(0, driver().runWell(f -> f.sync(file, 0)));
        assertEquals(0, driver().runWell(f -> f.sync(file, Operation.DATA_ONLY)));
    }

    @Test
    default void aClosedFileIsNotRead() {
        long file = driver().openFile("closed", Driver.readWriteCreate());
        driver().disown(file);
        assertEquals(0, driver().runWell(f -> f.closeHandle(file)));
        Buffer buffer = driver().buffer(10);
        IoFuture read = driver().future();
        read.read(file, buffer, 0);
        driver().awaitError(read, IoError.BAD_HANDLE);
        buffer.free();
    }

    @Test
    default void randomWritesAreReadBack() {
        long seed = Long.getLong("gatun.seed", 7);
        Random random = new Random(seed);
        long file = driver().openFile("random", Driver.readWriteCreate());
        byte[] model = new byte[200_000];
        int size = 0;
        for (int i = 0; i < 100; i++) {
            int length = 1 + random.nextInt(10_000);
            int offset = random.nextInt(model.length - length);
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            System.arraycopy(bytes, 0, model, offset, length);
            size = Math.max(size, offset + length);
            Buffer buffer = driver().buffer(length).writeBytes(bytes, 0, length);
            IoFuture write = driver().future();
            long at = offset;
            while (buffer.readable() > 0) {
                write.write(file, buffer, at);
                at += driver().awaitWell(write);
            }
            write.close();
            buffer.free();
        }
        Buffer all = driver().buffer(256 << 10);
        int read;
        do {
            read = driver().runWell(f -> f.read(file, all, all.writerIndex()));
        } while (read > 0);
        assertEquals(size, all.readable(), "seed " + seed);
        for (int i = 0; i < size; i++) {
            if (model[i] != all.getByte(i)) {
                throw new AssertionError("byte " + i + " differs; seed " + seed);
            }
        }
        assertTrue(size > 0);
        all.free();
    }
}
