package dev.gatun.linux;

import dev.gatun.bindings.linux.Linux;
import dev.gatun.spi.Operation;

/** An operation's flags in the kernel's words, and what is ready in portable ones. Any thread. */
public final class LinuxFlags {
    private static final int READY_BOTH_WAYS = Operation.POLL_READ | Operation.POLL_WRITE;
    private static final int FAILED = Linux.POLLHUP() | Linux.POLLERR() | Linux.POLLNVAL();

    private LinuxFlags() {}

    /** For open(2), from {@code OPEN_…}. Without OPEN_READ and OPEN_WRITE: to read. */
    public static int open(int operationFlags) {
        int flags = Linux.O_CLOEXEC() | access(operationFlags);
        flags |= when(operationFlags, Operation.OPEN_CREATE, Linux.O_CREAT());
        flags |= when(operationFlags, Operation.OPEN_EXCLUSIVE, Linux.O_EXCL());
        flags |= when(operationFlags, Operation.OPEN_TRUNCATE, Linux.O_TRUNC());
        flags |= when(operationFlags, Operation.OPEN_APPEND, Linux.O_APPEND());
        flags |= when(operationFlags, Operation.OPEN_DIRECT, Linux.O_DIRECT());
        flags |= when(operationFlags, Operation.OPEN_DATA_SYNC, Linux.O_DSYNC());
        return flags;
    }

    /** For fallocate(2), from {@code ALLOCATE_…}. A hole is only punched with the size kept: else it is invalid. */
    public static int allocate(int operationFlags) {
        int hole = Linux.FALLOC_FL_PUNCH_HOLE() | Linux.FALLOC_FL_KEEP_SIZE();
        return when(operationFlags, Operation.ALLOCATE_KEEP_SIZE, Linux.FALLOC_FL_KEEP_SIZE())
                | when(operationFlags, Operation.ALLOCATE_PUNCH_HOLE, hole);
    }

    /** For send and receive. A peer that has gone is an error to tell, never a signal that ends the process. */
    public static int message(int operationFlags) {
        int flags = Linux.MSG_NOSIGNAL();
        flags |= when(operationFlags, Operation.PEEK, Linux.MSG_PEEK());
        flags |= when(operationFlags, Operation.WAIT_ALL, Linux.MSG_WAITALL());
        flags |= when(operationFlags, Operation.MORE_FOLLOWS, Linux.MSG_MORE());
        return flags;
    }

    /**
     * What to wait for. Not POLLRDHUP: a peer that only stopped writing makes POLLIN ready too, is no hang-up, and a
     * wait for writing must not end on it. POLLHUP and POLLERR are told unasked.
     */
    public static int poll(int operationFlags) {
        return when(operationFlags, Operation.POLL_READ, Linux.POLLIN())
                | when(operationFlags, Operation.POLL_WRITE, Linux.POLLOUT());
    }

    /** What is ready. After a hang-up or an error neither a read nor a write would block, so both are. */
    public static int pollResult(int revents) {
        if ((revents & FAILED) != 0) {
            return READY_BOTH_WAYS | Operation.POLL_HANG_UP;
        }
        return when(revents, Linux.POLLIN() | Linux.POLLRDHUP(), Operation.POLL_READ)
                | when(revents, Linux.POLLOUT(), Operation.POLL_WRITE);
    }

    /** For shutdown(2), from {@code SHUT_…}. No side at all: a number that the kernel refuses as invalid. */
    public static int shutdown(int operationFlags) {
        return switch (operationFlags & (Operation.SHUT_READ | Operation.SHUT_WRITE)) {
            case 0 -> -1;
            case Operation.SHUT_READ -> Linux.SHUT_RD();
            case Operation.SHUT_WRITE -> Linux.SHUT_WR();
            default -> Linux.SHUT_RDWR();
        };
    }

    private static int access(int operationFlags) {
        if ((operationFlags & Operation.OPEN_WRITE) == 0) {
            return Linux.O_RDONLY();
        }
        return (operationFlags & Operation.OPEN_READ) == 0 ? Linux.O_WRONLY() : Linux.O_RDWR();
    }

    private static int when(int flags, int asked, int answer) {
        return (flags & asked) != 0 ? answer : 0;
    }
}
