package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.Buffer;
import dev.gatun.CloseReport;
import dev.gatun.file.AsyncFile;
import dev.gatun.file.OpenOptions;
import dev.gatun.spi.IoError;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Ends: whoever closes, cuts or leaves in the middle, each operation is told once and each handle closed once. */
interface FileEndContract {
    FileDriver files();

    /** Reads of a whole file in flight, and what each was told. */
    private List<FileDriver.Told> readAllOver(AsyncFile file, List<Buffer> buffers, int count) {
        List<FileDriver.Told> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            FileDriver.Told told = new FileDriver.Told();
            Buffer buffer = files().driver().buffer(1 << 16);
            buffers.add(buffer);
            file.readFully(buffer, (long) i << 14, told::tell);
            all.add(told);
        }
        return all;
    }

    @Test
    default void closingTellsWhatIsInFlightOnceAndThenThatItIsClosed() {
        AsyncFile file = files().filled("closing", 1 << 20, 5);
        List<Buffer> buffers = new ArrayList<>();
        List<FileDriver.Told> all = readAllOver(file, buffers, 30);
        FileDriver.Told closed = new FileDriver.Told();
        file.close((f, result) -> {
            closed.tell(f, result);
            assertTrue(all.stream().allMatch(told -> told.times == 1), "closed is told last");
        });
        assertFalse(file.isOpen());
        assertEquals(0, closed.times, "told from within the call");
        assertEquals(0, files().await(closed));
        files().driver().settle();
        for (int i = 0; i < all.size(); i++) {
            FileDriver.Told told = all.get(i);
            assertEquals(1, told.times);
            assertTrue(told.result >= 0 || told.error() == IoError.CANCELLED, () -> "told " + told.result);
            FileDriver.check(buffers.get(i), (long) i << 14, 5);
            buffers.get(i).free();
        }
        assertEquals(1, closed.times);
        assertThrows(IllegalStateException.class, () -> file.sync((_, _) -> {}));
        file.close(); // a second time it does nothing
        files().driver().settle();
    }

    /** A number that was closed twice would be somebody else's by then. */
    @Test
    default void theHandleIsClosedExactlyOnce() {
        AsyncFile first = files().filled("once", 1 << 18, 5);
        List<Buffer> buffers = new ArrayList<>();
        List<FileDriver.Told> all = readAllOver(first, buffers, 4);
        first.close();
        first.close();
        AsyncFile second = files().create("another");
        for (FileDriver.Told told : all) {
            files().await(told);
        }
        AsyncFile third = files().filled("third", 100, 6);
        first.close();
        files().driver().settle();
        files().write(second, 0, 100, 7);
        files().write(third, 0, 100, 8);
        buffers.forEach(Buffer::free);
    }

    @Test
    default void aCallbackMayCloseItsFile() {
        AsyncFile file = files().filled("from-within", 1000, 5);
        Buffer buffer = files().driver().buffer(1000);
        FileDriver.Told closed = new FileDriver.Told();
        file.read(buffer, 0, (f, read, _) -> {
            read.free();
            f.close(closed::tell);
        });
        assertEquals(0, files().await(closed));
    }

    @Test
    default void aFileThatIsCutUnderItsReaderEndsThere() {
        AsyncFile file = files().filled("cut", 1 << 20, 5);
        AsyncFile other = files().open("cut", OpenOptions.readWrite());
        List<Buffer> buffers = new ArrayList<>();
        List<FileDriver.Told> all = readAllOver(file, buffers, 40);
        FileDriver.Told cut = new FileDriver.Told();
        other.truncate(100_001, cut::tell);
        files().awaitWell(cut);
        for (int i = 0; i < all.size(); i++) {
            long read = files().awaitWell(all.get(i));
            Buffer buffer = buffers.get(i);
            assertEquals(read, buffer.readable());
            checkOrZero(buffer, (long) i << 14);
            buffer.free();
        }
        FileDriver.Told after = new FileDriver.Told();
        Buffer buffer = files().driver().buffer(1 << 16);
        file.readFully(buffer, 90_001, after::tell);
        assertEquals(10_000, files().awaitWell(after));
        buffer.free();
    }

    /** A read that a cut overtakes may see zeros where the end was, as kernels do. */
    private static void checkOrZero(Buffer buffer, long offset) {
        for (int i = 0; i < buffer.readable(); i++) {
            byte read = buffer.getByte(i);
            if (read != 0 && read != FileDriver.at(offset + i, 5)) {
                throw new AssertionError("byte " + (offset + i) + " is " + read);
            }
        }
    }

    @Test
    default void aForeignThreadIsRefused() throws InterruptedException {
        AsyncFile file = files().filled("foreign", 100, 5);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                file.sync((_, _) -> {});
            } catch (WrongThreadException e) {
                thrown.set(e);
            }
        });
        thread.join();
        assertNotNull(thrown.get());
        assertTrue(String.valueOf(thrown.get()).contains("requestRun"));
    }

    @Test
    default void theEndOfTheCpuEndsItsFiles() {
        AsyncFile file = files().filled("core", 1 << 20, 5);
        List<FileDriver.Told> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            FileDriver.Told told = new FileDriver.Told();
            all.add(told);
            Buffer buffer = files().driver().buffer(1 << 16);
            file.read(buffer, (long) i << 14, (f, read, result) -> {
                told.tell(f, result);
                read.free();
            });
        }
        CloseReport report = files().driver().closeCpuBeforeHandles();
        assertTrue(report.isClean(), report::toString);
        for (FileDriver.Told told : all) {
            assertEquals(1, told.times);
        }
        assertFalse(file.isOpen());
    }
}
