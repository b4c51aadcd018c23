package dev.gatun.readiness;

import dev.gatun.spi.BufferSource;
import java.util.ArrayDeque;

/** A pool of numbered blocks without memory; it knows how many are out. */
final class FakeBlocks implements BufferSource {
    static final int BYTES = 64;

    private final ArrayDeque<Integer> free = new ArrayDeque<>();
    private final int count;

    FakeBlocks(int count) {
        this.count = count;
        for (int block = 0; block < count; block++) {
            free.add(block);
        }
    }

    int out() {
        return count - free.size();
    }

    @Override
    public long regionAddress() {
        return 4096;
    }

    @Override
    public long regionBytes() {
        return (long) count * BYTES;
    }

    @Override
    public int take(int bytes) {
        return free.isEmpty() ? -1 : free.removeFirst();
    }

    @Override
    public void give(int block) {
        free.addLast(block);
    }

    @Override
    public long blockAddress(int block) {
        return regionAddress() + (long) block * BYTES;
    }

    @Override
    public int blockBytes(int block) {
        return BYTES;
    }
}
