package dev.gatun;

import dev.gatun.spi.IoError;
import dev.gatun.spi.RegionAdvice;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a pool's configuration wishes of the memory's pages, and what came of it: a wish that is not granted is counted
 * and noted, and the pool goes on with the pages it got (invariant 9). Made while a pool is opened, by the thread that
 * opens it; immutable afterwards.
 *
 * @param notes a line for each wish that was not granted
 */
record RegionWishes(int hugePageFallbacks, int numaFallbacks, List<String> notes) {

    RegionWishes {
        notes = List.copyOf(notes);
    }

    /** Asks for what is wished, and then for other pages than those which the arena touched when it zeroed them. */
    static RegionWishes ask(MemorySegment memory, BufferPoolConfig config, @Nullable RegionAdvice advice) {
        boolean huge = config.hugePages();
        boolean node = config.numaNode() != BufferPoolConfig.ANY_NODE;
        @Nullable String hugeDenied = null;
        @Nullable String nodeDenied = null;
        if (advice == null) {
            hugeDenied = huge ? "the backend knows no way to ask for them" : null;
            nodeDenied = node ? "the backend knows no way to ask for it" : null;
        } else {
            long address = memory.address();
            long bytes = memory.byteSize();
            hugeDenied = huge ? denial(advice.hugePages(address, bytes)) : null;
            nodeDenied = node ? denial(advice.numaNode(address, bytes, config.numaNode())) : null;
            String kept = denial(advice.dropPages(address, bytes));
            if (kept != null) {
                kept = "the pages from before could not be dropped: " + kept;
                hugeDenied = huge && hugeDenied == null ? kept : hugeDenied;
                nodeDenied = node && nodeDenied == null ? kept : nodeDenied;
            }
        }
        List<String> notes = new ArrayList<>();
        if (hugeDenied != null) {
            notes.add("huge pages were wished for, and usual ones are used: " + hugeDenied);
        }
        if (nodeDenied != null) {
            notes.add("memory of NUMA node " + config.numaNode() + " was wished for, and any is used: " + nodeDenied);
        }
        return new RegionWishes(hugeDenied == null ? 0 : 1, nodeDenied == null ? 0 : 1, notes);
    }

    private static @Nullable String denial(int answer) {
        if (answer >= 0) {
            return null;
        }
        IoError error = IoError.of(answer);
        return error + ", " + error.meaning();
    }
}
