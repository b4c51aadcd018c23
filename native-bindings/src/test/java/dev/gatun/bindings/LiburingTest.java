package dev.gatun.bindings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.bindings.linux.IoUring;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.io_uring;
import dev.gatun.bindings.linux.io_uring_cq;
import dev.gatun.bindings.linux.io_uring_cqe;
import dev.gatun.bindings.linux.io_uring_params;
import dev.gatun.bindings.linux.io_uring_sq;
import dev.gatun.bindings.linux.io_uring_sqe;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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
    void aNopGoesThroughARealRing() {
        Assumptions.assumeTrue(
                Liburing.problem().isEmpty(), () -> Liburing.problem().orElse(""));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ring = arena.allocate(io_uring.layout());
            int set = Liburing.queueInit(8, ring, arena.allocate(io_uring_params.layout()));
            Assumptions.assumeTrue(set == 0, () -> "no ring on this system: " + ErrorNumbers.name(set));
            try {
                submitNop(ring, 0x1234_5678_9abc_def0L);
                int fd = io_uring.ring_fd(ring);
                assertEquals(1, Liburing.enter(fd, 1, 1, IoUring.IORING_ENTER_GETEVENTS(), 0, 0));
                MemorySegment completion = io_uring_cq.cqes(io_uring.cq(ring));
                assertEquals(0x1234_5678_9abc_def0L, io_uring_cqe.user_data(completion));
                assertEquals(0, io_uring_cqe.res(completion));
                assertEquals(-Linux.EINVAL(), Liburing.register(fd, 0x7fff, MemorySegment.NULL, 0));
            } finally {
                Liburing.queueExit(ring);
            }
        }
    }

    /** By hand, and plainly: one thread, and the kernel looks only when it is entered. */
    private static void submitNop(MemorySegment ring, long userData) {
        MemorySegment queue = io_uring.sq(ring);
        MemorySegment entry = io_uring_sq.sqes(queue);
        io_uring_sqe.opcode(entry, (byte) IoUring.IORING_OP_NOP());
        io_uring_sqe.user_data(entry, userData);
        io_uring_sq.array(queue).set(ValueLayout.JAVA_INT, 0, 0);
        io_uring_sq.ktail(queue).set(ValueLayout.JAVA_INT, 0, 1);
    }
}
