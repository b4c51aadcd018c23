package dev.gatun.spi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * What an operating system can be told about the memory of a buffer pool, before anything lies in it. A backend's
 * provider offers one where its system listens ({@link IoBackendProvider#regionAdvice}). The pool calls it while it is
 * opened, by whatever thread opens it. Each answer is 0 or a negated {@link IoError} code; a refusal is no failure: the
 * pool counts it, notes it, and goes on with the memory as it is.
 */
public interface RegionAdvice {
    /**
     * Memory that reads as zeros and takes none of the machine's until it is touched, freed when the arena closes; null
     * where there is none to be had in this way. An arena's own is zeroed by writing it, which for 64 MiB is most of
     * the time that a core takes to start.
     */
    default @Nullable MemorySegment reserve(long bytes, long alignment, Arena arena) {
        return null;
    }

    /** Back the range with huge pages from its next touch on. */
    int hugePages(long address, long bytes);

    /** Take the range's pages from one NUMA node, and from no other, from their next touch on. */
    int numaNode(long address, long bytes, int node);

    /**
     * Give the pages back to the system: the range stays valid, and each page comes back zeroed, and as advised, at its
     * next touch. An arena zeroes what it allocates, so without this the whole region is resident from the start, in
     * pages that the system chose before it was advised.
     */
    int dropPages(long address, long bytes);
}
