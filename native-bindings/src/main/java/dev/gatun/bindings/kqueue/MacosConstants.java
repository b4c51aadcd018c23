package dev.gatun.bindings.kqueue;

/**
 * What macOS numbers in its own way, or alone has. Sources: xnu bsd/sys (event.h, socket.h, un.h, fcntl.h, errno.h,
 * mman.h, unistd.h), bsd/netinet (in.h, tcp.h), bsd/netinet6/in6.h, osfmk/mach/thread_policy.h; Libc time.h,
 * libpthread sys/qos.h, Libinfo netdb.h. The IPv6 options of RFC 3542 carry the numbers seen with
 * __APPLE_USE_RFC_3542.
 */
public final class MacosConstants {
    // sys/event.h
    public static final int EVFILT_MACHPORT = -8;
    public static final int EVFILT_USER = -10;
    public static final int EVFILT_VM = -12;
    public static final int EVFILT_EXCEPT = -15;

    public static final int EV_UDATA_SPECIFIC = 0x0100;
    public static final int EV_DISPATCH2 = 0x0180;
    public static final int EV_VANISHED = 0x0200;
    public static final int EV_FLAG0 = 0x1000;
    public static final int EV_POLL = 0x1000;
    public static final int EV_OOBAND = 0x2000;

    public static final int KEVENT_FLAG_NONE = 0x000000;
    public static final int KEVENT_FLAG_IMMEDIATE = 0x000001;
    public static final int KEVENT_FLAG_ERROR_EVENTS = 0x000002;

    // EVFILT_EXCEPT, EVFILT_VNODE, EVFILT_PROC.
    public static final int NOTE_OOB = 0x00000002;
    public static final int NOTE_NONE = 0x00000080;
    public static final int NOTE_FUNLOCK = 0x00000100;
    public static final int NOTE_SIGNAL = 0x08000000;
    public static final int NOTE_EXITSTATUS = 0x04000000;
    public static final int NOTE_EXIT_DETAIL = 0x02000000;
    public static final int NOTE_PCTRLMASK = 0xfff00000;

    // EVFILT_TIMER; milliseconds when none is given. From USECONDS on FreeBSD has other numbers.
    public static final int NOTE_SECONDS = 0x00000001;
    public static final int NOTE_USECONDS = 0x00000002;
    public static final int NOTE_NSECONDS = 0x00000004;
    // Against gettimeofday, unless NOTE_MACHTIME is given too.
    public static final int NOTE_ABSOLUTE = 0x00000008;
    public static final int NOTE_LEEWAY = 0x00000010;
    public static final int NOTE_CRITICAL = 0x00000020;
    public static final int NOTE_BACKGROUND = 0x00000040;
    public static final int NOTE_MACH_CONTINUOUS_TIME = 0x00000080;
    public static final int NOTE_MACHTIME = 0x00000100;

    // sys/errno.h
    public static final int EBADRPC = 72;
    public static final int ERPCMISMATCH = 73;
    public static final int EPROGUNAVAIL = 74;
    public static final int EPROGMISMATCH = 75;
    public static final int EPROCUNAVAIL = 76;
    public static final int EPWROFF = 82;
    public static final int EDEVERR = 83;
    public static final int EBADEXEC = 85;
    public static final int EBADARCH = 86;
    public static final int ESHLIBVERS = 87;
    public static final int EBADMACHO = 88;
    public static final int ECANCELED = 89;
    public static final int EIDRM = 90;
    public static final int ENOMSG = 91;
    public static final int EILSEQ = 92;
    public static final int ENOATTR = 93;
    public static final int EBADMSG = 94;
    public static final int EMULTIHOP = 95;
    public static final int ENODATA = 96;
    public static final int ENOLINK = 97;
    public static final int ENOSR = 98;
    public static final int ENOSTR = 99;
    public static final int EPROTO = 100;
    public static final int ETIME = 101;
    // Not ENOTSUP (45): both occur.
    public static final int EOPNOTSUPP = 102;
    public static final int ENOPOLICY = 103;
    public static final int ENOTRECOVERABLE = 104;
    public static final int EOWNERDEAD = 105;
    public static final int EQFULL = 106;

    // sys/socket.h, sys/un.h. There is no SOCK_NONBLOCK, SOCK_CLOEXEC or accept4: fcntl after the fact.
    public static final int AF_INET6 = 30;
    public static final int AF_VSOCK = 40;
    // SO_LINGER with seconds, as the other systems count.
    public static final int SO_LINGER_SEC = 0x1080;
    public static final int SO_TIMESTAMP_MONOTONIC = 0x0800;
    public static final int SO_DONTTRUNC = 0x2000;
    public static final int SO_WANTMORE = 0x4000;
    public static final int SO_NREAD = 0x1020;
    public static final int SO_NOSIGPIPE = 0x1022;
    public static final int SO_NOADDRERR = 0x1023;
    public static final int SO_NWRITE = 0x1024;
    public static final int SO_REUSESHAREUID = 0x1025;
    public static final int SO_RANDOMPORT = 0x1082;
    public static final int SO_NUMRCVPKT = 0x1112;
    public static final int SO_NET_SERVICE_TYPE = 0x1116;
    public static final int SCM_TIMESTAMP_MONOTONIC = 0x04;
    public static final int MSG_WAITSTREAM = 0x200;
    public static final int MSG_HAVEMORE = 0x2000;
    public static final int MSG_RCVMORE = 0x4000;
    public static final int MSG_NEEDSA = 0x10000;
    // Newer than SO_NOSIGPIPE, which every release has: prefer that.
    public static final int MSG_NOSIGNAL = 0x80000;
    public static final int LOCAL_PEERPID = 0x002;
    public static final int LOCAL_PEEREPID = 0x003;
    public static final int CONNECT_RESUME_ON_READ_WRITE = 0x1;
    public static final int CONNECT_DATA_IDEMPOTENT = 0x2;
    public static final int SAE_ASSOCID_ANY = 0;
    public static final int SAE_CONNID_ANY = 0;

    // netinet/in.h, netinet6/in6.h
    public static final int IP_RECVTTL = 24;
    public static final int IP_BOUND_IF = 25;
    public static final int IP_PKTINFO = 26;
    public static final int IP_RECVPKTINFO = 26;
    public static final int IP_RECVTOS = 27;
    public static final int IP_DONTFRAG = 28;
    public static final int IP_MULTICAST_IFINDEX = 66;
    // 36 and 61 mean the opposite on FreeBSD: RECVPKTINFO there is 36, TCLASS there is 61.
    public static final int IPV6_RECVTCLASS = 35;
    public static final int IPV6_TCLASS = 36;
    public static final int IPV6_RECVPKTINFO = 61;
    public static final int IPV6_BOUND_IF = 125;

    // netinet/tcp.h. TCP_KEEPALIVE is the idle time in seconds, TCP_KEEPIDLE elsewhere.
    public static final int TCP_KEEPALIVE = 0x10;
    public static final int TCP_CONNECTIONTIMEOUT = 0x20;
    public static final int TCP_RXT_CONNDROPTIME = 0x80;
    public static final int TCP_RXT_FINDROP = 0x100;
    public static final int TCP_KEEPINTVL = 0x101;
    public static final int TCP_KEEPCNT = 0x102;
    public static final int TCP_SENDMOREACKS = 0x103;
    public static final int TCP_ENABLE_ECN = 0x104;
    public static final int TCP_FASTOPEN = 0x105;
    public static final int TCP_CONNECTION_INFO = 0x106;
    public static final int TCP_NOTSENT_LOWAT = 0x201;

    // netdb.h
    public static final int AI_NUMERICSERV = 0x00001000;

    // sys/fcntl.h
    public static final int O_EVTONLY = 0x00008000;
    public static final int O_NOCTTY = 0x00020000;
    public static final int O_DIRECTORY = 0x00100000;
    public static final int O_SYMLINK = 0x00200000;
    public static final int O_DSYNC = 0x400000;
    public static final int O_CLOEXEC = 0x01000000;
    public static final int O_NOFOLLOW_ANY = 0x20000000;
    public static final int AT_FDCWD = -2;
    public static final int AT_SYMLINK_NOFOLLOW = 0x0020;
    public static final int AT_SYMLINK_FOLLOW = 0x0040;
    public static final int AT_REMOVEDIR = 0x0080;
    public static final int F_GETLK = 7;
    public static final int F_SETLK = 8;
    public static final int F_SETLKW = 9;
    public static final int F_PREALLOCATE = 42;
    public static final int F_SETSIZE = 43;
    public static final int F_RDADVISE = 44;
    public static final int F_RDAHEAD = 45;
    // In place of O_DIRECT: no cache for this descriptor, no alignment asked.
    public static final int F_NOCACHE = 48;
    public static final int F_GETPATH = 50;
    // fsync reaches the drive but not its platters; this does.
    public static final int F_FULLFSYNC = 51;
    public static final int F_DUPFD_CLOEXEC = 67;
    public static final int F_SETNOSIGPIPE = 73;
    public static final int F_GETNOSIGPIPE = 74;
    public static final int F_BARRIERFSYNC = 85;
    public static final int F_PUNCHHOLE = 99;
    public static final int F_ALLOCATECONTIG = 0x00000002;
    public static final int F_ALLOCATEALL = 0x00000004;
    public static final int F_PEOFPOSMODE = 3;
    public static final int F_VOLPOSMODE = 4;

    // unistd.h. SEEK_HOLE and SEEK_DATA are swapped on FreeBSD.
    public static final int SEEK_HOLE = 3;
    public static final int SEEK_DATA = 4;
    public static final int _SC_PAGESIZE = 29;

    // sys/mman.h
    public static final int MAP_NOCACHE = 0x0400;
    public static final int MAP_JIT = 0x0800;
    public static final int MS_SYNC = 0x0010;
    public static final int MADV_FREE_REUSABLE = 7;
    public static final int MADV_FREE_REUSE = 8;

    // time.h. CLOCK_MONOTONIC goes on while the machine sleeps; CLOCK_UPTIME_RAW stands still, as mach_absolute_time
    // does.
    public static final int CLOCK_MONOTONIC_RAW = 4;
    public static final int CLOCK_MONOTONIC_RAW_APPROX = 5;
    public static final int CLOCK_MONOTONIC = 6;
    public static final int CLOCK_UPTIME_RAW = 8;

    // sys/qos.h, mach/thread_policy.h. Affinity tags are hints on Intel and refused on Apple silicon; threads cannot be
    // pinned.
    public static final int QOS_CLASS_USER_INTERACTIVE = 0x21;
    public static final int QOS_CLASS_USER_INITIATED = 0x19;
    public static final int THREAD_AFFINITY_POLICY = 4;

    private MacosConstants() {}
}
