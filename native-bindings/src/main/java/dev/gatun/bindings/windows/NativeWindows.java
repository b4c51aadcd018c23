package dev.gatun.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.Downcalls;
import dev.gatun.bindings.NativeMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Collections;

/**
 * The Windows that this process runs on, through {@code java.lang.foreign}. Nothing here is touched on another
 * system: {@link #SYSTEM} is asked for by who knows that it is Windows. For any thread; its calls are their thread's.
 */
public final class NativeWindows implements WindowsSystem {
    public static final WindowsSystem SYSTEM = new NativeWindows();

    /** Eleven is what NtCreateFile takes; nothing that is called here takes more. */
    private static final FunctionDescriptor ELEVEN_LONGS =
            FunctionDescriptor.of(JAVA_LONG, Collections.nCopies(11, JAVA_LONG).toArray(ValueLayout.OfLong[]::new));

    private NativeWindows() {}

    /** Linked when first used, so that naming this class asks nothing of the linker. */
    private static final class Linked {
        static final MethodHandle CALL = link("GetLastError");
        static final long ERROR = Downcalls.CAPTURE.byteOffset(PathElement.groupElement("GetLastError"));
    }

    /**
     * A call that may wait, of the function whose address comes first; the error comes into the segment behind it.
     */
    @SuppressWarnings("restricted")
    static MethodHandle link(String error) {
        return Linker.nativeLinker().downcallHandle(ELEVEN_LONGS, Linker.Option.captureCallState(error));
    }

    @Override
    public WindowsCalls newCalls(Arena arena) {
        return new Calls(arena);
    }

    @Override
    @SuppressWarnings("restricted")
    public long function(String library, String name) {
        return SymbolLookup.libraryLookup(library, Arena.global())
                .find(name)
                .map(MemorySegment::address)
                .orElse(0L);
    }

    /** Of the system, in whole pages that are zeroed when first touched. */
    @Override
    public MemorySegment allocate(long bytes, long alignment, Arena arena) {
        WindowsCalls calls = newCalls(Arena.ofAuto());
        long granted = Math.max(alignment, Long.BYTES);
        int kind = WindowsConstants.MEM_RESERVE | WindowsConstants.MEM_COMMIT;
        long free = function("kernel32.dll", "VirtualFree");
        long mapped = calls.call(
                function("kernel32.dll", "VirtualAlloc"),
                0,
                bytes + granted,
                kind,
                WindowsConstants.PAGE_READWRITE,
                0,
                0);
        if (mapped == 0) {
            throw new OutOfMemoryError("VirtualAlloc of " + (bytes + granted) + " bytes: error " + calls.lastError());
        }
        long aligned = (mapped + granted - 1) & -granted;
        return NativeMemory.ownedBy(arena, aligned, bytes, () -> newCalls(Arena.ofAuto())
                .call(free, mapped, 0, WindowsConstants.MEM_RELEASE));
    }

    /** The calls of one thread, with the memory that the last error is captured into. */
    private static final class Calls implements WindowsCalls {
        private final MemorySegment capture;

        Calls(Arena arena) {
            capture = arena.allocate(Downcalls.CAPTURE);
        }

        @Override
        public long call(
                long function, long a, long b, long c, long d, long e, long f, long g, long h, long i, long j, long k) {
            try {
                return (long) Linked.CALL.invokeExact(
                        MemorySegment.ofAddress(function), capture, a, b, c, d, e, f, g, h, i, j, k);
            } catch (RuntimeException | Error refused) {
                throw refused;
            } catch (Throwable impossible) {
                throw new IllegalStateException(impossible); // C throws nothing
            }
        }

        @Override
        public int lastError() {
            return capture.get(JAVA_INT, Linked.ERROR);
        }
    }
}
