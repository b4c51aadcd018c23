package dev.gatun.backend.iouring;

import dev.gatun.bindings.Liburing;
import dev.gatun.bindings.linux.IoUring;
import dev.gatun.bindings.linux.__kernel_timespec;
import dev.gatun.bindings.linux.io_uring_sync_cancel_reg;
import dev.gatun.spi.BufferSource;
import dev.gatun.spi.OperationKind;
import dev.gatun.spi.Sockets;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The end of a ring. Closing its descriptor ends operations only some time later, so they are ended first, and what
 * they still bring goes where it belongs: handles are closed, blocks go back to the pool. On the Cpu's thread, once.
 */
final class Teardown {
    /** A second: on a busy machine the kernel's threads come late, and what is given up is leaked. */
    private static final int ROUNDS = 500;

    private static final long ROUND_NANOS = 2_000_000;

    private final Ring ring;
    private final FlightTable flights;
    private final BatchDesk batches;
    private final ZeroCopyDesk zeroCopies;
    private final BufferRing buffers;
    private final Sockets sockets;
    private final BufferSource source;

    Teardown(RingParts parts, Sockets sockets) {
        ring = parts.ring();
        flights = parts.flights();
        batches = parts.batches();
        zeroCopies = parts.zeroCopies();
        buffers = parts.buffers();
        source = parts.source();
        this.sockets = sockets;
    }

    /** How many operations the kernel did not let go of. */
    int drainAndCountLeft(Arena arena) {
        handOver();
        batches.drop();
        while (!zeroCopies.isEmpty()) {
            flights.land(zeroCopies.removeFirst().userData());
        }
        if (flights.count() > 0) {
            cancelAll(arena);
        }
        for (int round = 0; round < ROUNDS && flights.count() > 0; round++) {
            if (!take()) {
                ring.enterAndWait(ROUND_NANOS);
            }
        }
        return flights.count();
    }

    /** What was written and not submitted would be lost, and its memory with it. A kernel's thread takes its time. */
    private void handOver() {
        if (ring.hasWorkForTheKernel()) {
            ring.enter();
        }
        for (int round = 0; round < ROUNDS && !ring.isTaken(); round++) {
            take();
            ring.enterAndWait(ROUND_NANOS);
        }
    }

    /** Older kernels don't know it: there the core's own cancels, which came before, must do. */
    private void cancelAll(Arena arena) {
        if (!ring.features().syncCancel()) {
            return;
        }
        MemorySegment cancel = arena.allocate(io_uring_sync_cancel_reg.layout());
        io_uring_sync_cancel_reg.fd(cancel, -1);
        io_uring_sync_cancel_reg.flags(cancel, IoUring.IORING_ASYNC_CANCEL_ANY() | IoUring.IORING_ASYNC_CANCEL_ALL());
        __kernel_timespec.tv_nsec(io_uring_sync_cancel_reg.timeout(cancel), ROUND_NANOS * ROUNDS / 2);
        Liburing.register(ring.fd(), IoUring.IORING_REGISTER_SYNC_CANCEL(), cancel, 1);
    }

    /** True exactly when there was something. */
    private boolean take() {
        int head = ring.completionHead();
        int tail = ring.completionTailAcquire();
        boolean found = head != tail;
        while (head != tail) {
            long completion = ring.completion(head++);
            long outcome = Ring.outcome(completion);
            receive(Ring.userData(completion), (int) outcome, (int) (outcome >>> Integer.SIZE));
        }
        ring.completionHeadRelease(head);
        return found;
    }

    private void receive(long tag, int result, int flags) {
        if ((flags & IoUring.IORING_CQE_F_BUFFER()) != 0) {
            source.give(buffers.takeOut(flags >>> IoUring.IORING_CQE_BUFFER_SHIFT()));
        }
        if (Tag.isOwn(tag)) {
            return;
        }
        OperationKind kind = Tag.kind(tag);
        if (result >= 0 && (kind == OperationKind.ACCEPT || kind == OperationKind.OPEN)) {
            sockets.close(result);
        }
        if ((flags & IoUring.IORING_CQE_F_MORE()) == 0) {
            flights.land(Tag.userData(tag));
        }
    }
}
