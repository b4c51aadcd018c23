package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.Buffer;
import dev.gatun.IoFuture;
import dev.gatun.file.AsyncFile;
import dev.gatun.file.OpenOptions;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** SEND_FILE, the operation: what the system has in its memory goes by itself, and nothing else does. */
interface CachedSendContract {
    int BYTES = 100_003;

    FileDriver files();

    private Driver driver() {
        return files().driver();
    }

    private void assumeSupported() {
        Assumptions.assumeTrue(
                driver().cpu().capabilities().supports(OperationKind.SEND_FILE),
                "no SEND_FILE here (Linux 6.5 has it, and FreeBSD)");
    }

    /** A file that the system has in memory, or the test is skipped: its file system may not tell. */
    private AsyncFile inMemory(String name, int bytes) {
        assumeSupported();
        AsyncFile file = files().filled(name, bytes, 5);
        Driver.Pair trial = driver().pair();
        int result = driver().run(f -> f.sendFile(trial.left(), file.handle(), 0, 1));
        Assumptions.assumeTrue(
                result != IoError.NOT_SUPPORTED.result() && result != IoError.PERMISSION.result(),
                "the file system does not tell what it has in memory");
        assertEquals(1, result);
        return file;
    }

    private void checkNext(long socket, long offset, int count) {
        Buffer buffer = driver().buffer(count);
        while (buffer.readable() < count) {
            assertTrue(driver().runWell(f -> f.receive(socket, buffer)) > 0);
        }
        FileDriver.check(buffer, offset, 5);
        buffer.free();
    }

    @Test
    default void theSystemSendsARangeByItself() {
        AsyncFile file = inMemory("by-itself", BYTES);
        Driver.Pair pair = driver().pair();
        int[][] ranges = {{0, 1}, {4095, 2}, {1, 8191}, {4096, 4096}, {BYTES - 1, 1}, {12_345, 30_001}};
        for (int[] range : ranges) {
            sendAll(pair, file, range[0], range[1]);
        }
    }

    /** However often the system stops short; each piece is looked at. */
    private void sendAll(Driver.Pair pair, AsyncFile file, int offset, int length) {
        int sent = 0;
        while (sent < length) {
            int done = sent;
            int left = length - sent;
            int more = driver().runWell(f -> f.sendFile(pair.left(), file.handle(), offset + done, left));
            assertTrue(more > 0 && more <= left, () -> more + " of " + left);
            checkNext(pair.right(), offset + done, more);
            sent += more;
        }
    }

    @Test
    default void behindTheEndIsNothingToSend() {
        AsyncFile file = inMemory("behind", BYTES);
        Driver.Pair pair = driver().pair();
        assertEquals(0, driver().run(f -> f.sendFile(pair.left(), file.handle(), BYTES, 10)));
        assertEquals(0, driver().run(f -> f.sendFile(pair.left(), file.handle(), 10L << 20, 10)));
        assertEquals(0, driver().run(f -> f.sendFile(pair.left(), file.handle(), BYTES - 10, 1 << 20)));
    }

    @Test
    default void aFullSocketIsWaitedForAndACancelEndsIt() {
        AsyncFile file = inMemory("waits", 1 << 20);
        Driver.Pair pair = driver().pair();
        long sent = 0;
        IoFuture send = driver().future();
        int rounds = 0;
        do {
            assertTrue(rounds++ < 1000, "a socket without end");
            send.sendFile(pair.left(), file.handle(), 0, 1 << 18);
            driver().settle();
            sent += send.isArmed() ? 0 : Math.max(0, send.result());
        } while (!send.isArmed());
        Buffer buffer = driver().buffer(1 << 16);
        long come = 0;
        while (send.isArmed() || come < sent + send.result()) {
            buffer.clear();
            come += driver().runWell(f -> f.receive(pair.right(), buffer));
        }
        buffer.free();
        assertTrue(send.result() > 0, "the room that came was not noticed");
        do {
            send.sendFile(pair.left(), file.handle(), 0, 1 << 18);
            driver().settle();
        } while (!send.isArmed());
        send.cancel();
        int last = driver().await(send);
        assertTrue(
                last == IoError.CANCELLED.result() || (driver().ground().injectsFaults() && last > 0),
                () -> "after its cancel: " + last);
    }

    @Test
    default void itKeepsItsPlaceBetweenSends() {
        AsyncFile file = inMemory("between", 8192);
        Driver.Pair pair = driver().pair();
        driver().send(pair.left(), "before");
        int sent = driver().runWell(f -> f.sendFile(pair.left(), file.handle(), 0, 8192));
        driver().send(pair.left(), "behind");
        Buffer all = driver().buffer(6 + sent + 6);
        while (all.readable() < 6 + sent + 6) {
            driver().runWell(f -> f.receive(pair.right(), all));
        }
        byte[] before = new byte[6];
        all.readBytes(before, 0, 6);
        assertEquals("before", new String(before, StandardCharsets.US_ASCII));
        all.writerIndex(6 + sent);
        FileDriver.check(all, 0, 5);
        all.writerIndex(6 + sent + 6).readerIndex(6 + sent);
        assertEquals("behind", Driver.textOf(all));
    }

    @Test
    default void whoHasGoneGetsNothing() {
        AsyncFile file = inMemory("gone", 8192);
        Driver.Pair pair = driver().pair();
        driver().runWell(f -> f.shutdown(pair.left(), Operation.SHUT_WRITE));
        int result = driver().run(f -> f.sendFile(pair.left(), file.handle(), 0, 8192));
        assertEquals(IoError.BROKEN_PIPE.result(), result);
    }

    @Test
    default void whatIsNoFileOfTheCacheIsRefused() {
        assumeSupported();
        files().close(files().filled("around", 8192, 5));
        Driver.Pair pair = driver().pair();
        int socket = driver().run(f -> f.sendFile(pair.left(), pair.right(), 0, 10));
        assertTrue(socket <= 0, () -> "a socket was taken for a file: " + socket);
        FileDriver.Opened opened =
                files().tryOpen(files().path("around"), OpenOptions.read().direct());
        Assumptions.assumeTrue(opened.file != null, "no direct access here");
        long direct = Objects.requireNonNull(opened.file).handle();
        assertEquals(IoError.NOT_SUPPORTED.result(), driver().run(f -> f.sendFile(pair.left(), direct, 0, 4096)));
    }

    @Test
    default void aRangeOfNothingIsTheCallersFault() {
        AsyncFile file = inMemory("range", 100);
        Driver.Pair pair = driver().pair();
        IoFuture future = driver().future();
        assertThrows(IllegalArgumentException.class, () -> future.sendFile(pair.left(), file.handle(), 0, 0));
        assertThrows(IllegalArgumentException.class, () -> future.sendFile(pair.left(), file.handle(), -1, 1));
        assertNotEquals(IoFuture.State.IN_KERNEL, future.state());
    }
}
