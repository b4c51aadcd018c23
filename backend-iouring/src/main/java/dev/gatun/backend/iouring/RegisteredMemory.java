package dev.gatun.backend.iouring;

import dev.gatun.bindings.ErrorNumbers;
import dev.gatun.bindings.Liburing;
import dev.gatun.bindings.linux.IoUring;
import dev.gatun.bindings.linux.io_uring_rsrc_register;
import dev.gatun.bindings.linux.io_uring_rsrc_update2;
import dev.gatun.bindings.linux.iovec;
import dev.gatun.spi.BufferSource;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The pool's memory as the kernel has it pinned, so that it need not look up and pin the pages of each operation. It is
 * registered by the MiB, each when a file operation or a zero-copy send first uses it: who reads no files pins nothing.
 * What can't be registered is used without. As long as the ring; the Cpu's thread alone.
 */
final class RegisteredMemory {
    static final int NONE = -1;

    private static final int PIECE_SHIFT = 20;
    private static final byte UNTRIED = 0;
    private static final byte REGISTERED = 1;
    private static final byte REFUSED = 2;

    private final int ringFd;
    private final long begin;
    private final byte[] pieces;
    private final MemorySegment update;
    private final MemorySegment piece;
    private boolean isTabled;
    private boolean isRefused;
    private long fallbacks;
    private @Nullable String problem;

    RegisteredMemory(Ring ring, BufferSource source, Arena arena) {
        ringFd = ring.fd();
        begin = source.regionAddress();
        pieces = new byte[(int) (source.regionBytes() >>> PIECE_SHIFT)];
        update = arena.allocate(io_uring_rsrc_update2.layout());
        piece = arena.allocate(iovec.layout());
        isRefused = !ring.features().has(RingFeature.SPARSE_TABLES);
    }

    /** The number of the registered piece that the range lies in; {@link #NONE}: go without. */
    int pieceOf(long address, int length) {
        long at = address - begin;
        long index = at >>> PIECE_SHIFT;
        if (index < pieces.length && (at + length - 1) >>> PIECE_SHIFT == index) {
            int found = (int) index;
            if (pieces[found] == REGISTERED || (pieces[found] == UNTRIED && !isRefused && register(found))) {
                return found;
            }
        }
        fallbacks++;
        return NONE;
    }

    /** How many operations went without. */
    long fallbacks() {
        return fallbacks;
    }

    /** Why, and what to do about it; null while nothing was refused. */
    @Nullable
    String problem() {
        return problem;
    }

    private boolean register(int index) {
        if (!isTabled && !makeTable()) {
            return false;
        }
        iovec.iov_base(piece, MemorySegment.ofAddress(begin + ((long) index << PIECE_SHIFT)));
        iovec.iov_len(piece, 1L << PIECE_SHIFT);
        io_uring_rsrc_update2.offset(update, index);
        io_uring_rsrc_update2.data(update, piece.address());
        io_uring_rsrc_update2.nr(update, 1);
        int answer = Liburing.register(
                ringFd, IoUring.IORING_REGISTER_BUFFERS_UPDATE(), update, (int) io_uring_rsrc_update2.sizeof());
        pieces[index] = answer == 1 ? REGISTERED : REFUSED;
        return answer == 1 || refused(answer, "a MiB of the pool");
    }

    private boolean makeTable() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment table = arena.allocate(io_uring_rsrc_register.layout());
            io_uring_rsrc_register.nr(table, pieces.length);
            io_uring_rsrc_register.flags(table, IoUring.IORING_RSRC_REGISTER_SPARSE());
            int answer = Liburing.register(
                    ringFd, IoUring.IORING_REGISTER_BUFFERS2(), table, (int) io_uring_rsrc_register.sizeof());
            isTabled = answer == 0;
            return isTabled || refused(answer, "a table of " + pieces.length + " buffers");
        }
    }

    private boolean refused(int answer, String what) {
        isRefused = true;
        problem = "the kernel did not register " + what + ": " + ErrorNumbers.name(answer) + ", "
                + Remedy.ofPinning(answer, 1 << PIECE_SHIFT);
        return false;
    }
}
