package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.Buffer;
import dev.gatun.Cpu;
import dev.gatun.FileStatus;
import dev.gatun.IoFuture;
import dev.gatun.spi.FileFacts;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What is known of files, the space they take, and their ends. */
public interface FileStatusContract {
    Driver driver();

    private void assumeSupported(OperationKind kind) {
        Cpu cpu = driver().cpu();
        Assumptions.assumeTrue(
                cpu.capabilities().supports(kind), () -> cpu.backend().name() + " can't do " + kind);
    }

    private long newFile(String name) {
        assumeSupported(OperationKind.STATUS);
        return driver().openFile(name, Driver.readWriteCreate() | Operation.OPEN_TRUNCATE);
    }

    private void write(long file, String text, long offset) {
        Buffer buffer = driver().text(text);
        assertEquals(text.length(), driver().runWell(f -> f.write(file, buffer, offset)));
        buffer.free();
    }

    private String read(long file, int bytes, long offset) {
        Buffer buffer = driver().buffer(bytes);
        driver().runWell(f -> f.read(file, buffer, offset));
        buffer.writerIndex(Math.min(bytes, buffer.writerIndex()));
        return Driver.textOf(buffer);
    }

    private FileStatus status(long file) {
        FileStatus status = driver().cpu().newStatus();
        assertEquals(0, driver().runWell(f -> f.status(file, status)));
        return status;
    }

    private void allocate(long file, long offset, long bytes, int flags) {
        assumeSupported(OperationKind.ALLOCATE);
        int result = driver().run(f -> f.allocate(file, offset, bytes, flags));
        Assumptions.assumeTrue(
                result != IoError.NOT_SUPPORTED.result(), "the file system of the test's folder can't do that");
        assertEquals(0, result);
    }

    private void truncate(long file, long size) {
        assumeSupported(OperationKind.TRUNCATE);
        assertEquals(0, driver().runWell(f -> f.truncate(file, size)));
    }

    @Test
    default void aStatusTellsWhatTheFileIs() {
        long file = newFile("status");
        write(file, "12345", 4);
        FileStatus status = status(file);
        assertEquals(9, status.sizeBytes());
        assertTrue(status.isRegular());
        assertTrue((status.permissions() & 0600) == 0600, () -> Integer.toOctalString(status.permissions()));
        assertEquals(1, status.links());
        assertTrue(status.blockBytes() > 0);
        assertTrue(status.modifiedNanos() >= status.bornNanos());
    }

    @Test
    default void aStatusTellsTwoFilesApartAndOneNot() {
        FileStatus one = status(newFile("one"));
        FileStatus again = status(driver().openFile("one", Operation.OPEN_READ));
        FileStatus other = status(newFile("other"));
        assertEquals(one.inode(), again.inode());
        assertEquals(one.device(), again.device());
        assertNotEquals(one.inode(), other.inode());
    }

    @Test
    default void aStatusIsUsedAgainAndTellsTheTruthEachTime() {
        long file = newFile("again");
        FileStatus status = driver().cpu().newStatus();
        IoFuture future = driver().future();
        for (int bytes = 1; bytes <= 5; bytes++) {
            write(file, "x".repeat(bytes), 0);
            future.status(file, status);
            assertThrows(IllegalStateException.class, status::sizeBytes, "it is the kernel's");
            assertEquals(0, driver().awaitWell(future));
            assertEquals(bytes, status.sizeBytes());
        }
    }

    @Test
    default void aSocketIsNoFile() {
        assumeSupported(OperationKind.STATUS);
        assertEquals(FileFacts.Type.SOCKET, status(driver().pair().left()).type());
    }

    @Test
    default void aStatusOfWhatIsClosedIsAnError() {
        long file = newFile("closed-status");
        driver().closeNow(file);
        FileStatus status = driver().cpu().newStatus();
        IoFuture future = driver().future();
        future.status(file, status);
        driver().awaitError(future, IoError.BAD_HANDLE);
        assertThrows(IllegalStateException.class, status::sizeBytes);
    }

    @Test
    default void truncatingCutsAndWhatIsLongerAgainIsZeros() {
        long file = newFile("cut");
        write(file, "0123456789", 0);
        truncate(file, 4);
        assertEquals(4, status(file).sizeBytes());
        assertEquals("0123", read(file, 10, 0));
        truncate(file, 8);
        assertEquals(8, status(file).sizeBytes());
        assertEquals("0123\0\0\0\0", read(file, 10, 0));
        truncate(file, 0);
        assertEquals("", read(file, 10, 0));
    }

    @Test
    default void truncatingFarAheadTakesNoSpace() {
        long file = newFile("far");
        truncate(file, 1L << 33);
        FileStatus status = status(file);
        assertEquals(1L << 33, status.sizeBytes());
        assertTrue(status.allocatedBytes() < 1 << 20, () -> status.allocatedBytes() + " bytes for a hole");
        assertEquals("\0\0", read(file, 2, (1L << 33) - 2));
    }

    @Test
    default void whatIsOpenForReadingIsNeitherCutNorAllocated() {
        assumeSupported(OperationKind.TRUNCATE);
        driver().closeNow(newFile("read-only"));
        long file = driver().openFile("read-only", Operation.OPEN_READ);
        IoFuture future = driver().future();
        future.truncate(file, 10);
        driver().awaitError(future, IoError.INVALID, IoError.BAD_HANDLE, IoError.ACCESS);
        assumeSupported(OperationKind.ALLOCATE);
        future.allocate(file, 0, 10, 0);
        driver().awaitError(future, IoError.INVALID, IoError.BAD_HANDLE, IoError.ACCESS, IoError.NOT_SUPPORTED);
        assertEquals(0, status(file).sizeBytes());
    }

    @Test
    default void allocatingTakesSpaceAndGrows() {
        long file = newFile("allocated");
        write(file, "abc", 0);
        allocate(file, 0, 200_000, 0);
        FileStatus status = status(file);
        assertEquals(200_000, status.sizeBytes());
        assertTrue(status.allocatedBytes() >= 200_000, () -> status.allocatedBytes() + " bytes are allocated");
        assertEquals("abc\0", read(file, 4, 0));
    }

    @Test
    default void spaceMayBeAllocatedBehindTheEnd() {
        long file = newFile("ahead");
        write(file, "abc", 0);
        allocate(file, 100_000, 100_000, Operation.ALLOCATE_KEEP_SIZE);
        FileStatus status = status(file);
        assertEquals(3, status.sizeBytes());
        assertTrue(status.allocatedBytes() >= 100_000, () -> status.allocatedBytes() + " bytes are allocated");
        assertEquals("abc", read(file, 10, 0));
    }

    @Test
    default void aPunchedHoleReadsAsZerosAndGivesItsSpaceBack() {
        long file = newFile("punched");
        int bytes = 1 << 20;
        allocate(file, 0, bytes, 0);
        write(file, "before", 0);
        write(file, "inside", 1000);
        write(file, "after", bytes - 5);
        long before = status(file).allocatedBytes();
        allocate(file, 500, bytes - 1000, Operation.ALLOCATE_PUNCH_HOLE);
        FileStatus status = status(file);
        assertEquals(bytes, status.sizeBytes());
        assertTrue(status.allocatedBytes() < before / 2, () -> status.allocatedBytes() + " of " + before + " bytes");
        assertEquals("before", read(file, 6, 0));
        assertEquals("\0\0\0\0\0\0", read(file, 6, 1000));
        assertEquals("after", read(file, 5, bytes - 5));
    }

    @Test
    default void aFileCannotBeLongerThanAFile() {
        long file = newFile("too-big");
        assumeSupported(OperationKind.TRUNCATE);
        IoFuture future = driver().future();
        future.truncate(file, Long.MAX_VALUE);
        int result = driver().await(future);
        // Some file systems do hold so long a file.
        assertTrue(
                result == 0 || result == IoError.FILE_TOO_BIG.result() || result == IoError.INVALID.result(),
                () -> String.valueOf(result));
        assertEquals(result == 0 ? Long.MAX_VALUE : 0, status(file).sizeBytes());
    }

    @Test
    default void cancelledOrNotTheyEndOnce() {
        long file = newFile("cancelled");
        assumeSupported(OperationKind.TRUNCATE);
        FileStatus status = driver().cpu().newStatus();
        IoFuture future = driver().future();
        int[] ends = new int[1];
        future.onComplete(_ -> ends[0]++);
        for (int round = 1; round <= 50; round++) {
            switch (round % 3) {
                case 0 -> future.status(file, status);
                case 1 -> future.truncate(file, round);
                default -> future.allocate(file, 0, round, Operation.ALLOCATE_KEEP_SIZE);
            }
            if (round % 2 == 0) {
                driver().turn();
            }
            future.cancel();
            int result = driver().await(future);
            assertTrue(
                    result == 0 || result == IoError.CANCELLED.result() || result == IoError.NOT_SUPPORTED.result(),
                    () -> String.valueOf(result));
            assertEquals(round, ends[0]);
        }
    }

    @Test
    default void closingUnderThemEndsThem() {
        long file = newFile("closed-under");
        assumeSupported(OperationKind.TRUNCATE);
        IoFuture truncate = driver().future();
        IoFuture ask = driver().future();
        FileStatus status = driver().cpu().newStatus();
        truncate.truncate(file, 100);
        ask.status(file, status);
        driver().disown(file);
        assertEquals(0, driver().runWell(f -> f.closeHandle(file)));
        driver().await(truncate);
        driver().await(ask);
    }
}
