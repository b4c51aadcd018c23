package dev.gatun.backend.kqueue;

import dev.gatun.bindings.kqueue.BsdErrnos;
import dev.gatun.spi.IoError;
import java.util.Arrays;

/** A system's error numbers in portable words: a table for each, made once. Any thread. */
final class BsdErrors {
    private static final int ERRNO_MAX = 127;
    private static final BsdErrors MACOS = new BsdErrors(Bsd.MACOS);
    private static final BsdErrors FREEBSD = new BsdErrors(Bsd.FREEBSD);

    private final IoError[] byErrno = new IoError[ERRNO_MAX + 1];

    private BsdErrors(Bsd bsd) {
        Arrays.fill(byErrno, IoError.OTHER);
        fillWithTheNetworks();
        fillWithFilesAndLimits();
        byErrno[bsd.notSupported()] = IoError.NOT_SUPPORTED;
        byErrno[bsd.cancelled()] = IoError.CANCELLED;
    }

    static BsdErrors of(Bsd bsd) {
        return bsd.isMacos() ? MACOS : FREEBSD;
    }

    /** The portable error of a (positive) errno; OTHER for one that has no portable name. */
    IoError of(int errno) {
        return errno < 0 || errno > ERRNO_MAX ? IoError.OTHER : byErrno[errno];
    }

    /** What a call answered, a value or a negated errno, as a result: the value, or a negated portable error. */
    int result(long negatedErrno) {
        return negatedErrno < 0 ? of((int) -negatedErrno).result() : Math.toIntExact(negatedErrno);
    }

    private void fillWithTheNetworks() {
        byErrno[BsdErrnos.ECONNRESET] = IoError.RESET;
        byErrno[BsdErrnos.ECONNREFUSED] = IoError.REFUSED;
        byErrno[BsdErrnos.ECONNABORTED] = IoError.ABORTED;
        byErrno[BsdErrnos.EPIPE] = IoError.BROKEN_PIPE;
        byErrno[BsdErrnos.ESHUTDOWN] = IoError.BROKEN_PIPE;
        byErrno[BsdErrnos.ENOTCONN] = IoError.NOT_CONNECTED;
        byErrno[BsdErrnos.EDESTADDRREQ] = IoError.NOT_CONNECTED;
        byErrno[BsdErrnos.EISCONN] = IoError.ALREADY_CONNECTED;
        byErrno[BsdErrnos.EALREADY] = IoError.IN_PROGRESS;
        byErrno[BsdErrnos.EINPROGRESS] = IoError.IN_PROGRESS;
        byErrno[BsdErrnos.EADDRINUSE] = IoError.ADDRESS_IN_USE;
        byErrno[BsdErrnos.EADDRNOTAVAIL] = IoError.ADDRESS_NOT_AVAILABLE;
        byErrno[BsdErrnos.EAFNOSUPPORT] = IoError.ADDRESS_FAMILY;
        byErrno[BsdErrnos.ENETDOWN] = IoError.NETWORK_DOWN;
        byErrno[BsdErrnos.ENETUNREACH] = IoError.NETWORK_UNREACHABLE;
        byErrno[BsdErrnos.EHOSTUNREACH] = IoError.HOST_UNREACHABLE;
        byErrno[BsdErrnos.EHOSTDOWN] = IoError.HOST_UNREACHABLE;
        byErrno[BsdErrnos.ENETRESET] = IoError.RESET;
        byErrno[BsdErrnos.ETIMEDOUT] = IoError.TIMED_OUT;
        byErrno[BsdErrnos.EMSGSIZE] = IoError.MESSAGE_TOO_BIG;
        byErrno[BsdErrnos.ENOTSOCK] = IoError.BAD_HANDLE;
        byErrno[BsdErrnos.EPROTONOSUPPORT] = IoError.NOT_SUPPORTED;
        byErrno[BsdErrnos.ENOBUFS] = IoError.NO_MEMORY;
    }

    private void fillWithFilesAndLimits() {
        byErrno[BsdErrnos.EAGAIN] = IoError.WOULD_BLOCK;
        byErrno[BsdErrnos.EINTR] = IoError.INTERRUPTED;
        byErrno[BsdErrnos.ENOMEM] = IoError.NO_MEMORY;
        byErrno[BsdErrnos.EMFILE] = IoError.TOO_MANY_HANDLES;
        byErrno[BsdErrnos.ENFILE] = IoError.TOO_MANY_HANDLES;
        byErrno[BsdErrnos.EBADF] = IoError.BAD_HANDLE;
        byErrno[BsdErrnos.EINVAL] = IoError.INVALID;
        byErrno[BsdErrnos.ENOTSUP] = IoError.NOT_SUPPORTED;
        byErrno[BsdErrnos.ENOSYS] = IoError.NOT_SUPPORTED;
        byErrno[BsdErrnos.EPERM] = IoError.PERMISSION;
        byErrno[BsdErrnos.EACCES] = IoError.ACCESS;
        byErrno[BsdErrnos.ENOENT] = IoError.NOT_FOUND;
        byErrno[BsdErrnos.EEXIST] = IoError.EXISTS;
        byErrno[BsdErrnos.EISDIR] = IoError.IS_DIRECTORY;
        byErrno[BsdErrnos.ENOTDIR] = IoError.NOT_DIRECTORY;
        byErrno[BsdErrnos.ENAMETOOLONG] = IoError.NAME_TOO_LONG;
        byErrno[BsdErrnos.ENOSPC] = IoError.NO_SPACE;
        byErrno[BsdErrnos.EDQUOT] = IoError.NO_SPACE;
        byErrno[BsdErrnos.EFBIG] = IoError.FILE_TOO_BIG;
        byErrno[BsdErrnos.EROFS] = IoError.READ_ONLY;
        byErrno[BsdErrnos.EIO] = IoError.IO;
        byErrno[BsdErrnos.EBUSY] = IoError.BUSY;
    }
}
