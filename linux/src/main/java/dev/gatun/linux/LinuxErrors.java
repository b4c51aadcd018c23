package dev.gatun.linux;

import dev.gatun.bindings.linux.Linux;
import dev.gatun.spi.IoError;
import java.util.Arrays;

/** The kernel's error numbers in portable words: a table, made once. Any thread. */
public final class LinuxErrors {
    private static final int ERRNO_MAX = 133;
    private static final IoError[] BY_ERRNO = table();

    private LinuxErrors() {}

    /** The portable error of a (positive) errno; OTHER for one that has no portable name. */
    public static IoError of(int errno) {
        return errno < 0 || errno > ERRNO_MAX ? IoError.OTHER : BY_ERRNO[errno];
    }

    /** What a system call answered, a value or a negated errno, as a result: the value, or a negated portable error. */
    public static int result(long negatedErrno) {
        return negatedErrno < 0 ? of((int) -negatedErrno).result() : Math.toIntExact(negatedErrno);
    }

    private static IoError[] table() {
        IoError[] table = new IoError[ERRNO_MAX + 1];
        Arrays.fill(table, IoError.OTHER);
        fillWithTheNetworks(table);
        fillWithFilesAndLimits(table);
        return table;
    }

    private static void fillWithTheNetworks(IoError[] table) {
        table[Linux.ECONNRESET()] = IoError.RESET;
        table[Linux.ECONNREFUSED()] = IoError.REFUSED;
        table[Linux.ECONNABORTED()] = IoError.ABORTED;
        table[Linux.EPIPE()] = IoError.BROKEN_PIPE;
        table[Linux.ENOTCONN()] = IoError.NOT_CONNECTED;
        table[Linux.EDESTADDRREQ()] = IoError.NOT_CONNECTED; // a datagram to nowhere, in INET's words
        table[Linux.EISCONN()] = IoError.ALREADY_CONNECTED;
        table[Linux.EALREADY()] = IoError.IN_PROGRESS;
        table[Linux.EINPROGRESS()] = IoError.IN_PROGRESS;
        table[Linux.EADDRINUSE()] = IoError.ADDRESS_IN_USE;
        table[Linux.EADDRNOTAVAIL()] = IoError.ADDRESS_NOT_AVAILABLE;
        table[Linux.EAFNOSUPPORT()] = IoError.ADDRESS_FAMILY;
        table[Linux.ENETDOWN()] = IoError.NETWORK_DOWN;
        table[Linux.ENETUNREACH()] = IoError.NETWORK_UNREACHABLE;
        table[Linux.EHOSTUNREACH()] = IoError.HOST_UNREACHABLE;
        table[Linux.EMSGSIZE()] = IoError.MESSAGE_TOO_BIG;
        table[Linux.ETIMEDOUT()] = IoError.TIMED_OUT;
        table[Linux.ENOTSOCK()] = IoError.BAD_HANDLE;
    }

    private static void fillWithFilesAndLimits(IoError[] table) {
        table[Linux.EAGAIN()] = IoError.WOULD_BLOCK;
        table[Linux.EINTR()] = IoError.INTERRUPTED;
        table[Linux.ECANCELED()] = IoError.CANCELLED;
        table[Linux.ENOBUFS()] = IoError.NO_MEMORY; // the kernel's; that a pool is empty its backend knows
        table[Linux.ENOMEM()] = IoError.NO_MEMORY;
        table[Linux.EMFILE()] = IoError.TOO_MANY_HANDLES;
        table[Linux.ENFILE()] = IoError.TOO_MANY_HANDLES;
        table[Linux.EBADF()] = IoError.BAD_HANDLE;
        table[Linux.EINVAL()] = IoError.INVALID;
        table[Linux.EOPNOTSUPP()] = IoError.NOT_SUPPORTED;
        table[Linux.ENOSYS()] = IoError.NOT_SUPPORTED;
        table[Linux.EPERM()] = IoError.PERMISSION;
        table[Linux.EACCES()] = IoError.ACCESS;
        table[Linux.ENOENT()] = IoError.NOT_FOUND;
        table[Linux.EEXIST()] = IoError.EXISTS;
        table[Linux.EISDIR()] = IoError.IS_DIRECTORY;
        table[Linux.ENOTDIR()] = IoError.NOT_DIRECTORY;
        table[Linux.ENAMETOOLONG()] = IoError.NAME_TOO_LONG;
        table[Linux.ENOSPC()] = IoError.NO_SPACE;
        table[Linux.EDQUOT()] = IoError.NO_SPACE;
        table[Linux.EFBIG()] = IoError.FILE_TOO_BIG;
        table[Linux.EROFS()] = IoError.READ_ONLY;
        table[Linux.EIO()] = IoError.IO;
        table[Linux.EBUSY()] = IoError.BUSY;
    }
}
