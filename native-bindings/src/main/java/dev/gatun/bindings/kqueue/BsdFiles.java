package dev.gatun.bindings.kqueue;

/**
 * File, memory and process constants that macOS and FreeBSD share. Sources: {@code sys/fcntl.h}, {@code sys/filio.h},
 * {@code sys/mman.h}, {@code sys/stat.h}, {@code sys/resource.h} and {@code sys/unistd.h} of xnu (bsd/) and FreeBSD
 * (sys/); {@code unistd.h}, {@code time.h} and {@code signal.h}. O_CLOEXEC, O_DIRECTORY, O_DSYNC and AT_FDCWD are not
 * here: their numbers differ. {@code open}, {@code fcntl} and {@code ioctl} are variadic, and Apple's arm64 passes
 * variadic arguments on the stack: link them with {@code Linker.Option.firstVariadicArg}.
 */
public final class BsdFiles {
    public static final int O_RDONLY = 0x0000;
    public static final int O_WRONLY = 0x0001;
    public static final int O_RDWR = 0x0002;
    public static final int O_ACCMODE = 0x0003;
    public static final int O_NONBLOCK = 0x0004;
    public static final int O_APPEND = 0x0008;
    public static final int O_SHLOCK = 0x0010;
    public static final int O_EXLOCK = 0x0020;
    public static final int O_ASYNC = 0x0040;
    public static final int O_SYNC = 0x0080;
    public static final int O_NOFOLLOW = 0x0100;
    public static final int O_CREAT = 0x0200;
    public static final int O_TRUNC = 0x0400;
    public static final int O_EXCL = 0x0800;

    public static final int F_DUPFD = 0;
    public static final int F_GETFD = 1;
    public static final int F_SETFD = 2;
    public static final int F_GETFL = 3;
    public static final int F_SETFL = 4;
    public static final int F_GETOWN = 5;
    public static final int F_SETOWN = 6;
    public static final int FD_CLOEXEC = 1;
    public static final int F_RDLCK = 1;
    public static final int F_UNLCK = 2;
    public static final int F_WRLCK = 3;
    public static final int LOCK_SH = 0x01;
    public static final int LOCK_EX = 0x02;
    public static final int LOCK_NB = 0x04;
    public static final int LOCK_UN = 0x08;

    // Requests of ioctl are unsigned long.
    public static final long FIOCLEX = 0x20006601L;
    public static final long FIONREAD = 0x4004667fL;
    public static final long FIONBIO = 0x8004667eL;
    public static final long FIOASYNC = 0x8004667dL;

    public static final int SEEK_SET = 0;
    public static final int SEEK_CUR = 1;
    public static final int SEEK_END = 2;

    public static final int S_IFMT = 0170000;
    public static final int S_IFIFO = 0010000;
    public static final int S_IFCHR = 0020000;
    public static final int S_IFDIR = 0040000;
    public static final int S_IFBLK = 0060000;
    public static final int S_IFREG = 0100000;
    public static final int S_IFLNK = 0120000;
    public static final int S_IFSOCK = 0140000;

    public static final int PROT_NONE = 0x00;
    public static final int PROT_READ = 0x01;
    public static final int PROT_WRITE = 0x02;
    public static final int PROT_EXEC = 0x04;
    public static final int MAP_SHARED = 0x0001;
    public static final int MAP_PRIVATE = 0x0002;
    public static final int MAP_FIXED = 0x0010;
    public static final int MAP_ANON = 0x1000;
    public static final int MS_ASYNC = 0x0001;
    public static final int MS_INVALIDATE = 0x0002;
    public static final int MADV_NORMAL = 0;
    public static final int MADV_RANDOM = 1;
    public static final int MADV_SEQUENTIAL = 2;
    public static final int MADV_WILLNEED = 3;
    // A hint on both systems: pages are not zeroed as on Linux.
    public static final int MADV_DONTNEED = 4;
    public static final int MADV_FREE = 5;

    public static final int RLIMIT_MEMLOCK = 6;
    public static final int RLIMIT_NOFILE = 8;

    public static final int IOV_MAX = 1024;
    public static final int _SC_OPEN_MAX = 5;
    public static final int _SC_IOV_MAX = 56;
    public static final int _SC_NPROCESSORS_CONF = 57;
    public static final int _SC_NPROCESSORS_ONLN = 58;

    public static final int CLOCK_REALTIME = 0;
    public static final int SIGPIPE = 13;

    private BsdFiles() {}
}
