package dev.gatun.cli;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.windows.WindowsCalls;
import dev.gatun.bindings.windows.WindowsSystem;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Calls of Windows functions by their names, for one section of the report. The thread's that opened it. */
final class WindowsSession implements AutoCloseable {
    private static final String KERNEL = "kernel32.dll";
    private static final int ARGUMENTS_MAX = 6;

    private final Arena arena = Arena.ofConfined();
    private final WindowsSystem system;
    private final WindowsCalls calls;

    WindowsSession(WindowsSystem system) {
        this.system = system;
        calls = system.newCalls(arena);
    }

    boolean has(String library, String name) {
        return system.function(library, name) != 0;
    }

    /** A function of the kernel's library that every Windows has. */
    long kernel(String name, long... arguments) {
        return call(KERNEL, name, arguments);
    }

    /** The answer as a whole register; who knows that it is shorter casts. */
    long call(String library, String name, long... arguments) {
        long function = system.function(library, name);
        if (function == 0) {
            throw new IllegalStateException("this Windows has no " + name + " in " + library);
        }
        long[] all = Arrays.copyOf(arguments, ARGUMENTS_MAX);
        return calls.call(function, all[0], all[1], all[2], all[3], all[4], all[5]);
    }

    /** Where a function is that is called often. */
    long function(String name) {
        return system.function(KERNEL, name);
    }

    WindowsCalls calls() {
        return calls;
    }

    /** What stands at an address of Windows' own, which need not be one of this process: Windows copies it. */
    MemorySegment copied(long address, int bytes) {
        MemorySegment copy = memory(bytes);
        call("ntdll.dll", "RtlMoveMemory", copy.address(), address, bytes);
        return copy;
    }

    /** As {@link #copied}, up to the text's end. */
    String text(long address, int bytesMax) {
        MemorySegment copy = memory(bytesMax);
        kernel("lstrcpynA", copy.address(), address, bytesMax);
        return copy.getString(0, StandardCharsets.UTF_8);
    }

    /** Until the session closes. */
    MemorySegment memory(long bytes) {
        return system.allocate(bytes, Long.BYTES, arena);
    }

    /** The text of sixteen-bit letters at an address in memory of {@link #memory}. */
    static String wide(long address) {
        long end = address;
        while (NativeMemory.ALL.get(ValueLayout.JAVA_SHORT_UNALIGNED, end) != 0) {
            end += Character.BYTES;
        }
        byte[] letters = NativeMemory.at(address, end - address).toArray(ValueLayout.JAVA_BYTE);
        return new String(letters, StandardCharsets.UTF_16LE);
    }

    @Override
    public void close() {
        arena.close();
    }
}
