package dev.gatun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

/**
 * A pool and, beside it, what it should be: who refers to which block, written down in the simplest way. Each method
 * does something to both and compares. The test's thread; one pool long.
 */
final class BufferPoolModel {
    private static final int MEBI = 1 << 20;
    private static final int UNIT = 4096;

    final List<Face> live = new ArrayList<>();
    final List<Face> orphans = new ArrayList<>();
    final List<Block> backends = new ArrayList<>();
    final List<Stale> stale = new ArrayList<>();
    /** Freed by another thread, and not yet home. */
    private final List<Face> onTheirWay = new ArrayList<>();

    private final BufferPool pool;
    private final int smallest;
    private final int[] blocksOutOfChunk;
    private final int[] sizeOfChunk;
    private final boolean[] unitInUse;
    private final int[] handOutsOfBlock;
    private long bytesInUse;
    private long stamps;

    static final class Block {
        final int index;
        final int bytes;
        final long stamp;
        int faces;
        boolean withBackend;

        Block(int index, int bytes, long stamp) {
            this.index = index;
            this.bytes = bytes;
            this.stamp = stamp;
        }
    }

    static final class Face {
        final Buffer buffer;
        final Block block;
        final int start;
        final int length;
        int operations;

        Face(Buffer buffer, Block block, int start, int length) {
            this.buffer = buffer;
            this.block = block;
            this.start = start;
            this.length = length;
        }
    }

    /** A buffer that is over, and how often its block had been handed out then. */
    record Stale(Buffer buffer, int block, int handOuts) {}

    BufferPoolModel(BufferPool pool, BufferPoolConfig config) {
        this.pool = pool;
        smallest = config.smallestBytes();
        int chunks = (int) (config.limitBytes() / MEBI);
        blocksOutOfChunk = new int[chunks];
        sizeOfChunk = new int[chunks];
        unitInUse = new boolean[chunks * MEBI / UNIT];
        handOutsOfBlock = new int[chunks * MEBI / UNIT];
    }

    void allocate(int bytes) {
        int expected = expectedSize(bytes);
        Buffer buffer = pool.allocate(bytes);
        if (expected == 0) {
            assertNull(buffer, () -> "a block for " + bytes + " bytes, and there should be none");
            return;
        }
        assertNotNull(buffer, () -> "no block for " + bytes + " bytes, and there should be one of " + expected);
        assertEquals(expected, buffer.capacity());
        assertEquals(0, buffer.writerIndex());
        Block block = out(buffer.block.index, expected, ++stamps);
        assertEquals(pool.regionAddress() + (long) block.index * UNIT, buffer.address());
        for (int at = 0; at < expected; at += UNIT) {
            buffer.setLong(at, stamps);
        }
        handedOut(new Face(buffer, block, 0, expected));
    }

    void take(int bytes) {
        int expected = expectedSize(bytes);
        int index = pool.take(bytes);
        if (expected == 0) {
            assertEquals(-1, index);
            return;
        }
        assertTrue(index >= 0, "no block, and there should be one");
        assertEquals(expected, pool.blockBytes(index));
        Block block = out(index, expected, 0);
        block.withBackend = true;
        backends.add(block);
    }

    void give(Block block) {
        pool.give(block.index);
        assertThrows(IllegalArgumentException.class, () -> pool.give(block.index));
        backends.remove(block);
        block.withBackend = false;
        settle(block);
    }

    void adopt(Block block, int offset, int length, boolean shared) {
        Buffer buffer =
                shared ? pool.adoptShared(block.index, offset, length) : pool.adopt(block.index, offset, length);
        assertEquals(length, buffer.readable());
        handedOut(new Face(buffer, block, offset, shared ? length : block.bytes - offset));
        if (!shared) {
            backends.remove(block);
            block.withBackend = false;
        }
    }

    void slice(Face face, int offset, int length) {
        handedOut(new Face(face.buffer.slice(offset, length), face.block, face.start + offset, length));
    }

    void free(Face face, boolean foreign) {
        check(face);
        if (face.operations > 0) {
            assertThrows(IllegalStateException.class, face.buffer::free);
            return;
        }
        live.remove(face);
        if (foreign) {
            OtherThread.does(face.buffer::free);
            onTheirWay.add(face);
            assertThrows(IllegalStateException.class, face.buffer::free);
        } else {
            face.buffer.free();
            retire(face);
        }
    }

    void freeWhenReleased(Face face) {
        check(face);
        face.buffer.freeWhenReleased();
        live.remove(face);
        if (face.operations > 0) {
            orphans.add(face);
            assertThrows(IllegalStateException.class, face.buffer::readable);
        } else {
            retire(face);
        }
    }

    void pin(Face face) {
        face.buffer.pin();
        face.operations++;
    }

    void unpin(Face face) {
        if (face.operations == 0) {
            assertThrows(IllegalStateException.class, face.buffer::unpin);
            return;
        }
        face.buffer.unpin();
        if (--face.operations == 0 && orphans.remove(face)) {
            retire(face);
        }
    }

    void drain() {
        assertEquals(onTheirWay.size(), pool.drainReturned());
        drained();
    }

    void touch(Stale over) {
        if (handOutsOfBlock[over.block] - over.handOuts > 7) {
            stale.remove(over);
        } else {
            assertThrows(IllegalStateException.class, over.buffer::free);
            assertThrows(IllegalStateException.class, over.buffer::readable);
        }
    }

    void endEverything() {
        for (Face face : List.copyOf(live)) {
            freeWhenReleased(face);
        }
        for (Face face : List.copyOf(orphans)) {
            while (face.operations > 0) {
                unpin(face);
            }
        }
        for (Block block : List.copyOf(backends)) {
            give(block);
        }
        drain();
        assertEquals(0, bytesInUse);
        compare();
        for (BufferPoolStatistics.SizeClass each : pool.statistics().sizeClasses()) {
            assertEquals(each.blocksCarved(), each.blocksFree());
            assertEquals(each.allocations(), each.frees());
        }
        assertEquals(List.of(), pool.leaks());
    }

    void compare() {
        BufferPoolStatistics now = pool.statistics();
        assertEquals(bytesInUse, now.bytesInUse());
        assertTrue(now.bytesInUseMax() >= bytesInUse && now.bytesInUseMax() <= now.limitBytes());
        long carved = 0;
        for (BufferPoolStatistics.SizeClass each : now.sizeClasses()) {
            int out = 0;
            for (int chunk = 0; chunk < blocksOutOfChunk.length; chunk++) {
                out += sizeOfChunk[chunk] == each.bytes() ? blocksOutOfChunk[chunk] : 0;
            }
            assertEquals(out, each.blocksInUse());
            assertEquals(each.blocksCarved(), each.blocksFree() + out);
            carved += (long) each.blocksCarved() * each.bytes();
        }
        assertTrue(carved <= now.limitBytes());
        assertEquals(
                live.size() + orphans.size() + backends.size(), pool.leaks().size());
    }

    private void handedOut(Face face) {
        face.block.faces++;
        handOutsOfBlock[face.block.index]++;
        live.add(face);
    }

    /** What was written at the allocation is still there: nobody else has the memory. */
    private static void check(Face face) {
        assertEquals(face.length, face.buffer.capacity());
        int firstUnit = (face.start + UNIT - 1) / UNIT * UNIT;
        for (int at = firstUnit - face.start; face.block.stamp != 0 && at + 8 <= face.length; at += UNIT) {
            assertEquals(face.block.stamp, face.buffer.getLong(at));
        }
    }

    private Block out(int index, int bytes, long stamp) {
        assertEquals(0, index % (bytes / UNIT), "not aligned to its size");
        for (int unit = index; unit < index + bytes / UNIT; unit++) {
            assertTrue(!unitInUse[unit], "memory of another block");
            unitInUse[unit] = true;
        }
        int chunk = index / (MEBI / UNIT);
        assertTrue(blocksOutOfChunk[chunk] == 0 || sizeOfChunk[chunk] == bytes, "two sizes in a chunk");
        blocksOutOfChunk[chunk]++;
        sizeOfChunk[chunk] = bytes;
        bytesInUse += bytes;
        return new Block(index, bytes, stamp);
    }

    private void retire(Face face) {
        stale.add(new Stale(face.buffer, face.block.index, handOutsOfBlock[face.block.index]));
        face.block.faces--;
        settle(face.block);
    }

    private void settle(Block block) {
        if (block.faces == 0 && !block.withBackend) {
            for (int unit = block.index; unit < block.index + block.bytes / UNIT; unit++) {
                unitInUse[unit] = false;
            }
            blocksOutOfChunk[block.index / (MEBI / UNIT)]--;
            bytesInUse -= block.bytes;
        }
    }

    private void drained() {
        onTheirWay.forEach(this::retire);
        onTheirWay.clear();
    }

    /** The size that a request must be answered with; 0 for nothing. */
    private int expectedSize(int bytes) {
        int size = smallest;
        while (size < bytes) {
            size *= 2;
        }
        if (hasRoom(size, true)) {
            return size;
        }
        drained();
        for (int larger = size; larger <= MEBI; larger *= 2) {
            if (hasRoom(larger, larger == size)) {
                return larger;
            }
        }
        return 0;
    }

    private boolean hasRoom(int size, boolean orInAnEmptyChunk) {
        for (int chunk = 0; chunk < blocksOutOfChunk.length; chunk++) {
            int out = blocksOutOfChunk[chunk];
            if (out == 0 ? orInAnEmptyChunk : sizeOfChunk[chunk] == size && out < MEBI / size) {
                return true;
            }
        }
        return false;
    }
}
