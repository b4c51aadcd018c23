package dev.gatun;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pool's memory and how it is cut: chunks of 1 MiB, each carved into blocks of one size class when that class first
 * needs it, and carved anew for another class once all of its blocks are free. Knows nothing of who holds a block. The
 * pool's owner's thread, the pool's lifetime.
 *
 * <pre>
 *   memory     | chunk 0        | chunk 1        | chunk 2        | not carved yet …
 *   carved for | 16 KiB x 64    | 4 KiB x 256    | 1 MiB          |
 *   block      0    4    8 …    256  257  258 …  512
 * </pre>
 *
 * A block's index is its offset in units of 4 KiB, whatever its size.
 */
final class Region {
    private final BufferPool pool;
    private final MemorySegment memory;
    private final int smallestBytes;
    /** By size, each twice the one before. */
    private final SizeClass[] classes;
    /** Carved ones first, {@link #carvedCount} of them. */
    private final Chunk[] chunks;

    private int carvedCount;
    /** Chunks that are carved and have no block in use: what another class may have. */
    private int wholeCount;
    /** Where the last search for a whole chunk ended. */
    private int searchedLast;

    /** What is received into when nobody says how much. */
    private final SizeClass usual;

    private long returned;
    private long bytesInUse;
    private long bytesInUseMax;

    Region(BufferPool pool, MemorySegment memory, BufferPoolConfig config) {
        this.pool = pool;
        this.memory = memory;
        smallestBytes = config.smallestBytes();
        classes = new SizeClass[Integer.numberOfTrailingZeros(config.largestBytes() / smallestBytes) + 1];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = new SizeClass(smallestBytes << i);
        }
        usual = fitting(config.usualBytes());
        chunks = new Chunk[(int) (config.limitBytes() / Chunk.BYTES)];
        for (BufferPoolConfig.Preallocation wanted : config.preallocations()) {
            preallocate(wanted);
        }
    }

    private void preallocate(BufferPoolConfig.Preallocation wanted) {
        SizeClass sizeClass = fitting(wanted.bytes());
        long chunkCount = BufferPoolConfig.chunksFor(wanted, smallestBytes);
        for (long i = 0; i < chunkCount; i++) {
            Chunk chunk = carveNew(sizeClass);
            for (int at = 0; at < Chunk.BYTES; at += BufferPoolConfig.UNIT_BYTES) {
                chunk.view.put(at, (byte) 0);
            }
            for (int place = 0; place < Chunk.UNITS; place += sizeClass.bytes / BufferPoolConfig.UNIT_BYTES) {
                chunk.block(place).makeFaces();
            }
        }
    }

    MemorySegment memory() {
        return memory;
    }

    /** The smallest class whose blocks hold {@code bytes}, which the caller checked: there is one. */
    SizeClass fitting(int bytes) {
        int size = BufferPoolConfig.classBytes(bytes, smallestBytes);
        return classes[Integer.numberOfTrailingZeros(size / smallestBytes)];
    }

    /** A block of exactly this class; null when it has none, and no chunk is to be had for it. */
    @Nullable
    Block take(SizeClass wanted) {
        Chunk chunk = wanted.available;
        if (chunk == null) {
            chunk = carvedFor(wanted);
        }
        return chunk == null ? null : takeFrom(chunk);
    }

    /** A block of the next larger class that has one. After {@link #take} found nothing: no chunk is to be had. */
    @Nullable
    Block takeLarger(SizeClass wanted) {
        for (int i = Integer.numberOfTrailingZeros(wanted.bytes / smallestBytes) + 1; i < classes.length; i++) {
            Chunk chunk = classes[i].available;
            if (chunk != null) {
                return takeFrom(chunk);
            }
        }
        return null;
    }

    private Block takeFrom(Chunk chunk) {
        SizeClass sizeClass = chunk.sizeClass();
        assert sizeClass.available == chunk;
        if (chunk.isWhole()) {
            wholeCount--;
        }
        Block block = chunk.pop();
        if (chunk.freeCount() == 0) {
            sizeClass.firstIsFull(chunk);
        }
        sizeClass.allocations++;
        bytesInUse += sizeClass.bytes;
        if (bytesInUse > bytesInUseMax) {
            bytesInUseMax = bytesInUse;
        }
        assert bytesInUse <= memory.byteSize();
        return block;
    }

    SizeClass usual() {
        return usual;
    }

    /** True exactly when {@link #take} or {@link #takeLarger} would find a block of the usual class. */
    boolean hasUsual() {
        if (carvedCount < chunks.length || wholeCount > 0) {
            return true;
        }
        for (int i = classes.length - 1; i >= 0 && classes[i].bytes >= usual.bytes; i--) {
            if (classes[i].available != null) {
                return true;
            }
        }
        return false;
    }

    /** How many blocks came back so far. */
    long returned() {
        return returned;
    }

    void giveBack(Block block) {
        returned++;
        Chunk chunk = block.chunk;
        SizeClass sizeClass = chunk.sizeClass();
        chunk.push(block);
        if (chunk.freeCount() == 1) {
            sizeClass.makeAvailable(chunk);
        }
        if (chunk.isWhole()) {
            wholeCount++;
        }
        sizeClass.frees++;
        bytesInUse -= sizeClass.bytes;
        assert bytesInUse >= 0;
    }

    private @Nullable Chunk carvedFor(SizeClass wanted) {
        if (carvedCount < chunks.length) {
            return carveNew(wanted);
        }
        if (wholeCount == 0) {
            return null;
        }
        Chunk chunk = anyWhole();
        assert chunk.sizeClass() != wanted : "a class with a whole chunk has a free block";
        chunk.sizeClass().forget(chunk);
        chunk.carve(wanted);
        wanted.makeAvailable(chunk);
        return chunk;
    }

    private Chunk carveNew(SizeClass wanted) {
        int index = carvedCount++;
        MemorySegment itsMemory = memory.asSlice((long) index * Chunk.BYTES, Chunk.BYTES);
        Chunk chunk = new Chunk(pool, itsMemory, index * Chunk.UNITS, wanted);
        chunks[index] = chunk;
        wholeCount++;
        wanted.makeAvailable(chunk);
        return chunk;
    }

    private Chunk anyWhole() {
        int at = searchedLast;
        for (int tried = 0; tried < carvedCount; tried++) {
            at = at + 1 < carvedCount ? at + 1 : 0;
            if (chunks[at].isWhole()) {
                searchedLast = at;
                return chunks[at];
            }
        }
        throw new AssertionError(wholeCount + " chunks have no block in use, and none was found");
    }

    /** Any index whatever, perhaps from the kernel; the block that begins there may be free, or not be one now. */
    Block block(int index) {
        int chunk = index >> Integer.numberOfTrailingZeros(Chunk.UNITS);
        if (chunk < 0 || chunk >= carvedCount) {
            throw new IllegalArgumentException("block " + index + " is none of the pool's: of "
                    + (long) chunks.length * Chunk.UNITS + ", those below " + (long) carvedCount * Chunk.UNITS
                    + " are in use");
        }
        return chunks[chunk].block(index % Chunk.UNITS);
    }

    /** How many places a block may begin at so far: indices for {@link #block}. */
    int placesCarved() {
        return carvedCount * Chunk.UNITS;
    }

    long bytesInUse() {
        return bytesInUse;
    }

    long bytesInUseMax() {
        return bytesInUseMax;
    }

    List<BufferPoolStatistics.SizeClass> statistics() {
        List<BufferPoolStatistics.SizeClass> all = new ArrayList<>();
        for (SizeClass each : classes) {
            int carved = 0;
            int free = 0;
            for (int i = 0; i < carvedCount; i++) {
                if (chunks[i].sizeClass() == each) {
                    carved += chunks[i].blockCount();
                    free += chunks[i].freeCount();
                }
            }
            assert carved - free == each.allocations - each.frees;
            all.add(new BufferPoolStatistics.SizeClass(
                    each.bytes,
                    carved,
                    free,
                    carved - free,
                    each.allocations,
                    each.frees,
                    each.exhausted,
                    each.fallbacks));
        }
        return all;
    }
}
