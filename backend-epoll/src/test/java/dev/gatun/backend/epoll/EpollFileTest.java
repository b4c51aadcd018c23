package dev.gatun.backend.epoll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.bindings.linux.Syscalls;
import dev.gatun.spi.IoBackend;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import dev.gatun.testkit.contract.RawOperation;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files and pipes: what is done in a poll, and what waits elsewhere. */
class EpollFileTest extends EpollFixture {
    @TempDir
    Path folder;

    private long open(Path path, int flags) {
        MemorySegment name = arena.allocateFrom(path.toString());
        backend.submit(
                new RawOperation(++slot, OperationKind.OPEN, -1, flags).memory(name.address(), (int) name.byteSize()));
        long file = awaitOne();
        assertTrue(file >= 0, () -> path + ": " + IoError.of((int) file));
        return file;
    }

    @Test
    void whatThePageCacheHasIsReadInThePollItself() throws IOException {
        Path path = Files.write(folder.resolve("cached"), new byte[10_000]);
        long file = open(path, Operation.OPEN_READ);
        Files.readAllBytes(path);
        submit(OperationKind.READ, file, 0, 4096);
        completions.clear();
        assertEquals(1, backend.poll(0, IoBackend.NOW, completions), "no worker was asked");
        assertEquals(4096, completions.result(0));
        sockets.close(file);
    }

    @Test
    void aFileThatWaitsDoesNotHoldUpTheLoop() throws IOException {
        Path fifo = folder.resolve("fifo");
        Assumptions.assumeTrue(new ProcessBuilder("mkfifo", fifo.toString())
                        .start()
                        .onExit()
                        .join()
                        .exitValue()
                == 0);
        MemorySegment name = arena.allocateFrom(fifo.toString());
        RawOperation open = new RawOperation(++slot, OperationKind.OPEN, -1, Operation.OPEN_READ)
                .memory(name.address(), (int) name.byteSize());
        backend.submit(open); // it waits until somebody opens the other end
        assertEquals(0, look());
        submit(OperationKind.NOP, -1, 0, 0);
        assertEquals(1, look());
        RawOperation openBoth = new RawOperation(
                        ++slot, OperationKind.OPEN, -1, Operation.OPEN_READ | Operation.OPEN_WRITE)
                .memory(name.address(), (int) name.byteSize());
        backend.submit(openBoth);
        long reader = -1;
        long both = -1;
        while (reader < 0 || both < 0) {
            poll();
            for (int i = 0; i < completions.count(); i++) {
                boolean isReader = completions.userData(i) == open.userData();
                reader = isReader ? completions.result(i) : reader;
                both = isReader ? both : completions.result(i);
            }
        }
        submit(OperationKind.READ, reader, 0, 16);
        assertEquals(0, look(), "a pipe is waited for as a socket is");
        calls.waiting(Syscalls.__NR_write(), both, arena.allocate(7).address(), 7);
        assertEquals(7, awaitOne());
        sockets.close(reader);
        sockets.close(both);
    }

    @Test
    void aFileIsAlwaysReady() throws IOException {
        long file = open(Files.write(folder.resolve("ready"), new byte[1]), Operation.OPEN_READ);
        submit(OperationKind.POLL, file, Operation.POLL_READ, 0);
        assertEquals(Operation.POLL_READ, awaitOne());
        submit(OperationKind.CLOSE, file, 0, 0);
        assertEquals(0, awaitOne());
        submit(OperationKind.READ, file, 0, 1);
        assertEquals(IoError.BAD_HANDLE.result(), awaitOne());
    }
}
