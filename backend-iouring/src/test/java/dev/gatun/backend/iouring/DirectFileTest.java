package dev.gatun.backend.iouring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.Buffer;
import dev.gatun.BufferVector;
import dev.gatun.FileStatus;
import dev.gatun.IoException;
import dev.gatun.IoFuture;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Past the page cache: buffers of the pool are aligned as that needs, and what is not is explained. */
class DirectFileTest extends FileFixture {
    private static final int DIRECT = READ_WRITE_CREATE | Operation.OPEN_DIRECT;
    private static final int BLOCK = 4096;

    /** What the file wants; skipped where the file system has no direct access, or does not tell. */
    private FileStatus assumeAligned(long file) {
        FileStatus status = cpu.newStatus();
        runWell(f -> f.status(file, status));
        if (status.directOffsetAlignment() == 0) {
            close(file);
            Assumptions.abort("the file system of " + folder + " has no direct access, or Linux is older than 6.1");
        }
        return status;
    }

    private long openDirect(String name) {
        int opened = tryOpen(folder.resolve(name), DIRECT);
        Assumptions.assumeTrue(opened >= 0, () -> folder + " has no direct access: " + IoError.of(opened));
        return opened;
    }

    @Test
    void whatIsWrittenPastTheCacheIsReadPastIt() {
        long seed = Long.getLong("gatun.seed", 7);
        Random random = new Random(seed);
        long file = openDirect("data");
        FileStatus status = assumeAligned(file);
        assertEquals(0, BLOCK % status.directMemoryAlignment());
        assertEquals(0, BLOCK % status.directOffsetAlignment());
        byte[] model = new byte[64 * BLOCK];
        runWell(f -> f.truncate(file, model.length));
        for (int i = 0; i < 100; i++) {
            int length = BLOCK * (1 + random.nextInt(16));
            int offset = BLOCK * random.nextInt((model.length - length) / BLOCK + 1);
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            System.arraycopy(bytes, 0, model, offset, length);
            Buffer buffer = buffer(length).writeBytes(bytes, 0, length);
            assertEquals(0, buffer.address() % BLOCK, "the pool's alignment");
            assertEquals(length, runWell(f -> f.write(file, buffer, offset)));
            buffer.free();
        }
        Buffer all = buffer(model.length);
        assertEquals(model.length, runWell(f -> f.read(file, all, 0)));
        for (int i = 0; i < model.length; i++) {
            int at = i;
            assertEquals(model[i], all.getByte(i), () -> "byte " + at + "; seed " + seed);
        }
        all.free();
        close(file);
    }

    @Test
    void theLastBlockIsReadAsFarAsItGoes() {
        long file = openDirect("tail");
        assumeAligned(file);
        Buffer buffer = buffer(BLOCK);
        buffer.writerIndex(BLOCK);
        runWell(f -> f.write(file, buffer, 0));
        runWell(f -> f.truncate(file, 1000));
        buffer.clear();
        assertEquals(1000, runWell(f -> f.read(file, buffer, 0)));
        buffer.clear();
        assertEquals(0, runWell(f -> f.read(file, buffer, BLOCK)));
        buffer.free();
        close(file);
    }

    private void assertExplained(long file, FileStatus status, Consumer<IoFuture> verb, String... parts) {
        IoException thrown = failure(verb);
        assertEquals(IoError.INVALID, thrown.error());
        String message = String.valueOf(thrown.getMessage());
        String wanted = "addresses at multiples of " + status.directMemoryAlignment() + ", offsets and lengths at"
                + " multiples of " + status.directOffsetAlignment();
        assertTrue(message.startsWith(thrown.kind() + " on handle " + file + ": INVALID"), message);
        assertTrue(message.contains(wanted), message);
        for (String part : parts) {
            assertTrue(message.contains(part), () -> "'" + part + "' is not in: " + message);
        }
    }

    @Test
    void whatIsNotAlignedIsRefusedAndExplained() {
        long file = openDirect("misaligned");
        FileStatus status = assumeAligned(file);
        Buffer buffer = buffer(2 * BLOCK);
        buffer.writerIndex(BLOCK);
        assertEquals(BLOCK, runWell(f -> f.write(file, buffer, 0))); // else a read finds the end, and looks no further
        buffer.clear().writerIndex(BLOCK);
        assertExplained(file, status, f -> f.write(file, buffer, 100), "offset 100, length 4096");
        buffer.writerIndex(1000);
        assertExplained(file, status, f -> f.write(file, buffer, 0), "offset 0, length 1000", "buffer of the pool");
        if (status.directMemoryAlignment() > 1) {
            buffer.writerIndex(BLOCK + 1).readerIndex(1);
            String address = "address 0x" + Long.toHexString(buffer.address() + 1);
            assertExplained(file, status, f -> f.write(file, buffer, 0), address, "offset 0, length 4096");
        }
        buffer.clear();
        assertExplained(file, status, f -> f.read(file, buffer, 1), "READ", "offset 1, length 8192");
        buffer.writerIndex(1000);
        BufferVector vector = cpu.newVector(1).addReadable(buffer);
        assertExplained(file, status, f -> f.write(file, vector, 0), "WRITE_VECTORED", "the vector's 1 buffers");
        vector.clear();
        buffer.free();
        FileStatus after = cpu.newStatus();
        runWell(f -> f.status(file, after));
        assertEquals(BLOCK, after.sizeBytes(), "nothing more was written");
        close(file);
    }

    @Test
    void withoutDirectAccessNothingNeedsToBeAligned() {
        long file = open("buffered", READ_WRITE_CREATE);
        Buffer buffer = buffer(BLOCK);
        buffer.writerIndex(1001).readerIndex(1);
        assertEquals(1000, runWell(f -> f.write(file, buffer, 777)));
        buffer.free();
        long reader = open("buffered", Operation.OPEN_READ);
        IoException thrown = failure(f -> f.truncate(reader, 5));
        assertEquals(IoError.INVALID, thrown.error());
        assertFalse(String.valueOf(thrown.getMessage()).contains("direct access"));
        close(reader);
        close(file);
    }
}
