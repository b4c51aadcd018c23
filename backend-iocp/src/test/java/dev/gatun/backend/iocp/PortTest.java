package dev.gatun.backend.iocp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.bindings.windows.WindowsConstants;
import java.lang.foreign.Arena;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PortTest {
    @Test
    void waitsAreRoundedUpAndNeverToNow() {
        assertEquals(0, Port.millis(-1));
        assertEquals(0, Port.millis(0));
        assertEquals(1, Port.millis(1));
        assertEquals(1, Port.millis(400_000), "0.4 ms must not become 0 and spin");
        assertEquals(1, Port.millis(1_000_000));
        assertEquals(2, Port.millis(1_000_001));
        assertTrue(Port.millis(Long.MAX_VALUE) > 0, "and not INFINITE either");
    }

    @Test
    void aShortWaitIsNeverEarly() {
        try (Arena arena = Arena.ofConfined()) {
            Port port = new Port(new Functions(Gateway.get()), 4, arena);
            long start = System.nanoTime();
            assertEquals(0, port.fetch(Port.millis(400_000), 4));
            assertTrue(System.nanoTime() - start >= 400_000);
            port.close();
        }
    }

    @Test
    void packetsComeInBatchesWithTheirKeys() {
        try (Arena arena = Arena.ofConfined()) {
            Port port = new Port(new Functions(Gateway.get()), 4, arena);
            for (int i = 0; i < 6; i++) {
                port.post(i % 2 == 0 ? Port.WOKEN : Port.WORKED);
            }
            assertEquals(4, port.fetch(0, 100), "no more than there is room for");
            assertEquals(Port.WOKEN, port.key(0));
            assertEquals(Port.WORKED, port.key(1));
            assertEquals(0, port.overlapped(1));
            assertEquals(2, port.fetch(0, 4));
            assertEquals(0, port.fetch(0, 4));
            port.close();
        }
    }

    @Test
    void aPortThatWasClosedIsNotPostedTo() {
        try (Arena arena = Arena.ofConfined()) {
            Functions functions = new Functions(Gateway.get());
            Port port = new Port(functions, 4, arena);
            port.close();
            Port next = new Port(functions, 4, arena);
            port.post(Port.WOKEN); // from a worker that was late; the number may be the next port's
            assertEquals(0, next.fetch(0, 4));
            next.close();
        }
    }

    @Test
    void anotherThreadEndsAWaitWithoutEnd() throws InterruptedException {
        try (Arena arena = Arena.ofConfined()) {
            Port port = new Port(new Functions(Gateway.get()), 4, arena);
            Thread other = new Thread(() -> port.post(Port.WOKEN));
            other.start();
            long start = System.nanoTime();
            assertEquals(1, port.fetch(WindowsConstants.INFINITE, 4));
            assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(10));
            other.join();
            port.close();
        }
    }
}
