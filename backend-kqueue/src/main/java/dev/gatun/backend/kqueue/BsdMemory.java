package dev.gatun.backend.kqueue;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.kqueue.BsdCalls;
import dev.gatun.bindings.kqueue.BsdFiles;
import dev.gatun.bindings.kqueue.BsdFunction;
import dev.gatun.spi.IoError;
import dev.gatun.spi.RegionAdvice;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A buffer pool's memory straight from the system, which takes none of the machine's until it is touched. Advice is
 * not given: both systems find large pages themselves, and neither drops pages for certain. One thread: that of the
 * calls it was given.
 */
final class BsdMemory implements RegionAdvice {
    private final KqueueSystem system;
    private final BsdCalls calls;

    BsdMemory(KqueueSystem system) {
        this.system = system;
        calls = system.calls(Arena.ofAuto());
    }

    /** In whole pages; as much more than asked for as it takes to find an aligned place in it. */
    @Override
    public @Nullable MemorySegment reserve(long bytes, long alignment, Arena arena) {
        long all = bytes + alignment;
        int protection = BsdFiles.PROT_READ | BsdFiles.PROT_WRITE;
        int kind = BsdFiles.MAP_PRIVATE | BsdFiles.MAP_ANON;
        long mapped = calls.waiting(BsdFunction.MMAP, 0, all, protection, kind, -1, 0);
        if (mapped <= 0) {
            return null;
        }
        long aligned = (mapped + alignment - 1) & -alignment;
        BsdCalls later = system.calls(Arena.ofAuto()); // whichever thread closes the arena
        return NativeMemory.ownedBy(arena, aligned, bytes, () -> later.waiting(BsdFunction.MUNMAP, mapped, all, 0));
    }

    @Override
    public int hugePages(long address, long bytes) {
        return IoError.NOT_SUPPORTED.result();
    }

    @Override
    public int numaNode(long address, long bytes, int node) {
        return IoError.NOT_SUPPORTED.result();
    }

    @Override
    public int dropPages(long address, long bytes) {
        return IoError.NOT_SUPPORTED.result();
    }
}
