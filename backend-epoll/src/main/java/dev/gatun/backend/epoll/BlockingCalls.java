package dev.gatun.backend.epoll;

import dev.gatun.bindings.SystemCalls;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import dev.gatun.linux.LinuxFileFacts;
import dev.gatun.linux.LinuxFlags;
import dev.gatun.linux.LinuxThreads;
import dev.gatun.parts.FileCalls;
import dev.gatun.spi.Operation;

/**
 * Operations on files as system calls that may wait: a table, one case for each kind. One worker's thread, which the
 * loop's CPU does not bind.
 */
final class BlockingCalls implements FileCalls {
    private final SystemCalls calls;

    BlockingCalls(SystemCalls calls) {
        this.calls = calls;
        LinuxThreads.unpinCurrentThread(calls); // where it is refused, it runs beside the loop
    }

    /** Interrupted it is called again; but a close, which has happened all the same. */
    @Override
    public long run(Operation operation) {
        long handle = operation.handle();
        return switch (operation.kind()) {
            case READ -> transfer(Syscalls.__NR_pread64(), Syscalls.__NR_read(), operation);
            case WRITE -> transfer(Syscalls.__NR_pwrite64(), Syscalls.__NR_write(), operation);
            case READ_VECTORED -> transfer(Syscalls.__NR_preadv(), Syscalls.__NR_readv(), operation);
            case WRITE_VECTORED -> transfer(Syscalls.__NR_pwritev(), Syscalls.__NR_writev(), operation);
            case SYNC -> {
                boolean dataOnly = operation.has(Operation.DATA_ONLY);
                yield again(dataOnly ? Syscalls.__NR_fdatasync() : Syscalls.__NR_fsync(), handle, 0, 0, 0);
            }
            case STATUS ->
                calls.waiting(
                        Syscalls.__NR_statx(),
                        handle,
                        LinuxFileFacts.NO_PATH,
                        Linux.AT_EMPTY_PATH(),
                        LinuxFileFacts.WANTED,
                        operation.address(),
                        0);
            case ALLOCATE -> {
                int mode = LinuxFlags.allocate(operation.flags());
                yield again(Syscalls.__NR_fallocate(), handle, mode, operation.offset(), operation.extent());
            }
            case TRUNCATE -> again(Syscalls.__NR_ftruncate(), handle, operation.offset(), 0, 0);
            case OPEN ->
                again(
                        Syscalls.__NR_openat(),
                        Linux.AT_FDCWD(),
                        operation.address(),
                        LinuxFlags.open(operation.flags()),
                        operation.offset());
            case CLOSE -> calls.waiting(Syscalls.__NR_close(), handle, 0, 0);
            default -> throw new IllegalArgumentException(operation.kind() + " is not for a worker");
        };
    }

    /** What has no places is read and written where it is. */
    private long transfer(int at, int onwards, Operation operation) {
        long result = again(at, operation.handle(), operation.address(), operation.length(), operation.offset());
        return result == -Linux.ESPIPE()
                ? again(onwards, operation.handle(), operation.address(), operation.length(), 0)
                : result;
    }

    private long again(int number, long a, long b, long c, long d) {
        long result;
        do {
            result = calls.waiting(number, a, b, c, d, 0, 0);
        } while (result == -Linux.EINTR());
        return result;
    }

    @Override
    public void closeOrphan(int handle) {
        calls.waiting(Syscalls.__NR_close(), handle, 0, 0);
    }
}
