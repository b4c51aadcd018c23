package dev.gatun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.spi.FileFacts;
import dev.gatun.spi.FileFacts.Fact;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose a status is, and when it says something; and what else of files is no transfer. */
class FileStatusTest extends IoFutureFixture {
    private final FileStatus status = cpu.newStatus();

    @Test
    void itIsTheKernelsUntilTheResultAndReadableAfterIt() {
        future.status(3, status);
        assertEquals(OperationKind.STATUS, future.kind());
        assertEquals(status.address(), future.address());
        assertEquals(64, future.length());
        assertTrue(refusal(status::sizeBytes).contains("held by an operation in flight"));
        IoFuture second = cpu.newFuture();
        assertTrue(refusal(() -> second.status(4, status)).contains("take another"));
        assertFalse(second.isArmed());
        backend.complete(future, 0);
        turn();
        assertEquals(Fact.SIZE_BYTES.ordinal(), status.sizeBytes());
        assertEquals(Fact.INODE.ordinal(), status.inode());
        assertEquals(FileFacts.Type.values()[Fact.TYPE.ordinal()], status.type());
        second.status(4, status);
        backend.complete(second, 0);
        turn();
    }

    @Test
    void itSaysNothingBeforeAResultNorAfterAnError() {
        assertTrue(refusal(status::sizeBytes).contains("says nothing"));
        future.status(3, status);
        backend.complete(future, 0);
        turn();
        status.sizeBytes();
        future.status(3, status);
        backend.fail(future, IoError.BAD_HANDLE, 9);
        turn();
        assertTrue(refusal(status::sizeBytes).contains("says nothing"), "what it said before is of another time");
    }

    @Test
    void whatTheKernelNeverAnsweredIsNeverRead() {
        backend.answersCancel = false;
        future.status(3, status);
        cpu.close(0);
        assertEquals(List.of(code(IoError.BACKEND_FAILED)), seen);
        assertTrue(refusal(status::sizeBytes).contains("in flight"));
    }

    @Test
    void afterItsCpuItIsRefusedAndNotRead() {
        future.status(3, status);
        backend.complete(future, 0);
        turn();
        cpu.close(0);
        assertThrows(IllegalStateException.class, status::sizeBytes);
    }

    @Test
    void anotherThreadIsRefused() {
        OtherThread.does(() -> assertThrows(WrongThreadException.class, status::sizeBytes));
        OtherThread.does(() -> assertThrows(WrongThreadException.class, cpu::newStatus));
    }

    @Test
    void allocatingAndTruncatingSayWhere() {
        future.allocate(3, 4096, 1L << 40, 0);
        assertEquals(4096, future.offset());
        assertEquals(1L << 40, future.extent());
        backend.complete(future, 0);
        turn();
        future.truncate(3, 1L << 41);
        assertEquals(1L << 41, future.offset());
        backend.complete(future, 0);
        turn();
        assertEquals(List.of("0", "0"), seen);
    }

    @Test
    void nonsenseIsRefusedByItsValue() {
        assertTrue(mistake(() -> future.truncate(3, -1)).contains("a size of -1 bytes"));
        assertTrue(mistake(() -> future.allocate(3, -1, 1, 0)).contains("offset -1"));
        assertTrue(mistake(() -> future.allocate(3, 0, 0, 0)).contains("an extent of 0 bytes"));
        assertTrue(mistake(() -> future.allocate(3, 10, Long.MAX_VALUE, 0)).contains("offset 10"));
        assertTrue(mistake(() -> future.allocate(3, 0, 1, Operation.PEEK)).contains("flags 0x8"));
        assertFalse(future.isArmed());
        future.allocate(3, 0, Long.MAX_VALUE, Operation.ALLOCATE_KEEP_SIZE | Operation.ALLOCATE_PUNCH_HOLE);
        backend.complete(future, 0);
        turn();
    }

    private static String refusal(Runnable call) {
        return String.valueOf(
                assertThrows(IllegalStateException.class, call::run).getMessage());
    }

    private static String mistake(Runnable call) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }
}
