package dev.gatun.bindings.windows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A Windows to call: the one that this process runs on ({@link NativeWindows}), or another that reaches this process'
 * memory. For any thread, as long as the process.
 */
public interface WindowsSystem {
    /** For the thread that will make them, which owns the arena. */
    WindowsCalls newCalls(Arena arena);

    /** Where a function of a library is ("ws2_32.dll", "WSARecv"); 0 where there is none. */
    long function(String library, String name);

    /** Memory that Windows can read and write, zeroed, freed when the arena closes. */
    MemorySegment allocate(long bytes, long alignment, Arena arena);
}
