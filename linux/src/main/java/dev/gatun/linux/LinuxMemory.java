package dev.gatun.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.SystemCalls;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import dev.gatun.spi.IoError;
import dev.gatun.spi.RegionAdvice;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What Linux is told about a pool's memory. One thread: that of the system calls it was given.
 *
 * <p>Ranges are of whole pages, or refused as invalid: the kernel rounds a length up, and would advise, or drop, what
 * lies behind the range and is another's.
 */
public final class LinuxMemory implements RegionAdvice {
    private static final Path HUGE_PAGES = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
    private static final int NODES_MAX = 1024;

    private final SystemCalls calls;
    private final MemorySegment nodes = Arena.ofAuto().allocate(NODES_MAX / Byte.SIZE, Long.BYTES);

    public LinuxMemory(SystemCalls calls) {
        this.calls = calls;
    }

    /** Of the system, in whole pages; as much more than asked for as it takes to find an aligned place in it. */
    @Override
    public @Nullable MemorySegment reserve(long bytes, long alignment, Arena arena) {
        long all = bytes + alignment;
        int protection = Linux.PROT_READ() | Linux.PROT_WRITE();
        int kind = Linux.MAP_PRIVATE() | Linux.MAP_ANONYMOUS() | Linux.MAP_NORESERVE();
        long mapped = calls.waiting(Syscalls.__NR_mmap(), 0, all, protection, kind, -1, 0);
        if (mapped <= 0) {
            return null;
        }
        long aligned = (mapped + alignment - 1) & -alignment;
        SystemCalls later = new SystemCalls(Arena.ofAuto()); // whichever thread closes the arena
        return NativeMemory.ownedBy(arena, aligned, bytes, () -> later.waiting(Syscalls.__NR_munmap(), mapped, all, 0));
    }

    /** NOT_SUPPORTED also where the advice is taken and then ignored: huge pages are switched off system-wide. */
    @Override
    public int hugePages(long address, long bytes) {
        int advised = advise(address, bytes, Linux.MADV_HUGEPAGE());
        return advised == 0 && areHugePagesOff() ? IoError.NOT_SUPPORTED.result() : advised;
    }

    @Override
    public int numaNode(long address, long bytes, int node) {
        if (node < 0 || node >= NODES_MAX || !endsAtPage(address, bytes)) {
            return IoError.INVALID.result();
        }
        nodes.fill((byte) 0);
        nodes.setAtIndex(JAVA_LONG, node / Long.SIZE, 1L << node % Long.SIZE);
        // One more than there are bits: the kernel takes one off (mbind(2), "Bugs").
        return LinuxErrors.result(calls.waiting(
                Syscalls.__NR_mbind(), address, bytes, Linux.MPOL_BIND(), nodes.address(), NODES_MAX + 1, 0));
    }

    @Override
    public int dropPages(long address, long bytes) {
        return advise(address, bytes, Linux.MADV_DONTNEED());
    }

    private int advise(long address, long bytes, int advice) {
        return endsAtPage(address, bytes)
                ? LinuxErrors.result(calls.waiting(Syscalls.__NR_madvise(), address, bytes, advice))
                : IoError.INVALID.result();
    }

    /** Asks the kernel, which knows how large its pages are: advice on no bytes at all is refused between two pages. */
    private boolean endsAtPage(long address, long bytes) {
        return calls.waiting(Syscalls.__NR_madvise(), address + bytes, 0, Linux.MADV_DONTNEED()) == 0;
    }

    private static boolean areHugePagesOff() {
        try {
            return Files.readString(HUGE_PAGES).contains("[never]");
        } catch (IOException e) {
            return false; // hidden from us: the kernel's answer stands
        }
    }
}
