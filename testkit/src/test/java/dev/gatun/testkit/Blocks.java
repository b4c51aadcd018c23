package dev.gatun.testkit;

import dev.gatun.spi.BufferSource;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;

/** A pool of a few blocks, which are given out in order. */
final class Blocks implements BufferSource {
    private final MemorySegment region;
    private final int blockBytes;
    private final ArrayDeque<Integer> free = new ArrayDeque<>();

    Blocks(Arena arena, int count, int blockBytes) {
        region = arena.allocate((long) count * blockBytes, 4096);
        this.blockBytes = blockBytes;
        for (int block = 0; block < count; block++) {
            free.add(block);
        }
    }

    int freeBlocks() {
        return free.size();
    }

    MemorySegment memory(int block) {
        return region.asSlice((long) block * blockBytes, blockBytes);
    }

    @Override
    public long regionAddress() {
        return region.address();
    }

    @Override
    public long regionBytes() {
        return region.byteSize();
    }

    @Override
    public int take(int bytes) {
        return bytes > blockBytes || free.isEmpty() ? -1 : free.remove();
    }

    @Override
    public void give(int block) {
        free.add(block);
    }

    @Override
    public long blockAddress(int block) {
        return region.address() + (long) block * blockBytes;
    }

    @Override
    public int blockBytes(int block) {
        return blockBytes;
    }
}
