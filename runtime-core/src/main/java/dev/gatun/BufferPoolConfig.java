package dev.gatun;

import java.util.ArrayList;
import java.util.List;

/**
 * How a {@link BufferPool} is cut and where its memory lies; immutable, for any thread.
 *
 * @param limitBytes the pool's memory, all of it reserved at the start and never passed: a multiple of 1 MiB
 * @param smallestBytes the smallest size class: a power of two from 4 KiB on
 * @param largestBytes the largest size class: a power of two up to 1 MiB
 * @param usualBytes the size class for a receive that names none
 * @param preallocations blocks that are carved, touched and given their handles at the start
 * @param hugePages whether huge pages are wished for; the pool's statistics and notes say if the wish was not granted
 * @param numaNode the NUMA node whose memory is wished for, or {@link #ANY_NODE}
 * @param debug whether each hand-out has a handle of its own, which remembers where it was taken and freed; also by the
 *     system property {@code gatun.buffers.debug}
 */
public record BufferPoolConfig(
        long limitBytes,
        int smallestBytes,
        int largestBytes,
        int usualBytes,
        List<Preallocation> preallocations,
        boolean hugePages,
        int numaNode,
        boolean debug) {

    public static final int ANY_NODE = -1;

    static final int UNIT_BYTES = 4 << 10;
    static final int CHUNK_BYTES = 1 << 20;

    /**
     * 64 MiB in classes from 4 KiB to 1 MiB. The usual receive takes 16 KiB: eleven full Ethernet segments, which is
     * what arrives together, and small enough that 4096 receives may be under way.
     */
    private static final BufferPoolConfig DEFAULTS =
            new BufferPoolConfig(64L << 20, UNIT_BYTES, CHUNK_BYTES, 16 << 10, List.of(), false, ANY_NODE, false);

    /** So many blocks that hold at least so many bytes. They are no reserve: a class that needs the memory takes it. */
    public record Preallocation(int bytes, int count) {
        public Preallocation {
            if (bytes <= 0 || count < 0) {
                throw new IllegalArgumentException("can't preallocate " + count + " blocks of " + bytes + " bytes");
            }
        }
    }

    public BufferPoolConfig {
        preallocations = List.copyOf(preallocations);
        if (limitBytes <= 0 || limitBytes % CHUNK_BYTES != 0 || limitBytes / UNIT_BYTES > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "limitBytes " + limitBytes + " is not a multiple of 1 MiB between 1 MiB and 8 TiB");
        }
        checkClass("smallestBytes", smallestBytes);
        checkClass("largestBytes", largestBytes);
        checkClass("usualBytes", usualBytes);
        if (smallestBytes > usualBytes || usualBytes > largestBytes) {
            throw new IllegalArgumentException("usualBytes " + usualBytes + " is not between smallestBytes "
                    + smallestBytes + " and largestBytes " + largestBytes);
        }
        if (numaNode < ANY_NODE) {
            throw new IllegalArgumentException("numaNode " + numaNode + " is neither a node nor ANY_NODE");
        }
        long chunks = 0;
        for (Preallocation wanted : preallocations) {
            if (wanted.bytes > largestBytes) {
                throw new IllegalArgumentException("preallocating " + wanted.bytes
                        + " bytes in a block: largestBytes is " + largestBytes + "; raise it or ask for less");
            }
            chunks += chunksFor(wanted, smallestBytes);
        }
        if (chunks > limitBytes / CHUNK_BYTES) {
            throw new IllegalArgumentException("preallocating " + preallocations + " takes " + chunks
                    + " MiB; limitBytes is " + limitBytes + ": raise it or preallocate less");
        }
    }

    private static void checkClass(String name, int bytes) {
        if (bytes < UNIT_BYTES || bytes > CHUNK_BYTES || Integer.bitCount(bytes) != 1) {
            throw new IllegalArgumentException(name + " " + bytes + " is not a power of two from 4 KiB to 1 MiB");
        }
    }

    /** The size of the smallest class that holds {@code bytes}. */
    static int classBytes(int bytes, int smallestBytes) {
        return Math.max(smallestBytes, 1 << (Integer.SIZE - Integer.numberOfLeadingZeros(bytes - 1)));
    }

    /** Each preallocation has chunks of its own: simple, and at most one chunk too many for each. */
    static long chunksFor(Preallocation wanted, int smallestBytes) {
        int perChunk = CHUNK_BYTES / classBytes(wanted.bytes, smallestBytes);
        return ((long) wanted.count + perChunk - 1) / perChunk;
    }

    public static BufferPoolConfig defaults() {
        return DEFAULTS;
    }

    public BufferPoolConfig withLimit(long bytes) {
        return new BufferPoolConfig(
                bytes, smallestBytes, largestBytes, usualBytes, preallocations, hugePages, numaNode, debug);
    }

    public BufferPoolConfig withClasses(int smallest, int usual, int largest) {
        return new BufferPoolConfig(limitBytes, smallest, largest, usual, preallocations, hugePages, numaNode, debug);
    }

    /** One more preallocation. */
    public BufferPoolConfig withPreallocated(int bytes, int count) {
        List<Preallocation> more = new ArrayList<>(preallocations);
        more.add(new Preallocation(bytes, count));
        return new BufferPoolConfig(
                limitBytes, smallestBytes, largestBytes, usualBytes, more, hugePages, numaNode, debug);
    }

    public BufferPoolConfig withHugePages(boolean wished) {
        return new BufferPoolConfig(
                limitBytes, smallestBytes, largestBytes, usualBytes, preallocations, wished, numaNode, debug);
    }

    public BufferPoolConfig withNumaNode(int node) {
        return new BufferPoolConfig(
                limitBytes, smallestBytes, largestBytes, usualBytes, preallocations, hugePages, node, debug);
    }

    public BufferPoolConfig withDebug(boolean on) {
        return new BufferPoolConfig(
                limitBytes, smallestBytes, largestBytes, usualBytes, preallocations, hugePages, numaNode, on);
    }
}
