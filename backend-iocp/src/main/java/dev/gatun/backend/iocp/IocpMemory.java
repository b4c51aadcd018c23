package dev.gatun.backend.iocp;

import dev.gatun.bindings.windows.WindowsCalls;
import dev.gatun.bindings.windows.WindowsConstants;
import dev.gatun.bindings.windows.WindowsSystem;
import dev.gatun.spi.IoError;
import dev.gatun.spi.RegionAdvice;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The memory of buffer pools, which Windows reads and writes, comes from the system that is called. Large pages take
 * a privilege that is asked for when memory is reserved, and are not offered. Any thread.
 */
final class IocpMemory implements RegionAdvice {
    private final WindowsSystem system;

    IocpMemory(WindowsSystem system) {
        this.system = system;
    }

    @Override
    public MemorySegment reserve(long bytes, long alignment, Arena arena) {
        return system.allocate(bytes, alignment, arena);
    }

    @Override
    public int hugePages(long address, long bytes) {
        return IoError.NOT_SUPPORTED.result();
    }

    @Override
    public int numaNode(long address, long bytes, int node) {
        return IoError.NOT_SUPPORTED.result();
    }

    /** Given back and taken again, whole pages only; they are zeroed when next touched. */
    @Override
    public int dropPages(long address, long bytes) {
        try (Arena arena = Arena.ofConfined()) {
            WindowsCalls calls = system.newCalls(arena);
            long free = system.function("kernel32.dll", "VirtualFree");
            if ((int) calls.call(free, address, bytes, WindowsConstants.MEM_DECOMMIT) == 0) {
                return WindowsErrorTable.of(calls.lastError()).result();
            }
            long taken = calls.call(
                    system.function("kernel32.dll", "VirtualAlloc"),
                    address,
                    bytes,
                    WindowsConstants.MEM_COMMIT,
                    WindowsConstants.PAGE_READWRITE,
                    0,
                    0);
            if (taken != address) {
                throw new OutOfMemoryError("pages given back could not be had again: error " + calls.lastError());
            }
            return 0;
        }
    }
}
