package dev.gatun.bindings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SystemCallsTest {
    private final Arena arena = Arena.ofConfined();
    private final SystemCalls calls = new SystemCalls(arena);

    @AfterEach
    void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }

    @Test
    void aValueIsAnswered() {
        assertEquals(ProcessHandle.current().pid(), calls.immediate(Syscalls.__NR_getpid(), 0));
        assertEquals(ProcessHandle.current().pid(), calls.waiting(Syscalls.__NR_getpid(), 0, 0, 0));
    }

    @Test
    void aFailureIsTheNegatedErrno() {
        assertEquals(-Linux.EBADF(), calls.immediate(Syscalls.__NR_close(), -1));
        assertEquals(-Linux.EBADF(), calls.waiting(Syscalls.__NR_fsync(), -1, 0, 0));
        assertEquals(-Linux.ENOSYS(), calls.immediate(1_000_000, 0));
    }

    @Test
    void errnoOfOneCallDoesNotLeakIntoTheNext() {
        assertEquals(-Linux.EBADF(), calls.immediate(Syscalls.__NR_close(), -1));
        long fd = calls.immediate(Syscalls.__NR_eventfd2(), 0, Linux.EFD_CLOEXEC(), 0);
        assertEquals(0, calls.immediate(Syscalls.__NR_close(), fd));
    }

    @Test
    void allSixArgumentsArrive() {
        long flags = Linux.MAP_PRIVATE() | Linux.MAP_ANONYMOUS();
        long protection = Linux.PROT_READ() | Linux.PROT_WRITE();
        long address = calls.immediate(Syscalls.__NR_mmap(), 0, 8192, protection, flags, -1, 0);
        NativeMemory.at(address, 8192).set(ValueLayout.JAVA_LONG, 4096, 42);
        assertEquals(42, NativeMemory.ALL.get(ValueLayout.JAVA_LONG, address + 4096));
        assertEquals(0, calls.immediate(Syscalls.__NR_munmap(), address, 8192, 0));
        // The sixth: an offset that is no multiple of a page is refused.
        assertEquals(-Linux.EINVAL(), calls.waiting(Syscalls.__NR_mmap(), 0, 8192, protection, flags, -1, 1));
    }

    @Test
    void aForeignThreadIsRefused() {
        CompletableFuture<Long> foreign =
                CompletableFuture.supplyAsync(() -> calls.immediate(Syscalls.__NR_getpid(), 0));
        CompletionException refused = assertThrows(CompletionException.class, foreign::join);
        assertInstanceOf(WrongThreadException.class, refused.getCause());
    }

    @Test
    void aClosedArenaIsRefused() {
        arena.close();
        assertThrows(IllegalStateException.class, () -> calls.immediate(Syscalls.__NR_getpid(), 0));
    }

    @Test
    void aFunctionAtAddressZeroIsRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> Downcalls.link(MemorySegment.NULL, FunctionDescriptor.ofVoid(), Downcalls.Mode.WAITS));
    }

    @Test
    void memoryAtAnImpossiblePlaceIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> NativeMemory.at(0, 8));
        assertThrows(IllegalArgumentException.class, () -> NativeMemory.at(-1, 8));
        assertThrows(IllegalArgumentException.class, () -> NativeMemory.at(4096, -1));
    }

    @Test
    void errorsHaveTheirUsualNames() {
        assertEquals("EPERM", ErrorNumbers.name(-1));
        assertEquals("EAGAIN", ErrorNumbers.name(Linux.EWOULDBLOCK()));
        assertEquals("EOPNOTSUPP", ErrorNumbers.name(Linux.ENOTSUP()));
        assertEquals("EDEADLK", ErrorNumbers.name(Linux.EDEADLOCK()));
        assertEquals("errno 4095", ErrorNumbers.name(-4095));
    }
}
