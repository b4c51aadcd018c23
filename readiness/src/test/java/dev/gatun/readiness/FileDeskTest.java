package dev.gatun.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.readiness.FakeSystem.Thing;
import dev.gatun.spi.IoError;
import dev.gatun.spi.OperationKind;
import dev.gatun.testkit.contract.RawOperation;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Operations on files: by the cache, by workers, and against a close. */
class FileDeskTest extends ReadinessFixture {
    @Test
    void aRunningFileOperationKeepsItsHandleOpen() throws InterruptedException {
        Thing file = system.open();
        file.isFile = true;
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        system.worker = operation -> {
            begun.countDown();
            try {
                assertTrue(mayEnd.await(5, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return operation.kind() == OperationKind.CLOSE
                    ? (system.things.remove((int) operation.handle()) == null ? -9L : 0)
                    : (long) operation.length();
        };
        RawOperation running = submit(OperationKind.WRITE, file, 0, 7);
        poll();
        assertTrue(begun.await(5, TimeUnit.SECONDS));
        RawOperation waiting = submit(OperationKind.WRITE, file, 0, 8);
        RawOperation close = submit(OperationKind.CLOSE, file, 0, 0);
        assertEquals(1, pollForResults());
        assertEquals(waiting.userData(), told.userData(0));
        assertEquals(IoError.CANCELLED.result(), only());
        submit(OperationKind.READ, file, 0, 1);
        assertEquals(1, pollForResults());
        assertEquals(IoError.BAD_HANDLE.result(), only(), "it is being closed");
        assertTrue(system.things.containsKey(file.handle));
        assertEquals(0, backend.cancel(running), "it was asked; but it runs");
        mayEnd.countDown();
        awaitOne();
        assertEquals(running.userData(), told.userData(0));
        assertEquals(7, only());
        awaitOne();
        assertEquals(close.userData(), told.userData(0));
        assertEquals(0, only());
        assertFalse(system.things.containsKey(file.handle));
    }

    @Test
    void whatTheCacheHasNeedsNoWorker() {
        Thing file = system.open();
        file.isFile = true;
        file.come = 100;
        system.worker = _ -> {
            throw new AssertionError("a worker was asked");
        };
        submit(OperationKind.READ, file, 0, 10);
        assertEquals(1, poll());
        assertEquals(10, only());
    }

    @Test
    void aWorkerThatFailsEndsTheLoop() {
        Thing file = system.open();
        file.isFile = true;
        system.worker = _ -> {
            throw new IllegalStateException("broken");
        };
        submit(OperationKind.WRITE, file, 0, 10);
        assertThrows(IllegalStateException.class, this::awaitOne);
    }
}
