package dev.gatun;

import static dev.gatun.BufferPoolTest.taken;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.spi.BufferSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The pool as a backend sees it, and what completions hand over. */
class BufferSourceTest {
    private final BufferPool pool =
            RecordingLog.quietPool(BufferPoolConfig.defaults().withLimit(2 << 20));
    private final BufferSource source = pool;

    @AfterEach
    void close() {
        pool.close();
    }

    private long bytesInUse() {
        return pool.statistics().bytesInUse();
    }

    @Test
    void aBlockTakenIsTheBackendsUntilItGivesItBack() {
        int usual = source.take(0);
        int large = source.take(100_000);

        assertEquals(16384, source.blockBytes(usual));
        assertEquals(131072, source.blockBytes(large));
        assertEquals(source.regionAddress() + usual * 4096L, source.blockAddress(usual));
        assertEquals(source.regionAddress() + large * 4096L, source.blockAddress(large));
        assertEquals(2 << 20, source.regionBytes());
        assertEquals(16384 + 131072, bytesInUse());
        source.give(usual);
        source.give(large);
        assertEquals(0, bytesInUse());
    }

    @Test
    void anExhaustedPoolGivesTheBackendMinusOne() {
        int first = source.take(1 << 20);
        assertTrue(source.take(1 << 20) > first);
        assertEquals(-1, source.take(1 << 20));
        assertEquals(-1, source.take(0));
        assertEquals(1, pool.statistics().ofClass(16384).exhausted());
        source.give(first);
        assertEquals(first, source.take(0));
    }

    @Test
    void aRequestOfTheBackendThatNoClassHoldsIsRefused() {
        Refusal.argument("-1", () -> source.take(-1));
        Refusal.argument("1048577", () -> source.take((1 << 20) + 1));
    }

    @Test
    void anIndexThatIsNoBlockOfTheBackendsIsRefusedEverywhere() {
        int backends = source.take(65536);
        int given = source.take(65536);
        source.give(given);
        Buffer applications = taken(pool, 65536);
        int[] bad = {
            -1,
            Integer.MIN_VALUE,
            Integer.MAX_VALUE,
            512,
            511,
            backends + 1,
            given + 16,
            applications.block.index,
            applications.block.index + 1
        };
        for (int block : bad) {
            Refusal.argument(Integer.toString(block), () -> source.give(block));
            Refusal.argument(Integer.toString(block), () -> source.blockAddress(block));
            Refusal.argument(Integer.toString(block), () -> source.blockBytes(block));
            Refusal.argument(Integer.toString(block), () -> pool.adopt(block, 0, 1));
            Refusal.argument(Integer.toString(block), () -> pool.adoptShared(block, 0, 1));
        }
        assertEquals(2 * 65536, bytesInUse());
    }

    @Test
    void aBlockIsGivenBackOnce() {
        int block = source.take(0);
        source.give(block);
        Refusal.argument("not the backend's", () -> source.give(block));
    }

    @Test
    void aBlockHandedOverIsTheApplicationsWithTheDataReadable() {
        int block = source.take(0);
        Buffer received = pool.adopt(block, 100, 20);

        assertEquals(source.regionAddress() + block * 4096L + 100, received.address());
        assertEquals(0, received.readerIndex());
        assertEquals(20, received.writerIndex());
        assertEquals(16384 - 100, received.capacity(), "what is behind the data can be written to");
        Refusal.argument("not the backend's", () -> source.give(block));
        Refusal.argument("not the backend's", () -> pool.adopt(block, 0, 1));
        received.free();
        assertEquals(0, bytesInUse());
    }

    @Test
    void dataThatIsNotWithinItsBlockIsRefused() {
        int block = source.take(0);
        int[][] offsetAndLength = {{-1, 1}, {0, -1}, {0, 16385}, {16384, 1}, {Integer.MAX_VALUE, 1}, {1, 16384}};
        for (int[] each : offsetAndLength) {
            Refusal.argument("block " + block, () -> pool.adopt(block, each[0], each[1]));
            Refusal.argument("block " + block, () -> pool.adoptShared(block, each[0], each[1]));
        }
        pool.adoptShared(block, 16384, 0).free();
        pool.adopt(block, 0, 16384).free();
        assertEquals(0, bytesInUse());
    }

    @Test
    void aSharedBlockIsFreeWhenTheBackendGaveItBackAndAllItsBuffersAreFreed() {
        int block = source.take(0);
        Buffer first = pool.adoptShared(block, 0, 100);
        Buffer second = pool.adoptShared(block, 100, 50);
        assertEquals(100, first.capacity());
        assertEquals(50, second.readable());
        assertEquals(first.address() + 100, second.address());
        first.free();
        second.free();
        assertEquals(16384, bytesInUse(), "the backend goes on filling it");
        Buffer third = pool.adoptShared(block, 150, 1);
        source.give(block);
        assertEquals(16384, bytesInUse());
        Refusal.argument("not the backend's", () -> pool.adoptShared(block, 151, 1));
        third.free();
        assertEquals(0, bytesInUse());
    }

    @Test
    void theLastPieceOfASharedBlockTakesTheBackendsReferenceWithIt() {
        int block = source.take(0);
        Buffer first = pool.adoptShared(block, 0, 100);
        Buffer last = pool.adopt(block, 100, 16284);
        last.free();
        assertEquals(16384, bytesInUse());
        assertEquals(100, first.readable());
        first.free();
        assertEquals(0, bytesInUse());
        Refusal.argument("not the backend's", () -> source.give(block));
    }

    @Test
    void aBlockInManyPiecesIsCounted() {
        int block = source.take(1 << 20);
        Buffer[] pieces = new Buffer[1000];
        for (int i = 0; i < pieces.length; i++) {
            pieces[i] = pool.adoptShared(block, i * 1000, 1000).setInt(0, i);
        }
        source.give(block);
        for (int i = 0; i < pieces.length; i++) {
            assertEquals(i, pieces[i].readInt());
            assertEquals(1 << 20, bytesInUse());
            pieces[i].free();
        }
        assertEquals(0, bytesInUse());
    }

    @Test
    void aReceivedBufferIsSentWithoutCopying() {
        Buffer received = pool.adopt(source.take(0), 0, 64);
        received.pin();
        received.freeWhenReleased();
        assertEquals(16384, bytesInUse());
        received.unpin();
        assertEquals(0, bytesInUse());
    }
}
