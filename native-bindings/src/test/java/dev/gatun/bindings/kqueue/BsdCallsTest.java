package dev.gatun.bindings.kqueue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls by name, with the functions of this system's C library that have the same form on a BSD. */
class BsdCallsTest {
    private final Arena arena = Arena.ofConfined();
    private final BsdCalls calls = new BsdCalls(BsdLibrary.ofSystem(), arena);

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void aFailureIsTheNegatedErrno() {
        assertEquals(-BsdErrnos.EBADF, calls.waiting(BsdFunction.CLOSE, -1, 0, 0));
        assertEquals(-BsdErrnos.EBADF, calls.immediate(BsdFunction.READ, -1, 0, 0));
        assertEquals(-BsdErrnos.EBADF, calls.variadic(BsdFunction.FCNTL, -1, BsdFiles.F_GETFD, 0));
    }

    @Test
    void aValueIsTheValue() {
        MemorySegment asked = arena.allocate(Pollfd.layout());
        asked.set(ValueLayout.JAVA_INT, Pollfd.FD, -1);
        assertEquals(0, calls.immediate(BsdFunction.POLL, asked.address(), 1, 0));
        assertTrue(calls.variadic(BsdFunction.FCNTL, 1, BsdFiles.F_GETFD, 0) >= 0);
    }

    /** The register of an int that is -1 has zeros above: it is no large number. */
    @Test
    void whatIsAnIntIsReadAsOne() {
        BsdCalls misled = new BsdCalls(
                BsdLibrary.of(_ -> Linker.nativeLinker().defaultLookup().find("close")), arena);
        assertEquals(-BsdErrnos.EBADF, misled.waiting(BsdFunction.SOCKET, -1, 0, 0));
    }

    @Test
    void whatTheLibraryLacksIsNotSupported() {
        BsdLibrary empty = BsdLibrary.of(_ -> Optional.empty());
        BsdCalls none = new BsdCalls(empty, arena);
        for (BsdFunction function : BsdFunction.values()) {
            assertTrue(!empty.has(function), function::symbol);
            boolean isVariadic = function.fixedArguments() >= 0;
            assertEquals(
                    -BsdErrnos.ENOSYS, isVariadic ? -BsdErrnos.ENOSYS : none.waiting(function, 0, 0, 0, 0, 0, 0, 0));
            assertEquals(
                    -BsdErrnos.ENOSYS,
                    isVariadic ? none.variadic(function, 0, 0, 0) : none.waiting(function, 0, 0, 0),
                    function::symbol);
        }
    }

    /** macOS on x86-64 keeps an older struct behind the plain name. */
    @Test
    void theLongerNameIsPreferred() {
        MemorySegment longer = MemorySegment.ofAddress(2);
        BsdLibrary library =
                BsdLibrary.of(name -> Optional.of(name.endsWith("$INODE64") ? longer : MemorySegment.ofAddress(1)));
        assertEquals(longer, library.address(BsdFunction.FSTAT));
    }

    @Test
    void whatIsPolledIsEightBytes() {
        assertEquals(8, Pollfd.sizeof());
        assertEquals(4, Pollfd.EVENTS);
        assertEquals(6, Pollfd.REVENTS);
    }
}
