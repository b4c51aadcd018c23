package dev.gatun.backend.iouring;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.gatun.bindings.ErrorNumbers;
import dev.gatun.bindings.Liburing;
import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.SystemCalls;
import dev.gatun.bindings.linux.IoUring;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import dev.gatun.bindings.linux.io_cqring_offsets;
import dev.gatun.bindings.linux.io_sqring_offsets;
import dev.gatun.bindings.linux.io_uring;
import dev.gatun.bindings.linux.io_uring_cq;
import dev.gatun.bindings.linux.io_uring_cqe;
import dev.gatun.bindings.linux.io_uring_params;
import dev.gatun.bindings.linux.io_uring_sq;
import dev.gatun.bindings.linux.io_uring_sqe;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The memory that a ring shares with the kernel, as liburing mapped it and described it in its struct, and as it is
 * mapped anew when the ring is given another size, which liburing 2.3 does not know of. Its end is liburing's. The
 * Cpu's thread alone.
 */
final class RingMapping {
    private static final int PROTECTION = Linux.PROT_READ() | Linux.PROT_WRITE();
    private static final int SHARING = Linux.MAP_SHARED() | Linux.MAP_POPULATE();
    private static final long CACHE_LINE = 64;

    private final MemorySegment struct;
    private final MemorySegment params;
    private final SystemCalls calls;

    /** Over what {@code queueInit} filled in. */
    RingMapping(MemorySegment struct, MemorySegment params, Arena arena) {
        this.struct = struct;
        this.params = params;
        calls = new SystemCalls(arena);
        nameEachEntryByItsPlace();
    }

    /** The kernel looks entries up through an array, which nobody needs: entry i stands at place i, for ever. */
    private void nameEachEntryByItsPlace() {
        MemorySegment sq = submissions();
        long array = io_uring_sq.array(sq).address();
        int mask = NativeMemory.ALL.get(JAVA_INT, io_uring_sq.kring_mask(sq).address());
        for (int i = 0; i <= mask; i++) {
            NativeMemory.ALL.set(JAVA_INT, array + (long) Integer.BYTES * i, i);
        }
    }

    MemorySegment submissions() {
        return io_uring.sq(struct);
    }

    MemorySegment completions() {
        return io_uring.cq(struct);
    }

    int fd() {
        return io_uring.ring_fd(struct);
    }

    /**
     * Asks for as many entries and completions, both powers of two; a negated errno, or 0, and then all addresses are
     * others. The kernel carries over what is in the queues: entries that are published, and completions
     * that are not taken. Nothing else may use the ring meanwhile, which its single issuer and deferred completions see
     * to.
     */
    int resize(int entriesWanted, int completionsWanted) {
        if (arrayOffset(params) != io_sqring_offsets.array(io_uring_params.sq_off(params))) {
            return -Linux.EOPNOTSUPP(); // this kernel lays rings out in another way than the one we know
        }
        int flags = io_uring_params.flags(params);
        params.fill((byte) 0);
        io_uring_params.sq_entries(params, entriesWanted);
        io_uring_params.cq_entries(params, completionsWanted);
        io_uring_params.flags(params, IoUring.IORING_SETUP_CQSIZE());
        int answer = Liburing.register(fd(), IoUring.IORING_REGISTER_RESIZE_RINGS(), params, 1);
        if (answer < 0) {
            return answer;
        }
        io_uring_params.flags(params, flags);
        // The kernel tells every offset but this one.
        io_sqring_offsets.array(io_uring_params.sq_off(params), (int) arrayOffset(params));
        mapAnew();
        nameEachEntryByItsPlace();
        Liburing.dontFork(struct);
        return 0;
    }

    /** The array of places stands behind the completions, on a cache line of its own. */
    private static long arrayOffset(MemorySegment params) {
        long end = io_cqring_offsets.cqes(io_uring_params.cq_off(params))
                + io_uring_params.cq_entries(params) * io_uring_cqe.sizeof();
        return (end + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
    }

    /**
     * Both queues in one piece, as every kernel since 5.4 has them, and the entries in another. The old memory goes
     * when the new is there, so that there is always one to unmap in the end.
     */
    private void mapAnew() {
        int entries = io_uring_params.sq_entries(params);
        long queueBytes = arrayOffset(params) + entries * (long) Integer.BYTES;
        long entryBytes = entries * io_uring_sqe.sizeof();
        long queues = map(queueBytes, IoUring.IORING_OFF_SQ_RING());
        long newEntries = map(entryBytes, IoUring.IORING_OFF_SQES());
        if (queues < 0 || newEntries < 0) {
            unmap(queues, queueBytes);
            unmap(newEntries, entryBytes);
            throw new IllegalStateException("a ring was resized, and mapping it anew answered "
                    + ErrorNumbers.name(Math.min(queues, newEntries)) + "; this core can't go on");
        }
        MemorySegment sq = submissions();
        unmap(io_uring_sq.ring_ptr(sq).address(), io_uring_sq.ring_sz(sq));
        unmap(io_uring_sq.sqes(sq).address(), io_uring_sq.ring_entries(sq) * io_uring_sqe.sizeof());
        io_uring_sq.ring_sz(sq, queueBytes);
        io_uring_sq.sqes(sq, MemorySegment.ofAddress(newEntries));
        io_uring_sq.ring_entries(sq, entries);
        describeSubmissions(sq, io_uring_params.sq_off(params), queues);
        MemorySegment cq = completions();
        io_uring_cq.ring_sz(cq, queueBytes);
        io_uring_cq.ring_entries(cq, io_uring_params.cq_entries(params));
        describeCompletions(cq, io_uring_params.cq_off(params), queues);
    }

    private static void describeSubmissions(MemorySegment sq, MemorySegment offsets, long base) {
        io_uring_sq.ring_ptr(sq, at(base, 0));
        io_uring_sq.khead(sq, at(base, io_sqring_offsets.head(offsets)));
        io_uring_sq.ktail(sq, at(base, io_sqring_offsets.tail(offsets)));
        io_uring_sq.kring_mask(sq, at(base, io_sqring_offsets.ring_mask(offsets)));
        io_uring_sq.kring_entries(sq, at(base, io_sqring_offsets.ring_entries(offsets)));
        io_uring_sq.kflags(sq, at(base, io_sqring_offsets.flags(offsets)));
        io_uring_sq.kdropped(sq, at(base, io_sqring_offsets.dropped(offsets)));
        io_uring_sq.array(sq, at(base, io_sqring_offsets.array(offsets)));
    }

    private static void describeCompletions(MemorySegment cq, MemorySegment offsets, long base) {
        io_uring_cq.ring_ptr(cq, at(base, 0));
        io_uring_cq.khead(cq, at(base, io_cqring_offsets.head(offsets)));
        io_uring_cq.ktail(cq, at(base, io_cqring_offsets.tail(offsets)));
        io_uring_cq.kring_mask(cq, at(base, io_cqring_offsets.ring_mask(offsets)));
        io_uring_cq.kring_entries(cq, at(base, io_cqring_offsets.ring_entries(offsets)));
        io_uring_cq.kflags(cq, at(base, io_cqring_offsets.flags(offsets)));
        io_uring_cq.koverflow(cq, at(base, io_cqring_offsets.overflow(offsets)));
        io_uring_cq.cqes(cq, at(base, io_cqring_offsets.cqes(offsets)));
    }

    /** The address, or a negated errno. */
    private long map(long bytes, long offset) {
        return calls.waiting(Syscalls.__NR_mmap(), 0, bytes, PROTECTION, SHARING, fd(), offset);
    }

    /** Nothing, when there is nothing there. */
    private void unmap(long address, long bytes) {
        if (address > 0) {
            calls.waiting(Syscalls.__NR_munmap(), address, bytes, 0);
        }
    }

    private static MemorySegment at(long base, int offset) {
        return MemorySegment.ofAddress(base + offset);
    }

    /** Unmaps and closes all. */
    void close() {
        Liburing.queueExit(struct);
    }
}
