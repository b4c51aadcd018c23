package dev.gatun.backend.iouring;

import dev.gatun.bindings.Liburing;
import dev.gatun.bindings.linux.IoUring;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.io_uring;
import dev.gatun.bindings.linux.io_uring_params;
import dev.gatun.bindings.linux.io_uring_probe;
import dev.gatun.bindings.linux.io_uring_probe_op;
import dev.gatun.bindings.linux.io_uring_rsrc_update;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Sets a ring up on the thread that will drive it: the best flags that the kernel takes, enabled, its descriptor
 * registered. What stands in the way is an exception that says what to do about it.
 */
final class RingSetup {
    /** Completions come faster than the loop takes them; entries don't. */
    private static final int COMPLETIONS_PER_ENTRY = 4;

    private static final int ENTRIES_MAX = 32768;
    private static final int HEADER_BYTES = 320;
    private static final long PAGE_BYTES = 4096;

    private static final int PROBED_OPS = 256;

    private static final int NEEDED = IoUring.IORING_FEAT_EXT_ARG()
            | IoUring.IORING_FEAT_NODROP()
            | IoUring.IORING_FEAT_RSRC_TAGS(); // of 5.13, as is multishot poll

    private RingSetup() {}

    /** A ring from {@code first} on, the best step that may be tried. It lives as long as the arena at most. */
    static Ring open(int entries, SetupStep first, Arena arena) {
        int usual = Integer.highestOneBit(2 * Math.min(Math.max(entries, 8), ENTRIES_MAX) - 1);
        MemorySegment struct = arena.allocate(io_uring.layout());
        MemorySegment params = arena.allocate(io_uring_params.layout());
        int answer = -Linux.EINVAL();
        SetupStep step = first;
        for (int i = first.ordinal(); i < SetupStep.values().length && answer == -Linux.EINVAL(); i++) {
            step = SetupStep.values()[i];
            params.fill((byte) 0);
            io_uring_params.flags(params, step.flags());
            io_uring_params.cq_entries(params, COMPLETIONS_PER_ENTRY * usual);
            answer = Liburing.queueInit(usual, struct, params);
        }
        if (answer < 0) {
            throw new RingRefusedException("io_uring_setup", answer, Remedy.of(answer, usual));
        }
        try {
            return enable(struct, usual, io_uring_params.features(params), step, arena);
        } catch (RuntimeException e) {
            Liburing.queueExit(struct);
            throw e;
        }
    }

    private static Ring enable(MemorySegment struct, int entries, int found, SetupStep step, Arena arena) {
        if ((found & NEEDED) != NEEDED) {
            throw new RingRefusedException(
                    "io_uring", -Linux.ENOSYS(), "this kernel's io_uring is too old; it needs Linux 5.13");
        }
        int fd = io_uring.ring_fd(struct);
        int enabled = Liburing.register(fd, IoUring.IORING_REGISTER_ENABLE_RINGS(), MemorySegment.NULL, 0);
        if (enabled < 0) {
            throw new RingRefusedException(
                    "io_uring_register, to enable the ring,", enabled, Remedy.of(enabled, entries));
        }
        Liburing.dontFork(struct); // refused, a child might write into the ring: the JVM's children exec at once
        int registered = step.isSince(518) ? register(fd, arena) : -1;
        boolean noIowait = (found & IoUring.IORING_FEAT_NO_IOWAIT()) != 0 && step == SetupStep.DEFERRED;
        boolean zeroCopySend = (found & IoUring.IORING_FEAT_REG_REG_RING()) != 0 && step.isSince(600);
        boolean truncates = step == SetupStep.DEFERRED && knows(fd, IoUring.IORING_OP_FTRUNCATE(), arena); // of 6.9
        RingFeatures features = new RingFeatures(step, registered >= 0, noIowait, zeroCopySend, truncates, false);
        return new Ring(struct, features, registered >= 0 ? registered : fd, arena);
    }

    /** The ring's number among those of this thread, or a negated errno (there are only 16). */
    private static int register(int fd, Arena arena) {
        MemorySegment update = arena.allocate(io_uring_rsrc_update.layout());
        io_uring_rsrc_update.offset(update, -1);
        io_uring_rsrc_update.data(update, fd);
        int count = Liburing.register(fd, IoUring.IORING_REGISTER_RING_FDS(), update, 1);
        return count == 1 ? io_uring_rsrc_update.offset(update) : Math.min(count, -1);
    }

    /** Whether the kernel has an entry for it; each kernel tells of all that it has. */
    private static boolean knows(int fd, int opcode, Arena arena) {
        MemorySegment probe = arena.allocate(
                io_uring_probe.sizeof() + PROBED_OPS * io_uring_probe_op.sizeof(),
                io_uring_probe.layout().byteAlignment());
        int answer = Liburing.register(fd, IoUring.IORING_REGISTER_PROBE(), probe, PROBED_OPS);
        MemorySegment op = probe.asSlice(io_uring_probe.sizeof() + opcode * io_uring_probe_op.sizeof());
        return answer == 0 && (io_uring_probe_op.flags(op) & IoUring.IO_URING_OP_SUPPORTED()) != 0;
    }

    /** The thread's place is free again. */
    static void unregister(Ring ring, int registered) {
        if (ring.features().registeredFd()) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment update = arena.allocate(io_uring_rsrc_update.layout());
                io_uring_rsrc_update.offset(update, registered);
                Liburing.register(ring.fd(), IoUring.IORING_UNREGISTER_RING_FDS(), update, 1);
            }
        }
    }

    /** What the kernel locks, in whole pages: 64 for an entry; 4 for its place, and 16 for each completion. */
    static long bytes(int entries) {
        return pages(64L * entries) + pages(HEADER_BYTES + entries * (4L + 16 * COMPLETIONS_PER_ENTRY));
    }

    private static long pages(long bytes) {
        return (bytes + PAGE_BYTES - 1) & -PAGE_BYTES;
    }
}
