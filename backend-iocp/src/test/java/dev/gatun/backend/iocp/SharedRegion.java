package dev.gatun.backend.iocp;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.SystemCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * Memory without a name that another process maps at the same address, so that a pointer means the same there. Handed
 * out in whole pages; what comes back is given to the system, and reads as zeros when it is handed out again. Any
 * thread; as long as the process.
 */
final class SharedRegion {
    /** Where neither a JVM's heap nor Wine's libraries are, and a multiple of Windows' 64 KiB. */
    static final long BASE = 0x2000_0000_0000L;

    private static final long BYTES = 16L << 30;
    private static final long PAGE_BYTES = 4096;

    private final int descriptor;
    private final Map<Long, ArrayDeque<Long>> returned = new HashMap<>();
    private long end;

    SharedRegion(long reservedBytes) {
        SystemCalls calls = new SystemCalls(Arena.ofAuto());
        MemorySegment name = Arena.ofAuto().allocateFrom("gatun-gateway");
        descriptor = Math.toIntExact(check(calls.waiting(LinuxNumbers.MEMFD_CREATE, name.address(), 0, 0)));
        check(calls.waiting(LinuxNumbers.FTRUNCATE, descriptor, BYTES, 0));
        int kind = LinuxNumbers.MAP_SHARED | LinuxNumbers.MAP_FIXED_NOREPLACE;
        check(calls.waiting(LinuxNumbers.MMAP, BASE, BYTES, LinuxNumbers.PROT_READ_WRITE, kind, descriptor, 0));
        end = BASE + reservedBytes;
    }

    private static long check(long result) {
        if (result < 0) {
            throw new IllegalStateException("the memory to share: errno " + -result);
        }
        return result;
    }

    /** By which another process of the same user opens it. */
    String path() {
        return "/proc/" + ProcessHandle.current().pid() + "/fd/" + descriptor;
    }

    synchronized MemorySegment allocate(long bytes, long alignment, Arena arena) {
        long step = Math.max(alignment, PAGE_BYTES);
        long size = (bytes + step - 1) & -step;
        Long reused = returned.computeIfAbsent(size, _ -> new ArrayDeque<>()).pollFirst();
        boolean fits = reused != null && reused % step == 0;
        long address = fits ? reused : (end + step - 1) & -step;
        if (!fits) {
            end = address + size;
            if (end > BASE + BYTES) {
                throw new OutOfMemoryError("the shared region is full");
            }
        }
        return NativeMemory.ownedBy(arena, address, bytes, () -> free(address, size));
    }

    private synchronized void free(long address, long size) {
        check(new SystemCalls(Arena.ofAuto()).waiting(LinuxNumbers.MADVISE, address, size, LinuxNumbers.MADV_REMOVE));
        returned.computeIfAbsent(size, _ -> new ArrayDeque<>()).addFirst(address);
    }
}
