package dev.gatun.bindings.kqueue;

/**
 * What FreeBSD numbers in its own way, or alone has. Sources: FreeBSD sys/sys (event.h, socket.h, un.h, fcntl.h,
 * errno.h, mman.h, unistd.h, eventfd.h, cpuset.h, _clock_id.h), sys/netinet (in.h, tcp.h), sys/netinet6/in6.h,
 * include/netdb.h; stable/13 and stable/14.
 */
public final class FreebsdConstants {
    // sys/event.h
    public static final int EVFILT_PROCDESC = -8;
    public static final int EVFILT_LIO = -10;
    public static final int EVFILT_USER = -11;
    public static final int EVFILT_SENDFILE = -12;
    public static final int EVFILT_EMPTY = -13;

    // These two bits mean EV_UDATA_SPECIFIC and EV_VANISHED on macOS. KEEPUDATA is younger than 13.0.
    public static final int EV_FORCEONESHOT = 0x0100;
    public static final int EV_KEEPUDATA = 0x0200;
    public static final int EV_DROP = 0x1000;
    // The same bit as EV_ERROR.
    public static final int EV_FLAG2 = 0x4000;
    // kqueuex, 14.0 and later.
    public static final int KQUEUE_CLOEXEC = 0x00000001;

    // EVFILT_READ, EVFILT_VNODE, EVFILT_PROC.
    public static final int NOTE_FILE_POLL = 0x0002;
    public static final int NOTE_OPEN = 0x0080;
    public static final int NOTE_CLOSE = 0x0100;
    public static final int NOTE_CLOSE_WRITE = 0x0200;
    public static final int NOTE_READ = 0x0400;
    public static final int NOTE_PCTRLMASK = 0xf0000000;

    // EVFILT_TIMER; milliseconds when none is given. From MSECONDS on macOS has other numbers.
    public static final int NOTE_SECONDS = 0x00000001;
    public static final int NOTE_MSECONDS = 0x00000002;
    public static final int NOTE_USECONDS = 0x00000004;
    public static final int NOTE_NSECONDS = 0x00000008;
    public static final int NOTE_ABSTIME = 0x00000010;

    // sys/errno.h. ENOTSUP is the same number as EOPNOTSUPP.
    public static final int EOPNOTSUPP = 45;
    public static final int EIDRM = 82;
    public static final int ENOMSG = 83;
    public static final int ECANCELED = 85;
    public static final int EILSEQ = 86;
    public static final int ENOATTR = 87;
    public static final int EDOOFUS = 88;
    public static final int EBADMSG = 89;
    public static final int EMULTIHOP = 90;
    public static final int ENOLINK = 91;
    public static final int EPROTO = 92;
    public static final int ENOTCAPABLE = 93;
    public static final int ECAPMODE = 94;
    public static final int ENOTRECOVERABLE = 95;
    public static final int EOWNERDEAD = 96;
    public static final int EINTEGRITY = 97;

    // sys/socket.h, sys/un.h
    public static final int AF_INET6 = 28;
    public static final int SOCK_CLOEXEC = 0x10000000;
    public static final int SOCK_NONBLOCK = 0x20000000;
    public static final int SO_NOSIGPIPE = 0x00000800;
    public static final int SO_ACCEPTFILTER = 0x00001000;
    public static final int SO_BINTIME = 0x00002000;
    public static final int SO_REUSEPORT_LB = 0x00010000;
    public static final int SO_RERROR = 0x00020000;
    public static final int SO_LISTENQLIMIT = 0x1011;
    public static final int SO_LISTENQLEN = 0x1012;
    public static final int SO_LISTENINCQLEN = 0x1013;
    public static final int SO_SETFIB = 0x1014;
    public static final int SO_USER_COOKIE = 0x1015;
    public static final int SO_PROTOCOL = 0x1016;
    public static final int SO_TS_CLOCK = 0x1017;
    public static final int SO_MAX_PACING_RATE = 0x1018;
    public static final int SO_DOMAIN = 0x1019;
    public static final int SO_TS_REALTIME_MICRO = 0;
    public static final int SO_TS_BINTIME = 1;
    public static final int SO_TS_REALTIME = 2;
    public static final int SO_TS_MONOTONIC = 3;
    public static final int SCM_BINTIME = 0x04;
    public static final int SCM_REALTIME = 0x05;
    public static final int SCM_MONOTONIC = 0x06;
    public static final int SCM_TIME_INFO = 0x07;
    public static final int SCM_CREDS2 = 0x08;
    public static final int MSG_NBIO = 0x00004000;
    public static final int MSG_NOSIGNAL = 0x00020000;
    public static final int MSG_CMSG_CLOEXEC = 0x00040000;
    public static final int MSG_WAITFORONE = 0x00080000;
    public static final int LOCAL_CREDS = 2;
    public static final int LOCAL_CREDS_PERSISTENT = 3;
    public static final int LOCAL_CONNWAIT = 4;

    // sendfile's flags; the read-ahead goes into the upper 16 bits.
    public static final int SF_NODISKIO = 0x00000001;
    public static final int SF_SYNC = 0x00000004;
    public static final int SF_USER_READAHEAD = 0x00000008;
    public static final int SF_NOCACHE = 0x00000010;

    // netinet/in.h, netinet6/in6.h
    public static final int IP_SENDSRCADDR = 7;
    public static final int IP_ONESBCAST = 23;
    public static final int IP_BINDANY = 24;
    public static final int IP_ORIGDSTADDR = 27;
    public static final int IP_RECVTTL = 65;
    public static final int IP_MINTTL = 66;
    public static final int IP_DONTFRAG = 67;
    public static final int IP_RECVTOS = 68;
    // 36 and 61 mean the opposite on macOS: TCLASS there is 36, RECVPKTINFO there is 61.
    public static final int IPV6_RECVPKTINFO = 36;
    public static final int IPV6_RECVTCLASS = 57;
    public static final int IPV6_TCLASS = 61;
    public static final int IPV6_BINDANY = 64;

    // netinet/tcp.h. 16 is MD5SIG here and the keep-alive's idle time on macOS.
    public static final int TCP_MD5SIG = 16;
    public static final int TCP_INFO = 32;
    public static final int TCP_CONGESTION = 64;
    public static final int TCP_CCALGOOPT = 65;
    public static final int TCP_MAXUNACKTIME = 68;
    public static final int TCP_DELACK = 72;
    public static final int TCP_KEEPINIT = 128;
    public static final int TCP_KEEPIDLE = 256;
    public static final int TCP_KEEPINTVL = 512;
    public static final int TCP_KEEPCNT = 1024;
    public static final int TCP_FASTOPEN = 1025;
    public static final int TCP_REUSPORT_LB_NUMA = 1026;
    public static final int TCP_FUNCTION_BLK = 8192;

    // netdb.h
    public static final int AI_NUMERICSERV = 0x00000008;

    // sys/fcntl.h
    public static final int O_NOCTTY = 0x8000;
    public static final int O_DIRECT = 0x00010000;
    public static final int O_DIRECTORY = 0x00020000;
    public static final int O_EXEC = 0x00040000;
    public static final int O_CLOEXEC = 0x00100000;
    public static final int O_PATH = 0x00400000;
    public static final int O_RESOLVE_BENEATH = 0x00800000;
    public static final int O_DSYNC = 0x01000000;
    public static final int AT_FDCWD = -100;
    public static final int AT_SYMLINK_NOFOLLOW = 0x0200;
    public static final int AT_SYMLINK_FOLLOW = 0x0400;
    public static final int AT_REMOVEDIR = 0x0800;
    public static final int F_GETLK = 11;
    public static final int F_SETLK = 12;
    public static final int F_SETLKW = 13;
    public static final int F_READAHEAD = 15;
    public static final int F_RDAHEAD = 16;
    public static final int F_DUPFD_CLOEXEC = 17;
    public static final int F_ISUNIONSTACK = 21;
    public static final int F_KINFO = 22;
    public static final int POSIX_FADV_NORMAL = 0;
    public static final int POSIX_FADV_RANDOM = 1;
    public static final int POSIX_FADV_SEQUENTIAL = 2;
    public static final int POSIX_FADV_WILLNEED = 3;
    public static final int POSIX_FADV_DONTNEED = 4;
    public static final int POSIX_FADV_NOREUSE = 5;
    public static final int SPACECTL_DEALLOC = 1;

    // unistd.h. SEEK_DATA and SEEK_HOLE are swapped on macOS.
    public static final int SEEK_DATA = 3;
    public static final int SEEK_HOLE = 4;
    public static final int _SC_PAGESIZE = 47;

    // sys/mman.h
    public static final int MAP_STACK = 0x0400;
    public static final int MAP_NOSYNC = 0x0800;
    public static final int MAP_NOCORE = 0x00020000;
    public static final int MAP_PREFAULT_READ = 0x00040000;
    public static final int MAP_ALIGNED_SUPER = 0x01000000;
    public static final int MS_SYNC = 0x0000;
    public static final int MADV_NOCORE = 8;

    // sys/eventfd.h, 13.0 and later.
    public static final int EFD_SEMAPHORE = 0x00000001;
    public static final int EFD_NONBLOCK = 0x00000004;
    public static final int EFD_CLOEXEC = 0x00100000;

    // sys/_clock_id.h
    public static final int CLOCK_MONOTONIC = 4;
    public static final int CLOCK_UPTIME = 5;
    public static final int CLOCK_MONOTONIC_PRECISE = 11;
    public static final int CLOCK_MONOTONIC_FAST = 12;

    // sys/cpuset.h: cpuset_setaffinity(CPU_LEVEL_WHICH, CPU_WHICH_TID, -1, size, mask) pins the calling thread.
    public static final int CPU_LEVEL_WHICH = 3;
    public static final int CPU_WHICH_TID = 1;
    public static final int CPU_WHICH_PID = 2;

    private FreebsdConstants() {}
}
