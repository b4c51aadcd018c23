package dev.gatun;

import java.util.List;

/**
 * What a {@link BufferPool} counted since it was opened, at one moment; immutable, for any thread.
 *
 * @param bytesInUse of all blocks that are not free, whole blocks, with the application or with the backend
 * @param bytesInUseMax the most there ever were
 * @param remoteReturns buffers that another thread freed and that came home
 * @param hugePageFallbacks 1 when huge pages were wished for and not to be had
 * @param numaFallbacks 1 when memory of a node was wished for and not to be had
 * @param blocksLeaked blocks that the kernel might still have touched when the pool was closed: their memory stays
 */
public record BufferPoolStatistics(
        List<SizeClass> sizeClasses,
        long limitBytes,
        long bytesInUse,
        long bytesInUseMax,
        long remoteReturns,
        int hugePageFallbacks,
        int numaFallbacks,
        int blocksLeaked) {

    /**
     * One size class.
     *
     * @param allocations blocks of this size taken, by the application or the backend
     * @param exhausted requests for this size that were answered with nothing
     * @param fallbacks requests for this size that were given a larger block
     */
    public record SizeClass(
            int bytes,
            int blocksCarved,
            int blocksFree,
            int blocksInUse,
            long allocations,
            long frees,
            long exhausted,
            long fallbacks) {}

    public BufferPoolStatistics {
        sizeClasses = List.copyOf(sizeClasses);
    }

    /** The class whose blocks have exactly {@code bytes}. */
    public SizeClass ofClass(int bytes) {
        for (SizeClass each : sizeClasses) {
            if (each.bytes == bytes) {
                return each;
            }
        }
        throw new IllegalArgumentException("no size class has blocks of " + bytes + " bytes");
    }
}
