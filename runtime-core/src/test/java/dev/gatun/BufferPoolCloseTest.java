package dev.gatun;

import static dev.gatun.BufferPoolTest.taken;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What is left when a pool is closed: nothing, or what the kernel may still touch. */
class BufferPoolCloseTest {
    private static final BufferPoolConfig CONFIG = BufferPoolConfig.defaults().withLimit(2 << 20);

    private final RecordingLog log = new RecordingLog();
    private final List<String> logged = log.lines;
    private final Arena arena = Arena.ofShared();
    private final BufferPool pool = open(CONFIG, arena);

    private BufferPool open(BufferPoolConfig config, Arena from) {
        return new BufferPool(config, null, from, log);
    }

    @Test
    void aPoolWithNothingOutIsClosedSilently() {
        Buffer buffer = taken(pool, 1);
        buffer.free();
        assertEquals(0, pool.closeAndCountLeaked());
        assertEquals(List.of(), logged);
        assertFalse(arena.scope().isAlive());
        assertEquals(0, pool.closeAndCountLeaked());
        pool.close();
    }

    @Test
    void buffersThatWereNotFreedAreReportedAndTheirMemoryIsReleased() {
        Buffer first = taken(pool, 1);
        taken(pool, 20_000);
        assertEquals(0, pool.closeAndCountLeaked());

        assertFalse(arena.scope().isAlive());
        assertTrue(logged.get(0).contains("2 buffers out"), logged::toString);
        assertTrue(logged.get(1).contains("block 0 of 4096 bytes was still the application's"), logged::toString);
        assertTrue(logged.get(2).contains("32768"), logged::toString);
        BufferLifeTest.refusedInEveryWay(first, "pool was closed");
    }

    @Test
    void thePoolsMemoryStaysWhileAnOperationHoldsABuffer() {
        Buffer pinned = taken(pool, 4096);
        Buffer orphan = taken(pool, 4096);
        Buffer slice = pinned.slice(0, 1);
        taken(pool, 1);
        pinned.pin();
        slice.pin();
        orphan.pin();
        orphan.freeWhenReleased();
        MemorySegment memory = pinned.segment();

        assertEquals(2, pool.closeAndCountLeaked(), "blocks, not buffers");

        assertTrue(arena.scope().isAlive());
        assertEquals(4096, memory.asByteBuffer().remaining());
        assertTrue(logged.get(0).contains("4 buffers out"), logged::toString);
        assertTrue(logged.get(0).contains("2 blocks"), logged::toString);
        assertTrue(logged.get(0).contains("2097152 bytes"), logged::toString);
        assertEquals(2, pool.statistics().blocksLeaked());
        assertEquals(2, pool.closeAndCountLeaked());
        BufferLifeTest.refusedInEveryWay(pinned, "pool was closed");
        BufferLifeTest.refusedInEveryWay(orphan, "pool was closed");
        orphan.unpin(); // the terminal result comes after all, and nobody minds
        pinned.unpin();
        arena.close();
    }

    @Test
    void thePoolsMemoryStaysWhileTheBackendHasABlock() {
        int block = pool.take(0);
        pool.adoptShared(block, 0, 10).free();
        assertEquals(1, pool.closeAndCountLeaked());
        assertTrue(arena.scope().isAlive());
        assertTrue(logged.get(1).contains("the backend's"), logged::toString);
        arena.close();
    }

    @Test
    void whatIsOnItsWayHomeIsNoLeak() {
        Buffer buffer = taken(pool, 1);
        OtherThread.does(buffer::free);
        assertEquals(0, pool.closeAndCountLeaked());
        assertEquals(List.of(), logged);
        assertEquals(0, pool.statistics().bytesInUse());
    }

    @Test
    void afterTheCloseEveryOperationIsRefused() {
        Buffer buffer = taken(pool, 1);
        int block = pool.take(0);
        pool.give(block);
        pool.close();
        Executable[] operations = {
            () -> pool.allocate(1),
            () -> pool.take(0),
            () -> pool.give(block),
            () -> pool.blockAddress(block),
            () -> pool.blockBytes(block),
            pool::regionAddress,
            pool::regionBytes,
            () -> pool.adopt(block, 0, 0),
            () -> pool.adoptShared(block, 0, 0),
            pool::drainReturned,
            pool::leaks,
            () -> pool.bindOwner(Thread.currentThread())
        };
        for (Executable each : operations) {
            Refusal.state("closed", each);
        }
        BufferLifeTest.refusedInEveryWay(buffer, "pool was closed");
    }

    @Test
    void aForeignCallThatUsesTheMemoryKeepsItAndIsReported() {
        Arena busy = new BusyArena(arena);
        BufferPool inUse = open(CONFIG, busy);
        assertEquals(1, inUse.closeAndCountLeaked());
        assertTrue(logged.get(0).contains("foreign call"), logged::toString);
        assertEquals(1, inUse.statistics().blocksLeaked());
        pool.close();
    }

    @Test
    void leaksNamesWhatIsOutAndWhoHasIt() {
        assertEquals(List.of(), pool.leaks());
        int block = pool.take(0);
        Buffer held = taken(pool, 4096);
        held.pin();
        Buffer own = taken(pool, 8192); // beside the block of the backend: no chunk is left
        taken(pool, 4096).free();

        assertEquals(
                List.of(
                        new BufferLeak(block, 16384, BufferLeak.Holder.BACKEND, null),
                        new BufferLeak(own.block.index, 16384, BufferLeak.Holder.APPLICATION, null),
                        new BufferLeak(held.block.index, 4096, BufferLeak.Holder.OPERATION, null)),
                pool.leaks());
        assertNull(pool.allocate(1 << 20));
        own.free();
        held.unpin();
        held.free();
        pool.give(block);
        assertEquals(List.of(), pool.leaks());
        pool.close();
    }

    @Test
    void withDebugALeakRemembersWhereItWasTaken() {
        BufferPool debugging = open(CONFIG.withDebug(true), Arena.ofShared());
        Buffer leaked = leakHere(debugging);
        Buffer slice = leaked.slice(0, 1);
        leaked.free();

        BufferLeak leak = debugging.leaks().getFirst();
        assertEquals(1, debugging.leaks().size());
        assertEquals("withDebugALeakRemembersWhereItWasTaken", takenBy(leak));
        slice.free();
        leakHere(debugging);
        assertEquals("leakHere", takenBy(debugging.leaks().getFirst()));
        debugging.close();
        assertEquals(1, log.thrown.size());
        pool.close();
    }

    @Test
    void aSystemPropertyTurnsDebugOn() {
        System.setProperty("gatun.buffers.debug", "true");
        try (BufferPool debugging = open(CONFIG, Arena.ofShared())) {
            Buffer buffer = leakHere(debugging);
            assertEquals("leakHere", takenBy(debugging.leaks().getFirst()));
            buffer.free();
        } finally {
            System.clearProperty("gatun.buffers.debug");
        }
        pool.close();
    }

    @Test
    void ofManyLeaksTheFirstFewAreListedAndTheRestCounted() {
        for (int i = 0; i < 50; i++) {
            taken(pool, 4096);
        }
        pool.close();
        assertEquals(22, logged.size());
        assertEquals("and 30 more", logged.getLast());
    }

    private static Buffer leakHere(BufferPool from) {
        return taken(from, 1);
    }

    /** The first of this test's methods on the way to where the buffer was taken. */
    private static String takenBy(BufferLeak leak) {
        Throwable takenAt = leak.takenAt();
        assertNotNull(takenAt);
        for (StackTraceElement frame : takenAt.getStackTrace()) {
            if (frame.getClassName().equals(BufferPoolCloseTest.class.getName())) {
                return frame.getMethodName();
            }
        }
        return "nobody here";
    }

    private record BusyArena(Arena under) implements Arena {
        @Override
        public MemorySegment allocate(long byteSize, long byteAlignment) {
            return under.allocate(byteSize, byteAlignment);
        }

        @Override
        public MemorySegment.Scope scope() {
            return under.scope();
        }

        @Override
        public void close() {
            throw new IllegalStateException("Session is acquired by 1 clients");
        }
    }
}
