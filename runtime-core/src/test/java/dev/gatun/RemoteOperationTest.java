package dev.gatun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.spi.IoError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two Cpus on one thread: what crosses between them, step by step. */
class RemoteOperationTest {
    private final ScriptedBackend.Provider provider = new ScriptedBackend.Provider();
    private final CpuConfig config =
            CpuConfig.DEFAULT.withClock(new FakeClock()).withBuffers(Pools.SMALL);
    private final Mesh mesh = new Mesh(2, config);
    private final Cpu here = new Cpu(0, provider, config, mesh.port(0));
    private final Cpu there = new Cpu(1, provider, config, mesh.port(1));
    private final ScriptedBackend backendThere = provider.last;
    private final List<String> seen = new ArrayList<>();
    private final IoFuture future = here.newFuture().onComplete(f -> seen.add(String.valueOf(f.result())));

    @AfterEach
    void close() {
        there.close(0);
        here.close(0);
    }

    @Test
    void itRunsThereAndCompletesHere() {
        for (int round = 1; round <= 3; round++) {
            future.on(there).nop();
            there.tick();
            assertEquals(round, backendThere.submitted.size());
            backendThere.complete(backendThere.submitted.getLast(), round);
            there.tick();
            there.tick();
            assertEquals(round - 1, seen.size(), "not before it came home");
            here.tick();
            assertEquals(String.valueOf(round), seen.getLast());
        }
        future.on(null).nop();
        assertEquals(3, backendThere.submitted.size());
    }

    @Test
    void itsBufferIsHeldUntilItIsHome() {
        Buffer buffer = here.buffers().allocate(4096);
        assertNotNull(buffer);
        future.on(there).receive(3, buffer);
        there.tick();
        backendThere.complete(backendThere.submitted.getFirst(), 12);
        there.tick();
        there.tick();
        assertThrows(IllegalStateException.class, buffer::free);
        here.tick();
        assertEquals(12, buffer.writerIndex());
        buffer.free();
    }

    @Test
    void whatItBringsBesideABufferGoesAlong() {
        FileStatus status = here.newStatus();
        future.on(there).status(3, status);
        there.tick();
        assertEquals(status.address(), backendThere.submitted.getLast().address());
        assertThrows(IllegalStateException.class, status::sizeBytes);
        completeThere();
        assertEquals(0, status.sizeBytes());
        future.allocate(3, 5, 7, 0);
        there.tick();
        assertEquals(5, backendThere.submitted.getLast().offset());
        assertEquals(7, backendThere.submitted.getLast().extent());
        completeThere();
        assertEquals(List.of("0", "0"), seen);
    }

    @Test
    void memoryThatAnotherCoreStillHasOutlivesItsCpu() {
        FileStatus status = here.newStatus();
        future.on(there).status(3, status);
        there.tick();
        backendThere.answersCancel = false;
        CloseReport report = here.close(0);
        assertEquals(1, report.stragglers().size());
        assertTrue(status.isAlive(), "the kernel may still write to it");
        backendThere.complete(backendThere.submitted.getLast(), 0);
    }

    private void completeThere() {
        backendThere.complete(backendThere.submitted.getLast(), 0);
        there.tick();
        there.tick();
        here.tick();
    }

    @Test
    void cancelFollowsIt() {
        future.on(there).nop();
        there.tick();
        assertEquals(CancelOutcome.REQUESTED, future.cancel());
        there.tick();
        there.tick();
        there.tick();
        here.tick();
        assertEquals(List.of(String.valueOf(IoError.CANCELLED.result())), seen);
        assertEquals(Optional.of(CancelOutcome.CANCELLED), future.cancelOutcome());
    }

    @Test
    void cancelMayOvertakeIt() {
        future.on(there).nop();
        future.cancel();
        there.tick();
        assertEquals(1, backendThere.cancelled.size());
        there.tick();
        there.tick();
        here.tick();
        assertEquals(List.of(String.valueOf(IoError.CANCELLED.result())), seen);
    }

    @Test
    void aCancelThatComesTooLateHitsNothingElse() {
        future.on(there).nop();
        there.tick();
        backendThere.complete(backendThere.submitted.getFirst(), 5);
        there.tick();
        future.cancel();
        there.tick(); // the result and the cancel, at once
        here.tick();
        assertEquals(List.of("5"), seen);
        future.nop();
        there.tick();
        assertEquals(2, backendThere.submitted.size());
        assertEquals(IoFuture.State.IN_KERNEL, future.state());
        backendThere.complete(backendThere.submitted.getLast(), 6);
        there.tick();
        there.tick();
        here.tick();
        assertEquals(List.of("5", "6"), seen);
    }

    @Test
    void aFullQueueIsItsResult() {
        while (here.send(there, _ -> {})) {
            // until it is full
        }
        future.on(there).nop();
        assertEquals(List.of(), seen);
        here.tick();
        assertEquals(List.of(String.valueOf(IoError.QUEUE_FULL.result())), seen);
    }

    @Test
    void whatOnlyItsOwnCoreCanDoIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> future.on(there).receiveMany(3));
        assertThrows(IllegalArgumentException.class, () -> future.on(there).acceptMany(3));
        assertFalse(future.isArmed());
    }

    @Test
    void aCoreThatStopsGivesBackWhatItHadNotSeen() {
        future.on(there).nop();
        there.close(0);
        here.tick();
        assertEquals(List.of(String.valueOf(IoError.BACKEND_FAILED.result())), seen);
        assertFalse(here.send(there, _ -> {}), "nothing gets in any more");
        future.nop();
        here.tick();
        assertEquals(String.valueOf(IoError.QUEUE_FULL.result()), seen.getLast());
    }

    @Test
    void aCoreThatStopsCancelsWhatItRuns() {
        future.on(there).nop();
        there.tick();
        there.close(1_000_000_000);
        here.tick();
        assertEquals(List.of(String.valueOf(IoError.CANCELLED.result())), seen);
    }

    @Test
    void messagesArriveInOrderAndWakeOnlyASleeper() {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int number = i;
            assertTrue(here.send(there, _ -> order.add(number)));
        }
        there.tick();
        assertEquals(100, order.size());
        for (int i = 0; i < 100; i++) {
            assertEquals(i, order.get(i));
        }
        assertEquals(0, here.statistics().wakesSent());
        assertEquals(100, here.statistics().wakesElided());
    }

    @Test
    void aBufferFreedElsewhereComesHome() throws InterruptedException {
        Buffer buffer = here.buffers().allocate(4096);
        assertNotNull(buffer);
        Thread elsewhere = new Thread(buffer::free);
        elsewhere.start();
        elsewhere.join();
        here.tick();
        assertEquals(0, here.buffers().statistics().bytesInUse());
    }
}
