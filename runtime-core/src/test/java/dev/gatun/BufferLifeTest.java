package dev.gatun;

import static dev.gatun.BufferPoolTest.taken;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may use a buffer, and until when: freeing, slices, operations in flight. */
class BufferLifeTest {
    private static final byte[] BYTES = new byte[4];
    private static final MemorySegment SEGMENT = MemorySegment.ofArray(BYTES);

    /** Every way to touch a buffer, by name. */
    static final Map<String, Consumer<Buffer>> TOUCHES = Map.ofEntries(
            Map.entry("address", Buffer::address),
            Map.entry("capacity", Buffer::capacity),
            Map.entry("readerIndex", Buffer::readerIndex),
            Map.entry("writerIndex", Buffer::writerIndex),
            Map.entry("readerIndex(int)", b -> b.readerIndex(0)),
            Map.entry("writerIndex(int)", b -> b.writerIndex(0)),
            Map.entry("readable", Buffer::readable),
            Map.entry("writable", Buffer::writable),
            Map.entry("clear", Buffer::clear),
            Map.entry("slice", b -> b.slice(0, 1)),
            Map.entry("segment", Buffer::segment),
            Map.entry("getByte", b -> b.getByte(0)),
            Map.entry("getShort", b -> b.getShort(0)),
            Map.entry("getInt", b -> b.getInt(0)),
            Map.entry("getLong", b -> b.getLong(0)),
            Map.entry("setByte", b -> b.setByte(0, 1)),
            Map.entry("setShort", b -> b.setShort(0, 1)),
            Map.entry("setInt", b -> b.setInt(0, 1)),
            Map.entry("setLong", b -> b.setLong(0, 1)),
            Map.entry("readByte", Buffer::readByte),
            Map.entry("readShort", Buffer::readShort),
            Map.entry("readInt", Buffer::readInt),
            Map.entry("readLong", Buffer::readLong),
            Map.entry("writeByte", b -> b.writeByte(1)),
            Map.entry("writeShort", b -> b.writeShort(1)),
            Map.entry("writeInt", b -> b.writeInt(1)),
            Map.entry("writeLong", b -> b.writeLong(1)),
            Map.entry("getBytes array", b -> b.getBytes(0, BYTES, 0, 1)),
            Map.entry("setBytes array", b -> b.setBytes(0, BYTES, 0, 1)),
            Map.entry("getBytes ByteBuffer", b -> b.getBytes(0, ByteBuffer.wrap(BYTES))),
            Map.entry("setBytes ByteBuffer", b -> b.setBytes(0, ByteBuffer.wrap(BYTES))),
            Map.entry("getBytes segment", b -> b.getBytes(0, SEGMENT, 0, 1)),
            Map.entry("setBytes segment", b -> b.setBytes(0, SEGMENT, 0, 1)),
            Map.entry("readBytes array", b -> b.readBytes(BYTES, 0, 1)),
            Map.entry("writeBytes array", b -> b.writeBytes(BYTES, 0, 1)),
            Map.entry("readBytes ByteBuffer", b -> b.readBytes(ByteBuffer.wrap(BYTES))),
            Map.entry("writeBytes ByteBuffer", b -> b.writeBytes(ByteBuffer.wrap(BYTES))),
            Map.entry("readBytes segment", b -> b.readBytes(SEGMENT, 0, 1)),
            Map.entry("writeBytes segment", b -> b.writeBytes(SEGMENT, 0, 1)),
            Map.entry("free", Buffer::free),
            Map.entry("freeWhenReleased", Buffer::freeWhenReleased),
            Map.entry("pin", Buffer::pin));

    private final BufferPool pool =
            RecordingLog.quietPool(BufferPoolConfig.defaults().withLimit(1 << 20));

    @AfterEach
    void close() {
        pool.close();
    }

    static void refusedInEveryWay(Buffer stale, String reason) {
        String block = "block " + stale.block.index;
        TOUCHES.forEach(
                (name, touch) -> Refusal.expect(IllegalStateException.class, () -> touch.accept(stale), block, reason));
    }

    private long bytesInUse() {
        return pool.statistics().bytesInUse();
    }

    @Test
    void aFreedBufferIsRefusedInEveryWay() {
        Buffer buffer = taken(pool, 4096);
        buffer.free();
        refusedInEveryWay(buffer, "freed already");
        assertEquals(0, bytesInUse());
    }

    @Test
    void aFreedBufferIsRefusedInEveryWayWhenItsBlockIsOutAgain() {
        Buffer stale = taken(pool, 4096);
        stale.free();
        for (int i = 0; i < 6; i++) {
            Buffer next = taken(pool, 4096);
            assertSame(stale.block, next.block);
            assertNotSame(stale, next);
            next.free();
        }
        taken(pool, 4096);
        refusedInEveryWay(stale, "freed already");
        assertEquals(4096, bytesInUse());
    }

    @Test
    void aFreedSliceIsKnownForTheNextSevenHandOutsHoweverManyOthersThereAre() {
        for (int others = 0; others < 40; others++) {
            Buffer whole = taken(pool, 4096);
            List<Buffer> slices = new ArrayList<>();
            for (int i = 0; i < others; i++) {
                slices.add(whole.slice(i, 1));
            }
            Buffer stale = whole.slice(0, 1);
            stale.free();
            for (int i = 0; i < 7; i++) {
                Buffer next = whole.slice(0, 1);
                assertNotSame(stale, next);
                next.free();
            }
            assertThrows(IllegalStateException.class, stale::free);
            slices.forEach(Buffer::free);
            whole.free();
            assertEquals(0, bytesInUse());
        }
    }

    @Test
    void withDebugAFreedBufferIsKnownForEverAndSaysWhereItWasFreed() {
        try (BufferPool debugging = RecordingLog.quietPool(
                BufferPoolConfig.defaults().withLimit(1 << 20).withDebug(true))) {
            Buffer stale = taken(debugging, 4096);
            stale.free();
            for (int i = 0; i < 100; i++) {
                Buffer next = taken(debugging, 4096);
                assertSame(stale.block, next.block);
                assertNotSame(stale, next);
                next.free();
            }
            Throwable freedAt =
                    assertThrows(IllegalStateException.class, stale::free).getCause();
            assertNotNull(freedAt);
            assertTrue(freedAt.getStackTrace().length > 0);
        }
    }

    @Test
    void aSliceSharesTheMemoryAndIsReadable() {
        Buffer whole = taken(pool, 4096).setInt(100, 7);
        Buffer slice = whole.slice(100, 8);
        assertEquals(whole.address() + 100, slice.address());
        assertEquals(8, slice.capacity());
        assertEquals(8, slice.readable());
        assertEquals(7, slice.readInt());
        Buffer within = slice.slice(2, 2);
        slice.setInt(0, 9);
        assertEquals(9, within.readShort());
        assertEquals(0, within.writable());
        assertThrows(IndexOutOfBoundsException.class, () -> slice.slice(8, 1));
    }

    @Test
    void theBlockIsFreeWhenTheLastSliceIs() {
        Buffer whole = taken(pool, 4096);
        Buffer first = whole.slice(0, 10);
        Buffer second = first.slice(0, 5);
        whole.free();
        first.free();
        assertEquals(4096, bytesInUse());
        assertEquals(5, second.readable());
        refusedInEveryWay(whole, "freed already");
        second.free();
        assertEquals(0, bytesInUse());
        assertThrows(IllegalStateException.class, second::free);
    }

    @Test
    void aBufferWithAnOperationInFlightCantBeFreed() {
        Buffer buffer = taken(pool, 4096);
        buffer.pin();
        buffer.pin();
        for (int inFlight = 2; inFlight > 0; inFlight--) {
            Refusal.expect(
                    IllegalStateException.class, buffer::free, "freeWhenReleased", inFlight + " operations in flight");
            assertEquals(0, buffer.readable(), "it can still be read");
            buffer.unpin();
        }
        buffer.free();
        assertEquals(0, bytesInUse());
    }

    @Test
    void aSliceCanBeFreedWhileAnotherIsInFlight() {
        Buffer whole = taken(pool, 4096);
        Buffer slice = whole.slice(0, 10);
        slice.pin();
        whole.free();
        assertThrows(IllegalStateException.class, slice::free);
        slice.unpin();
        slice.free();
        assertEquals(0, bytesInUse());
    }

    @Test
    void anOrphanIsStaleAtOnceAndFreeWhenItsLastOperationEnds() {
        Buffer buffer = taken(pool, 4096);
        buffer.pin();
        buffer.pin();
        buffer.freeWhenReleased();
        refusedInEveryWay(buffer, "freeWhenReleased");
        buffer.unpin();
        assertEquals(4096, bytesInUse());
        buffer.unpin();
        assertEquals(0, bytesInUse());
        refusedInEveryWay(buffer, "freeWhenReleased");
        for (int i = 0; i < 20; i++) {
            taken(pool, 4096).free();
        }
        assertEquals(0, bytesInUse());
    }

    @Test
    void withoutAnOperationFreeWhenReleasedFreesAtOnce() {
        Buffer buffer = taken(pool, 4096);
        buffer.freeWhenReleased();
        assertEquals(0, bytesInUse());
        refusedInEveryWay(buffer, "freed already");
    }

    @Test
    void anOrphanedFaceIsNotHandedOutAgainWhileItIsInFlight() {
        Buffer whole = taken(pool, 4096);
        Buffer orphan = whole.slice(0, 10);
        orphan.pin();
        orphan.freeWhenReleased();
        for (int i = 0; i < 100; i++) {
            Buffer next = whole.slice(0, 1);
            assertNotSame(orphan, next);
            next.free();
        }
        orphan.unpin();
        whole.free();
        assertEquals(0, bytesInUse());
    }

    @Test
    void anOperationThatReleasesWhatItDoesNotHoldIsRefused() {
        Buffer buffer = taken(pool, 4096);
        assertThrows(IllegalStateException.class, buffer::unpin);
        buffer.pin();
        buffer.unpin();
        assertThrows(IllegalStateException.class, buffer::unpin);
        buffer.free();
        assertThrows(IllegalStateException.class, buffer::unpin);
    }

    @Test
    void aBufferInFlightManyTimesIsCounted() {
        Buffer buffer = taken(pool, 4096);
        for (int i = 0; i < 100_000; i++) {
            buffer.pin();
        }
        buffer.freeWhenReleased();
        for (int i = 0; i < 100_000; i++) {
            assertEquals(4096, bytesInUseEvery(i));
            buffer.unpin();
        }
        assertEquals(0, bytesInUse());
    }

    /** Statistics are costly; now and then they are enough. */
    private long bytesInUseEvery(int i) {
        return i % 10_000 == 0 || i == 99_999 ? bytesInUse() : 4096;
    }

    @Test
    void itSaysWhatItIs() {
        Buffer buffer = taken(pool, 4096);
        buffer.pin();
        assertEquals("buffer of block 0, generation 1: it is live, held by 1 operations", buffer.toString());
        buffer.freeWhenReleased();
        assertTrue(buffer.toString().contains("given up by freeWhenReleased"), buffer::toString);
        buffer.unpin();
    }
}
