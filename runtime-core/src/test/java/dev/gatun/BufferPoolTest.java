package dev.gatun;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BufferPoolTest {
    private static final int MEBI = 1 << 20;

    private final Deque<BufferPool> opened = new ArrayDeque<>();

    private BufferPool open(BufferPoolConfig config) {
        BufferPool pool = RecordingLog.quietPool(config);
        opened.add(pool);
        return pool;
    }

    private BufferPool open(long limitBytes) {
        return open(BufferPoolConfig.defaults().withLimit(limitBytes));
    }

    @AfterEach
    void closeAll() {
        opened.forEach(BufferPool::close);
    }

    static Buffer taken(BufferPool pool, int bytes) {
        return requireNonNull(pool.allocate(bytes), () -> "no block for " + bytes + " bytes");
    }

    @Test
    void anExhaustedPoolAnswersNothingAndCountsIt() {
        BufferPool pool = open(MEBI);
        List<Buffer> all = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            all.add(taken(pool, 65536));
        }

        assertNull(pool.allocate(65536));
        assertNull(pool.allocate(65536));
        assertNull(pool.allocate(1));

        assertEquals(2, pool.statistics().ofClass(65536).exhausted());
        assertEquals(1, pool.statistics().ofClass(4096).exhausted());
        assertEquals(0, pool.statistics().ofClass(MEBI).exhausted());
        all.get(3).free();
        assertNotNull(pool.allocate(65536));
    }

    @Test
    void aPoolIsEmptyWhenNothingIsLeftThatIsLargeEnoughToReceiveInto() {
        BufferPool pool = open(2 * MEBI);
        Buffer small = taken(pool, 4096);
        List<Buffer> all = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            assertFalse(pool.isEmpty());
            all.add(taken(pool, 16384));
        }
        assertTrue(pool.isEmpty(), "255 of 4 KiB are free");
        small.free();
        assertFalse(pool.isEmpty(), "a whole chunk is free");
        Buffer large = taken(pool, MEBI);
        assertTrue(pool.isEmpty());
        large.free();
        assertFalse(pool.isEmpty());
        all.forEach(Buffer::free);
    }

    @Test
    void theLimitIsNeverPassed() {
        for (int limit : new int[] {MEBI, 3 * MEBI, 7 * MEBI}) {
            for (int bytes = 4096; bytes <= MEBI; bytes *= 2) {
                BufferPool pool = open(limit);
                int count = 0;
                while (pool.allocate(bytes) != null) {
                    count++;
                }
                assertEquals(limit / bytes, count);
                assertEquals(limit, pool.statistics().bytesInUse());
                assertEquals(limit, pool.statistics().bytesInUseMax());
            }
        }
    }

    @Test
    void everyBlockOfEveryClassIsAlignedWithinTheRegionAndTouchesNoOther() {
        for (int bytes = 4096; bytes <= MEBI; bytes *= 2) {
            BufferPool pool = open(2 * MEBI);
            assertEquals(0, pool.regionAddress() % 4096);
            Set<Long> seen = new HashSet<>();
            for (Buffer buffer = pool.allocate(bytes); buffer != null; buffer = pool.allocate(bytes)) {
                long offset = buffer.address() - pool.regionAddress();
                assertEquals(0, offset % bytes);
                assertTrue(offset >= 0 && offset + bytes <= pool.regionBytes());
                assertTrue(seen.add(offset), "handed out twice");
                assertEquals(offset / 4096, buffer.block.index);
            }
            assertEquals(2 * MEBI / bytes, seen.size());
        }
    }

    @Test
    void aRequestGetsTheSmallestClassThatHoldsIt() {
        BufferPool pool = open(16 * MEBI);
        int[][] wantedAndCapacity = {{1, 4096}, {4096, 4096}, {4097, 8192}, {16384, 16384}, {600_000, MEBI}};
        for (int[] each : wantedAndCapacity) {
            Buffer buffer = taken(pool, each[0]);
            assertEquals(each[1], buffer.capacity());
            assertEquals(0, buffer.readable());
            assertEquals(each[1], buffer.writable());
        }
    }

    @Test
    void aRequestThatNoClassHoldsIsRefusedByItsValue() {
        BufferPool pool = open(BufferPoolConfig.defaults().withLimit(MEBI).withClasses(4096, 4096, 65536));
        for (int bytes : new int[] {0, -1, Integer.MIN_VALUE, 65537, Integer.MAX_VALUE}) {
            Refusal.argument(Integer.toString(bytes), () -> pool.allocate(bytes));
        }
    }

    @Test
    void anExhaustedClassFallsBackToTheNextLargerAndCountsIt() {
        BufferPool pool = open(2 * MEBI);
        taken(pool, 65536);
        Buffer small = taken(pool, 4096);
        for (int i = 1; i < 256; i++) {
            taken(pool, 4096);
        }

        Buffer large = taken(pool, 4096);

        assertEquals(65536, large.capacity());
        assertEquals(1, pool.statistics().ofClass(4096).fallbacks());
        assertEquals(0, pool.statistics().ofClass(4096).exhausted());
        small.free();
        assertEquals(4096, taken(pool, 4096).capacity());
    }

    @Test
    void aChunkGoesFromOneClassToAnotherWhenItIsWhollyFree() {
        BufferPool pool = open(2 * MEBI);
        List<Buffer> small = new ArrayList<>();
        for (int i = 0; i < 512; i++) {
            small.add(taken(pool, 4096));
        }
        assertNull(pool.allocate(MEBI));
        for (int i = 0; i < 255; i++) {
            small.get(i).free();
        }
        assertNull(pool.allocate(MEBI), "the chunk has a block in use");
        small.get(255).free();

        Buffer large = taken(pool, MEBI);

        assertEquals(0, (large.address() - pool.regionAddress()) % MEBI);
        assertEquals(256, pool.statistics().ofClass(4096).blocksCarved());
        assertEquals(1, pool.statistics().ofClass(MEBI).blocksCarved());
        Refusal.state("block 7", small.get(7)::free);
        large.free();
        assertEquals(65536, taken(pool, 40_000).capacity());
    }

    @Test
    void aChunkInTheMiddleOfItsClassCanLeaveIt() {
        BufferPool pool = open(5 * MEBI);
        List<Buffer> halves = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            halves.add(taken(pool, MEBI / 2));
        }
        for (int i : new int[] {0, 2, 4, 6, 8, 5}) { // every chunk has a free half, the third both
            halves.get(i).free();
        }

        assertEquals(MEBI, taken(pool, MEBI).capacity());
        for (int i = 0; i < 4; i++) {
            assertEquals(MEBI / 2, taken(pool, MEBI / 2).capacity());
        }
        assertNull(pool.allocate(MEBI / 2));
    }

    @Test
    void whatWasFreedLastIsTakenFirst() {
        BufferPool pool = open(MEBI);
        taken(pool, 4096);
        Buffer last = taken(pool, 4096);
        long address = last.address();
        last.free();

        assertEquals(address, taken(pool, 4096).address());
    }

    @Test
    void theStatisticsOfEachClassAddUp() {
        BufferPool pool = open(4 * MEBI);
        Buffer first = taken(pool, 4096);
        taken(pool, 10_000).free();
        taken(pool, 10_000);
        first.free();

        BufferPoolStatistics now = pool.statistics();

        assertEquals(new BufferPoolStatistics.SizeClass(4096, 256, 256, 0, 1, 1, 0, 0), now.ofClass(4096));
        assertEquals(new BufferPoolStatistics.SizeClass(16384, 64, 63, 1, 2, 1, 0, 0), now.ofClass(16384));
        assertEquals(new BufferPoolStatistics.SizeClass(8192, 0, 0, 0, 0, 0, 0, 0), now.ofClass(8192));
        assertEquals(9, now.sizeClasses().size());
        assertEquals(4 * MEBI, now.limitBytes());
        assertEquals(16384, now.bytesInUse());
        assertEquals(4096 + 16384, now.bytesInUseMax());
        assertThrows(IllegalArgumentException.class, () -> now.ofClass(5000));
    }

    @Test
    void whatIsPreallocatedIsCarvedAtTheStart() {
        BufferPool pool = open(BufferPoolConfig.defaults()
                .withLimit(8 * MEBI)
                .withPreallocated(16384, 65)
                .withPreallocated(MEBI, 3));

        assertEquals(128, pool.statistics().ofClass(16384).blocksCarved());
        assertEquals(3, pool.statistics().ofClass(MEBI).blocksFree());
        assertEquals(0, pool.statistics().ofClass(4096).blocksCarved());
        assertEquals(0, pool.statistics().bytesInUse());
        for (int i = 0; i < 8; i++) {
            taken(pool, MEBI); // no reserve: another class takes what it does not use
        }
        assertNull(pool.allocate(16384));
    }

    @Test
    void aSmallestClassOtherThanFourKibibytesHasIndicesInUnitsOfFour() {
        BufferPool pool = open(BufferPoolConfig.defaults().withLimit(MEBI).withClasses(65536, 65536, 131072));

        taken(pool, 1);
        assertEquals(16, taken(pool, 65536).block.index);
        assertEquals(2, pool.statistics().sizeClasses().size());
    }

    @Test
    void theFirstToTakeOwnsThePool() throws InterruptedException {
        BufferPool pool = open(MEBI);
        pool.statistics();
        Thread first = new Thread(() -> taken(pool, 1), "first");
        first.start();
        first.join();

        String current = Thread.currentThread().getName();
        Refusal.expect(IllegalStateException.class, () -> pool.allocate(1), "thread first", "thread " + current);
        assertEquals(0, pool.closeAndCountLeaked(), "its owner has ended, so anybody may close it");
    }

    @Test
    void aPoolIsBoundOnce() {
        BufferPool pool = open(MEBI);
        pool.bindOwner(Thread.currentThread());
        pool.bindOwner(Thread.currentThread());
        Thread other = new Thread(() -> {}, "other");

        Refusal.state("thread other", () -> pool.bindOwner(other));
        taken(pool, 1).free();
    }
}
