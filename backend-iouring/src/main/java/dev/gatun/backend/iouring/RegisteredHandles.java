package dev.gatun.backend.iouring;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.gatun.bindings.Liburing;
import dev.gatun.bindings.linux.IoUring;
import dev.gatun.bindings.linux.io_uring_rsrc_register;
import dev.gatun.bindings.linux.io_uring_rsrc_update;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Handles that the ring knows by a number of its own, which spares the kernel a look-up and two counts an operation.
 * The ring then keeps the file as well, so only handles that are this ring's until they are closed through it are
 * adopted. The number travels in the handle's upper half, with the ring's own beside it: another ring takes such a
 * handle for what its lower half says. As long as the ring; the Cpu's thread alone.
 *
 * <pre>
 *   63   62 … 52   51 … 32      31 … 0
 *   0    ring      number + 1   descriptor
 * </pre>
 */
final class RegisteredHandles {
    private static final int[] SIZES = {16384, 4096, 1024, 256};
    private static final int RING_SHIFT = 52;
    private static final int RINGS = 1 << 11;
    private static final int NUMBER_MASK = (1 << (RING_SHIFT - Integer.SIZE)) - 1;
    private static final int NO_RING = -1;
    private static final AtomicInteger RINGS_SO_FAR = new AtomicInteger();

    private final int ringFd;
    private int ringNumber = RINGS_SO_FAR.incrementAndGet() % (RINGS - 1) + 1;
    private final MemorySegment update;
    private final MemorySegment descriptor;
    private final MemorySegment none;
    private int[] free = {};
    private int freeCount;
    private int used;
    private int size;
    private boolean isRefused;
    private long fallbacks;

    RegisteredHandles(Ring ring, Arena arena) {
        ringFd = ring.fd();
        update = arena.allocate(io_uring_rsrc_update.layout());
        descriptor = arena.allocate(JAVA_INT);
        none = arena.allocateFrom(JAVA_INT, -1);
        isRefused = !ring.features().has(RingFeature.SPARSE_TABLES);
    }

    /** The handle to use from now on: the same one when the ring has no number for it. */
    long adopt(long handle) {
        if (numberOf(handle) >= 0) {
            return handle;
        }
        if (isRefused || (size == 0 && !makeTable()) || (freeCount == 0 && used == size)) {
            fallbacks++;
            return handle;
        }
        int number = freeCount > 0 ? free[--freeCount] : used++;
        descriptor.set(JAVA_INT, 0, (int) handle);
        if (update(number, descriptor) != 1) {
            putBack(number);
            fallbacks++;
            return handle;
        }
        return (long) ringNumber << RING_SHIFT | (number + 1L) << Integer.SIZE | (handle & 0xffff_ffffL);
    }

    /** What this ring calls it; -1: nothing, or it is another ring's. */
    int numberOf(long handle) {
        return handle >>> RING_SHIFT == ringNumber ? ((int) (handle >>> Integer.SIZE) & NUMBER_MASK) - 1 : -1;
    }

    /** Where -1 stands for the kernel to read, which is what an entry that gives a number up says. */
    long none() {
        return none.address();
    }

    /** At once, for a handle without an operation on its way. */
    void giveUp(long handle) {
        int number = numberOf(handle);
        if (number >= 0) {
            update(number, none);
            putBack(number);
        }
    }

    /** The kernel has given it up: from now on it may be another's. */
    void putBack(int number) {
        free[freeCount++] = number;
    }

    /** How many handles went without a number. */
    long fallbacks() {
        return fallbacks;
    }

    /** The ring ends: a handle is what its lower half says. */
    void close() {
        ringNumber = NO_RING;
    }

    private int update(int number, MemorySegment to) {
        io_uring_rsrc_update.offset(update, number);
        io_uring_rsrc_update.data(update, to.address());
        return Liburing.register(ringFd, IoUring.IORING_REGISTER_FILES_UPDATE(), update, 1);
    }

    /** No larger than the limit of open files allows. */
    private boolean makeTable() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment table = arena.allocate(io_uring_rsrc_register.layout());
            io_uring_rsrc_register.flags(table, IoUring.IORING_RSRC_REGISTER_SPARSE());
            for (int wanted : SIZES) {
                io_uring_rsrc_register.nr(table, wanted);
                int answer = Liburing.register(
                        ringFd, IoUring.IORING_REGISTER_FILES2(), table, (int) io_uring_rsrc_register.sizeof());
                if (answer == 0) {
                    size = wanted;
                    free = new int[wanted];
                    return true;
                }
            }
        }
        isRefused = true;
        return false;
    }
}
