package dev.gatun.bindings.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.junit.jupiter.api.Test;

/** The one shape of call, on whatever system this is: with functions of the C library that take fewer arguments. */
class NativeWindowsTest {
    private static final long BAD_DESCRIPTOR = 0x7fff_fff0;
    private static final int EBADF = 9;

    @Test
    void aFunctionLooksAtTheArgumentsThatItHas() throws Throwable {
        assertEquals(42, call("labs", -42));
    }

    @Test
    void theErrorIsCaptured() throws Throwable {
        MemorySegment error = Arena.ofAuto().allocate(ValueLayout.JAVA_INT);
        assertEquals(-1, (int) call("close", BAD_DESCRIPTOR, error));
        assertEquals(EBADF, error.get(ValueLayout.JAVA_INT, 0));
    }

    private static long call(String name, long argument) throws Throwable {
        return call(name, argument, Arena.ofAuto().allocate(ValueLayout.JAVA_INT));
    }

    private static long call(String name, long argument, MemorySegment error) throws Throwable {
        MemorySegment function =
                Linker.nativeLinker().defaultLookup().find(name).orElseThrow();
        MethodHandle handle = NativeWindows.link("errno");
        return (long) handle.invokeExact(function, error, argument, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
    }
}
