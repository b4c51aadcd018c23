package dev.gatun.bindings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.bindings.linux.IoUring;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import dev.gatun.bindings.linux.io_uring_params;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class LiburingTest {
    @Test
    void aMissingLibraryIsNamedWithThePackage() {
        String problem = Liburing.examine("liburing.so.99", List.of()).orElseThrow();
        assertTrue(problem.startsWith("liburing.so.99 was not found"), problem);
        assertTrue(problem.contains("liburing2"), problem);
    }

    @Test
    void aLibraryThatIsTooOldIsNamedWithWhatItLacks() {
        Assumptions.assumeTrue(
                Liburing.problem().isEmpty(), () -> Liburing.problem().orElse(""));
        String problem = Liburing.examine(Liburing.SONAME, List.of("io_uring_enter2", "io_uring_from_the_future"))
                .orElseThrow();
        assertTrue(problem.contains("older than 2.3: it has no io_uring_from_the_future"), problem);
    }

    @Test
    void aRingIsSetUpAndEntered() {
        Assumptions.assumeTrue(
                Liburing.problem().isEmpty(), () -> Liburing.problem().orElse(""));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment params = arena.allocate(io_uring_params.layout());
            assertEquals(-Linux.EINVAL(), Liburing.setUp(0, params), "a ring without entries");
            int fd = Liburing.setUp(8, params);
            Assumptions.assumeTrue(fd >= 0, () -> "no ring on this system: " + ErrorNumbers.name(fd));
            try {
                assertEquals(8, io_uring_params.sq_entries(params));
                assertEquals(0, Liburing.enter(fd, 0, 0, IoUring.IORING_ENTER_GETEVENTS(), 0, 0));
                assertEquals(0, Liburing.enterAtOnce(fd, 0, 0));
                assertEquals(-Linux.EINVAL(), Liburing.register(fd, 0x7fff, MemorySegment.NULL, 0));
            } finally {
                assertEquals(0, new SystemCalls(arena).waiting(Syscalls.__NR_close(), fd, 0, 0));
            }
            assertEquals(-Linux.EBADF(), Liburing.enterAtOnce(fd, 0, 0));
        }
    }
}
