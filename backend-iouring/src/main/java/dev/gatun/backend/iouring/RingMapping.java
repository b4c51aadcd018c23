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
import dev.gatun.bindings.linux.io_uring_cqe;
import dev.gatun.bindings.linux.io_uring_params;
import dev.gatun.bindings.linux.io_uring_sqe;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The memory that a ring shares with the kernel: both queues in one piece, as every kernel since 5.4 has them, and the
 * entries in another. Mapped here and not by liburing: its versions differ in what they ask for, and 2.3 overwrites the
 * heads of a ring without an array of places. Mapped anew when the ring is given another size. The Cpu's thread alone.
 */
final class RingMapping {
    private static final int PROTECTION = Linux.PROT_READ() | Linux.PROT_WRITE();
    private static final int SHARING = Linux.MAP_SHARED() | Linux.MAP_POPULATE();
    private static final long CACHE_LINE = 64;

    private final int fd;
    private final MemorySegment params;
    private final SystemCalls calls;
    private long queues;
    private long queueBytes;
    private long entries;
    private long entryBytes;

    /** Of a ring that is set up, and told of in {@code params}. */
    RingMapping(int fd, MemorySegment params, Arena arena) {
        this(fd, params, 0, 0, arena);
        int answer = map();
        if (answer < 0) {
            closeDescriptor();
            throw new RingRefusedException("mapping a ring", answer, Remedy.of(answer, entriesMax()));
        }
    }

    /** Over memory that is there. */
    RingMapping(int fd, MemorySegment params, long queues, long entries, Arena arena) {
        this.fd = fd;
        this.params = params;
        this.queues = queues;
        this.entries = entries;
        calls = new SystemCalls(arena);
    }

    int fd() {
        return fd;
    }

    // --- where things are -------------------------------------------------------------------------------------------

    long entries() {
        return entries;
    }

    int entriesMax() {
        return io_uring_params.sq_entries(params);
    }

    int completionsMax() {
        return io_uring_params.cq_entries(params);
    }

    long submissionHead() {
        return queues + io_sqring_offsets.head(ofSubmissions());
    }

    long submissionTail() {
        return queues + io_sqring_offsets.tail(ofSubmissions());
    }

    long submissionFlags() {
        return queues + io_sqring_offsets.flags(ofSubmissions());
    }

    long completions() {
        return queues + io_cqring_offsets.cqes(ofCompletions());
    }

    long completionHead() {
        return queues + io_cqring_offsets.head(ofCompletions());
    }

    long completionTail() {
        return queues + io_cqring_offsets.tail(ofCompletions());
    }

    private MemorySegment ofSubmissions() {
        return io_uring_params.sq_off(params);
    }

    private MemorySegment ofCompletions() {
        return io_uring_params.cq_off(params);
    }

    // --- mapping ----------------------------------------------------------------------------------------------------

    /**
     * Asks for as many entries and completions, both powers of two; a negated errno, or 0, and then all addresses are
     * others. The kernel carries over what is in the queues: entries that are published, and completions
     * that are not taken. Nothing else may use the ring meanwhile, which its single issuer and deferred completions see
     * to.
     */
    int resize(int entriesWanted, int completionsWanted) {
        if (hasArray() && arrayOffset() != io_sqring_offsets.array(ofSubmissions())) {
            return -Linux.EOPNOTSUPP(); // this kernel lays rings out in another way than the one we know
        }
        int flags = io_uring_params.flags(params);
        params.fill((byte) 0);
        io_uring_params.sq_entries(params, entriesWanted);
        io_uring_params.cq_entries(params, completionsWanted);
        io_uring_params.flags(params, IoUring.IORING_SETUP_CQSIZE());
        int answer = Liburing.register(fd, IoUring.IORING_REGISTER_RESIZE_RINGS(), params, 1);
        if (answer < 0) {
            return answer;
        }
        io_uring_params.flags(params, flags);
        if (hasArray()) { // the kernel tells every offset but this one
            io_sqring_offsets.array(ofSubmissions(), (int) arrayOffset());
        }
        long oldQueues = queues;
        long oldQueueBytes = queueBytes;
        long oldEntries = entries;
        long oldEntryBytes = entryBytes;
        int mapped = map();
        if (mapped < 0) {
            throw new IllegalStateException("a ring was resized, and mapping it anew answered "
                    + ErrorNumbers.name(mapped) + "; this core can't go on");
        }
        unmap(oldQueues, oldQueueBytes);
        unmap(oldEntries, oldEntryBytes);
        return 0;
    }

    /** Both or none: 0, or a negated errno, and then all is as it was. */
    private int map() {
        long bytes = hasArray()
                ? arrayOffset() + entriesMax() * (long) Integer.BYTES
                : io_cqring_offsets.cqes(ofCompletions()) + completionsMax() * io_uring_cqe.sizeof();
        long bytesOfEntries = entriesMax() * io_uring_sqe.sizeof();
        long newQueues = map(bytes, IoUring.IORING_OFF_SQ_RING());
        long newEntries = map(bytesOfEntries, IoUring.IORING_OFF_SQES());
        if (newQueues < 0 || newEntries < 0) {
            unmap(newQueues, bytes);
            unmap(newEntries, bytesOfEntries);
            return (int) Math.min(newQueues, newEntries);
        }
        queues = newQueues;
        queueBytes = bytes;
        entries = newEntries;
        entryBytes = bytesOfEntries;
        if (hasArray()) {
            nameEachEntryByItsPlace();
        }
        return 0;
    }

    /** Older kernels look entries up through an array, which nobody needs. */
    private boolean hasArray() {
        return (io_uring_params.flags(params) & IoUring.IORING_SETUP_NO_SQARRAY()) == 0;
    }

    /** The array of places stands behind the completions, on a cache line of its own. */
    private long arrayOffset() {
        long end = io_cqring_offsets.cqes(ofCompletions()) + completionsMax() * io_uring_cqe.sizeof();
        return (end + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
    }

    /** Entry i stands at place i, for ever. */
    private void nameEachEntryByItsPlace() {
        long array = queues + io_sqring_offsets.array(ofSubmissions());
        for (int i = 0; i < entriesMax(); i++) {
            NativeMemory.ALL.set(JAVA_INT, array + (long) Integer.BYTES * i, i);
        }
    }

    /** The address, or a negated errno. A child of this process does not get the memory, and can't write into it. */
    private long map(long bytes, long offset) {
        long address = calls.waiting(Syscalls.__NR_mmap(), 0, bytes, PROTECTION, SHARING, fd, offset);
        if (address > 0) {
            // Refused, a child would have it: the JVM's children exec at once.
            calls.waiting(Syscalls.__NR_madvise(), address, bytes, Linux.MADV_DONTFORK());
        }
        return address;
    }

    /** Nothing, when there is nothing there. */
    private void unmap(long address, long bytes) {
        if (address > 0) {
            calls.waiting(Syscalls.__NR_munmap(), address, bytes, 0);
        }
    }

    private void closeDescriptor() {
        calls.waiting(Syscalls.__NR_close(), fd, 0, 0);
    }

    /** Unmaps and closes all. */
    void close() {
        unmap(entries, entryBytes);
        unmap(queues, queueBytes);
        closeDescriptor();
    }
}
