package dev.gatun.backend.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.kqueue.BsdCalls;
import dev.gatun.bindings.kqueue.BsdErrnos;
import dev.gatun.bindings.kqueue.BsdFiles;
import dev.gatun.bindings.kqueue.BsdFunction;
import dev.gatun.bindings.kqueue.FreebsdConstants;
import dev.gatun.bindings.kqueue.MacosConstants;
import dev.gatun.bindings.kqueue.MacosFpunchhole;
import dev.gatun.bindings.kqueue.MacosFstore;
import dev.gatun.parts.FileCalls;
import dev.gatun.spi.FileFacts.Fact;
import dev.gatun.spi.Operation;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Operations on files as calls that may wait: a table, one case for each kind. One worker's thread, which the
 * loop's CPU does not bind.
 */
final class BlockingCalls implements FileCalls {
    private final Bsd bsd;
    private final BsdCalls calls;
    private final BsdFileFacts facts;
    /** A request of fcntl's or fspacectl's, or a status. */
    private final MemorySegment request;

    BlockingCalls(KqueueSystem system) {
        Arena arena = Arena.ofAuto();
        bsd = system.bsd();
        calls = system.calls(arena);
        facts = new BsdFileFacts(bsd, calls);
        request = arena.allocate(facts.statusBytes(), Long.BYTES);
        BsdPlacing.unpinCurrentThread(bsd, calls); // where it is refused, it runs beside the loop
    }

    /** Interrupted it is called again; but a close, which has happened all the same. */
    @Override
    public long run(Operation operation) {
        long handle = operation.handle();
        return switch (operation.kind()) {
            case READ -> transfer(BsdFunction.PREAD, BsdFunction.READ, operation);
            case WRITE -> transfer(BsdFunction.PWRITE, BsdFunction.WRITE, operation);
            case READ_VECTORED -> transfer(BsdFunction.PREADV, BsdFunction.READV, operation);
            case WRITE_VECTORED -> transfer(BsdFunction.PWRITEV, BsdFunction.WRITEV, operation);
            case SYNC -> sync(handle, operation.has(Operation.DATA_ONLY));
            case STATUS -> again(BsdFunction.FSTAT, handle, operation.address(), 0, 0);
            case ALLOCATE -> allocate(operation);
            case TRUNCATE -> again(BsdFunction.FTRUNCATE, handle, operation.offset(), 0, 0);
            case OPEN -> open(operation);
            case CLOSE -> calls.waiting(BsdFunction.CLOSE, handle, 0, 0);
            default -> throw new IllegalArgumentException(operation.kind() + " is not for a worker");
        };
    }

    /** What has no places is read and written where it is. */
    private long transfer(BsdFunction at, BsdFunction onwards, Operation operation) {
        long result = again(at, operation.handle(), operation.address(), operation.length(), operation.offset());
        return result == -BsdErrnos.ESPIPE
                ? again(onwards, operation.handle(), operation.address(), operation.length(), 0)
                : result;
    }

    /** On macOS fsync reaches the drive and not its platters; of what can't do more it is all there is. */
    private long sync(long handle, boolean dataOnly) {
        if (!bsd.isMacos()) {
            return again(dataOnly ? BsdFunction.FDATASYNC : BsdFunction.FSYNC, handle, 0, 0, 0);
        }
        long synced = control(handle, MacosConstants.F_FULLFSYNC, 0);
        boolean isRefused = synced == -BsdErrnos.ENOTSUP || synced == -BsdErrnos.ENOTTY || synced == -BsdErrnos.EINVAL;
        return isRefused ? again(BsdFunction.FSYNC, handle, 0, 0, 0) : synced;
    }

    private long open(Operation operation) {
        long opened;
        do {
            opened = calls.variadic(
                    BsdFunction.OPEN, operation.address(), openFlags(operation.flags()), operation.offset());
        } while (opened == -BsdErrnos.EINTR);
        if (opened >= 0 && bsd.isMacos() && operation.has(Operation.OPEN_DIRECT)) {
            long direct = control(opened, MacosConstants.F_NOCACHE, 1);
            if (direct < 0) {
                closeOrphan((int) opened);
                return direct;
            }
        }
        return opened;
    }

    /** From {@code OPEN_…}. Without OPEN_READ and OPEN_WRITE: to read. */
    private int openFlags(int asked) {
        int flags = bsd.closeOnExec() | access(asked);
        flags |= when(asked, Operation.OPEN_CREATE, BsdFiles.O_CREAT);
        flags |= when(asked, Operation.OPEN_EXCLUSIVE, BsdFiles.O_EXCL);
        flags |= when(asked, Operation.OPEN_TRUNCATE, BsdFiles.O_TRUNC);
        flags |= when(asked, Operation.OPEN_APPEND, BsdFiles.O_APPEND);
        flags |= when(asked, Operation.OPEN_DIRECT, bsd.direct());
        flags |= when(asked, Operation.OPEN_DATA_SYNC, bsd.dataSync());
        return flags;
    }

    private static int access(int asked) {
        if ((asked & Operation.OPEN_WRITE) == 0) {
            return BsdFiles.O_RDONLY;
        }
        return (asked & Operation.OPEN_READ) == 0 ? BsdFiles.O_WRONLY : BsdFiles.O_RDWR;
    }

    private static int when(int flags, int asked, int answer) {
        return (flags & asked) != 0 ? answer : 0;
    }

    // --- space
    // --------------------------------------------------------------------------------------------------------

    private long allocate(Operation operation) {
        boolean isHole = operation.has(Operation.ALLOCATE_PUNCH_HOLE);
        boolean keepsSize = operation.has(Operation.ALLOCATE_KEEP_SIZE);
        if (operation.offset() < 0 || operation.extent() <= 0) {
            return -BsdErrnos.EINVAL;
        }
        if (bsd.isMacos()) {
            return isHole ? punchBlocks(operation) : preallocate(operation, keepsSize);
        }
        if (isHole) {
            return punch(operation);
        }
        return keepsSize ? -bsd.notSupported() : grow(operation);
    }

    /** FreeBSD grows the file, always; and the call answers the error itself. */
    private long grow(Operation operation) {
        long error;
        do {
            error = Math.abs(calls.waiting(
                    BsdFunction.POSIX_FALLOCATE, operation.handle(), operation.offset(), operation.extent()));
        } while (error == BsdErrnos.EINTR);
        return -error;
    }

    /** FreeBSD's {@code struct spacectl_range} is two longs; what is left to do comes back in the same place. */
    private long punch(Operation operation) {
        long range = request.address();
        request.set(JAVA_LONG, 0, operation.offset());
        request.set(JAVA_LONG, Long.BYTES, operation.extent());
        long punched;
        do {
            punched = calls.waiting(
                    BsdFunction.FSPACECTL, operation.handle(), FreebsdConstants.SPACECTL_DEALLOC, range, 0, range, 0);
        } while (punched == -BsdErrnos.EINTR || (punched == 0 && request.get(JAVA_LONG, Long.BYTES) > 0));
        return punched;
    }

    /**
     * macOS allocates behind the end alone. Whether a hole lies before it can't be told, so it is refused where one
     * may.
     */
    private long preallocate(Operation operation, boolean keepsSize) {
        long handle = operation.handle();
        long end = operation.offset() + operation.extent();
        long status = again(BsdFunction.FSTAT, handle, request.address(), 0, 0);
        if (status < 0 || end < 0) {
            return status < 0 ? status : -BsdErrnos.EFBIG;
        }
        long size = facts.read(request, Fact.SIZE_BYTES);
        long allocated = facts.read(request, Fact.ALLOCATED_BYTES);
        if (operation.offset() < size && allocated < size) {
            return -bsd.notSupported();
        }
        if (end <= size) {
            return 0;
        }
        request.fill((byte) 0);
        request.set(JAVA_INT, MacosFstore.FST_FLAGS, MacosConstants.F_ALLOCATEALL);
        request.set(JAVA_INT, MacosFstore.FST_POSMODE, MacosConstants.F_PEOFPOSMODE);
        request.set(JAVA_LONG, MacosFstore.FST_LENGTH, end - size);
        long result = control(handle, MacosConstants.F_PREALLOCATE, request.address());
        return result < 0 || keepsSize ? Math.min(result, 0) : again(BsdFunction.FTRUNCATE, handle, end, 0, 0);
    }

    /** macOS punches whole blocks; what is left at both ends is written over. */
    private long punchBlocks(Operation operation) {
        long handle = operation.handle();
        long status = again(BsdFunction.FSTAT, handle, request.address(), 0, 0);
        if (status < 0) {
            return status;
        }
        long block = facts.read(request, Fact.BLOCK_BYTES);
        long size = facts.read(request, Fact.SIZE_BYTES);
        long from = operation.offset();
        long to = Math.min(size, from + operation.extent());
        long first = (from + block - 1) / block * block;
        long last = to / block * block;
        if (first >= last) {
            return zero(handle, from, to);
        }
        request.fill((byte) 0);
        request.set(JAVA_LONG, MacosFpunchhole.FP_OFFSET, first);
        request.set(JAVA_LONG, MacosFpunchhole.FP_LENGTH, last - first);
        long punched = control(handle, MacosConstants.F_PUNCHHOLE, request.address());
        long before = punched < 0 ? punched : zero(handle, from, first);
        return before < 0 ? before : zero(handle, last, to);
    }

    private long zero(long handle, long from, long to) {
        if (from >= to) {
            return 0;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment zeros = arena.allocate(to - from);
            long at = from;
            while (at < to) {
                long written = again(BsdFunction.PWRITE, handle, zeros.address(), to - at, at);
                if (written < 0) {
                    return written;
                }
                at += written;
            }
            return 0;
        }
    }

    private long control(long handle, int command, long argument) {
        long result;
        do {
            result = calls.variadic(BsdFunction.FCNTL, handle, command, argument);
        } while (result == -BsdErrnos.EINTR);
        return result;
    }

    private long again(BsdFunction function, long a, long b, long c, long d) {
        long result;
        do {
            result = calls.waiting(function, a, b, c, d, 0, 0);
        } while (result == -BsdErrnos.EINTR);
        return result;
    }

    @Override
    public void closeOrphan(int handle) {
        calls.waiting(BsdFunction.CLOSE, handle, 0, 0);
    }
}
