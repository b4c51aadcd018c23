package dev.gatun;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * 1 MiB of a {@link Region}, carved into blocks of one size class at a time. Its blocks keep their identity when it is
 * carved anew, so that a handle to a block of the former size is still known to be stale. Its pool's owner's thread,
 * its pool's lifetime.
 */
final class Chunk {
    static final int BYTES = BufferPoolConfig.CHUNK_BYTES;
    static final int UNITS = BYTES / BufferPoolConfig.UNIT_BYTES;

    final MemorySegment memory;
    /** The same as a buffer, for bulk copies from and to other buffers; its position is never used. */
    final ByteBuffer view;

    /** One for each place where a block may begin, whatever the carving. */
    private final Block[] blocks = new Block[UNITS];
    /** The places where a free block begins, a stack: what was freed last is still in the processor's cache. */
    private final short[] freePlaces = new short[UNITS];

    private SizeClass sizeClass;
    private int blockCount;
    private int freeCount;

    /** The next one of those with a free block, kept by the size class. */
    @Nullable
    Chunk next;

    Chunk(BufferPool pool, MemorySegment memory, int firstBlock, SizeClass sizeClass) {
        this.memory = memory;
        view = memory.asByteBuffer();
        for (int place = 0; place < UNITS; place++) {
            blocks[place] = new Block(pool, this, firstBlock + place, place * BufferPoolConfig.UNIT_BYTES);
        }
        this.sizeClass = sizeClass;
        carve(sizeClass);
    }

    void carve(SizeClass wanted) {
        assert isWhole() : "carved anew with blocks in use";
        assert next == null;
        sizeClass = wanted;
        blockCount = BYTES / wanted.bytes;
        freeCount = 0;
        int step = wanted.bytes / BufferPoolConfig.UNIT_BYTES;
        for (int place = UNITS - step; place >= 0; place -= step) {
            freePlaces[freeCount++] = (short) place;
        }
        assert freeCount == blockCount;
    }

    /** Takes a block; there must be a free one. */
    Block pop() {
        assert freeCount > 0;
        return blocks[freePlaces[--freeCount]];
    }

    void push(Block block) {
        assert block.chunk == this && freeCount < blockCount;
        freePlaces[freeCount++] = (short) (block.index % UNITS);
    }

    /** True exactly when no block of the chunk is in use. */
    boolean isWhole() {
        return freeCount == blockCount;
    }

    SizeClass sizeClass() {
        return sizeClass;
    }

    int blockCount() {
        return blockCount;
    }

    int freeCount() {
        return freeCount;
    }

    Block block(int place) {
        return blocks[place];
    }
}
