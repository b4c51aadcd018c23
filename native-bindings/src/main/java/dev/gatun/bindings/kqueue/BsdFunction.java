package dev.gatun.bindings.kqueue;

/**
 * The functions of the C library of macOS and FreeBSD that Gatun calls; a table. Where only one of the two has it, or
 * only newer releases do, a call answers ENOSYS ({@link BsdCalls}).
 */
public enum BsdFunction {
    ACCEPT("accept"),
    /** FreeBSD's alone. */
    ACCEPT4("accept4"),
    BIND("bind"),
    CLOSE("close"),
    CLOSEDIR("closedir"),
    CONNECT("connect"),
    /** FreeBSD's alone. */
    CPUSET_GETAFFINITY("cpuset_getaffinity"),
    CPUSET_SETAFFINITY("cpuset_setaffinity"),
    FCNTL("fcntl"),
    /** FreeBSD's alone; macOS has it without a declaration, and says F_FULLFSYNC. */
    FDATASYNC("fdatasync"),
    FDOPENDIR("fdopendir"),
    FREEIFADDRS("freeifaddrs"),
    /** FreeBSD 14. */
    FSPACECTL("fspacectl"),
    /** {@code fstat$INODE64} on macOS of x86-64, where the plain name fills an older struct. */
    FSTAT("fstat"),
    FSTATAT("fstatat"),
    FSYNC("fsync"),
    FTRUNCATE("ftruncate"),
    GETIFADDRS("getifaddrs"),
    GETPEERNAME("getpeername"),
    /** Unlike the process' own number, no library keeps it: it is a system call each time. */
    GETPPID("getppid"),
    GETRLIMIT("getrlimit"),
    GETSOCKNAME("getsockname"),
    GETSOCKOPT("getsockopt"),
    KEVENT("kevent"),
    KQUEUE("kqueue"),
    LISTEN("listen"),
    MMAP("mmap"),
    MUNMAP("munmap"),
    OPEN("open"),
    /** Never asked to create: what is behind the dots is left out. */
    OPENAT("openat"),
    PIPE("pipe"),
    POLL("poll"),
    /** FreeBSD's alone. Answers the error itself, and leaves errno alone. */
    POSIX_FALLOCATE("posix_fallocate"),
    PREAD("pread"),
    /** macOS 11. */
    PREADV("preadv"),
    PWRITE("pwrite"),
    /** macOS 11. */
    PWRITEV("pwritev"),
    READ("read"),
    /** Answers the error itself, by which it is told from the end: {@code readdir} has errno alone for that. */
    READDIR_R("readdir_r"),
    READV("readv"),
    RECV("recv"),
    RECVFROM("recvfrom"),
    RECVMSG("recvmsg"),
    SEND("send"),
    /** FreeBSD's, of seven arguments; macOS' of the same name has six, in another order. */
    SENDFILE("sendfile"),
    SENDMSG("sendmsg"),
    SENDTO("sendto"),
    SETSOCKOPT("setsockopt"),
    SHUTDOWN("shutdown"),
    SOCKET("socket"),
    SYSCTLBYNAME("sysctlbyname"),
    WRITE("write"),
    WRITEV("writev");

    private final String symbol;

    BsdFunction(String symbol) {
        this.symbol = symbol;
    }

    public String symbol() {
        return symbol;
    }

    /** Whether a {@code ssize_t} or a pointer comes back; of an {@code int} the register's upper half means nothing. */
    boolean isWide() {
        return switch (this) {
            case FDOPENDIR,
                    MMAP,
                    PREAD,
                    PREADV,
                    PWRITE,
                    PWRITEV,
                    READ,
                    READV,
                    RECV,
                    RECVFROM,
                    RECVMSG,
                    SEND,
                    SENDMSG,
                    SENDTO,
                    WRITE,
                    WRITEV -> true;
            default -> false;
        };
    }

    /** How many arguments are fixed in a variadic function; -1: it is none. */
    int fixedArguments() {
        return switch (this) {
            case FCNTL, OPEN -> 2;
            default -> -1;
        };
    }
}
