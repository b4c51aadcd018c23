package dev.gatun.backend.iouring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.gatun.Buffer;
import dev.gatun.IoFuture;
import dev.gatun.spi.Operation;
import dev.gatun.testkit.contract.Driver;
import dev.gatun.testkit.contract.OnGround;
import dev.gatun.testkit.contract.RealGround;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pool's memory is registered where it is used, and only there. */
class RegisteredMemoryTest {
    private Driver driver = OnGround.none();

    @BeforeEach
    void open() throws IOException {
        driver = OnGround.driver(new RealGround(new IoUringProvider()));
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        OnGround.close(driver);
    }

    private RegisteredMemory memory() {
        return ((IoUringBackend) driver.cpu().backend()).parts().memory();
    }

    @Test
    void everyBufferOfThePoolIsReadAndWrittenWithoutPinningItAgain() {
        long file = driver.openFile("pieces", Operation.OPEN_READ | Operation.OPEN_WRITE | Operation.OPEN_CREATE);
        List<Buffer> buffers = new ArrayList<>();
        IoFuture future = driver.future();
        for (int i = 0; i < 40; i++) { // of all sizes, over several MiB
            Buffer buffer = driver.buffer(4096 << i % 9);
            buffers.add(buffer.writerIndex(4096).setByte(0, (byte) i));
            future.write(file, buffer, 4096L * i);
            driver.awaitWell(future);
        }
        for (int i = 0; i < 40; i++) {
            Buffer buffer = buffers.get(39 - i).clear();
            future.read(file, buffer.writerIndex(buffer.capacity() - 4096), 4096L * i);
            assertEquals(4096, driver.awaitWell(future));
            assertEquals((byte) i, buffer.getByte(buffer.capacity() - 4096));
            buffer.free();
        }
        assertEquals(0, memory().fallbacks());
        assertNull(memory().problem());
    }

    @Test
    void whatLiesElsewhereGoesWithout() {
        RegisteredMemory memory = memory();
        assertEquals(RegisteredMemory.NONE, memory.pieceOf(4096, 10));
        long begin = driver.cpu().buffers().regionAddress();
        assertEquals(RegisteredMemory.NONE, memory.pieceOf(begin + (1 << 20) - 5, 10), "it lies in two pieces");
        long end = begin + driver.cpu().buffers().regionBytes();
        assertEquals(RegisteredMemory.NONE, memory.pieceOf(end, 10));
        assertEquals(3, memory.fallbacks());
        assertEquals(1, memory.pieceOf(begin + (1 << 20), 1 << 20));
    }
}
