package dev.gatun.bindings.kqueue;

/**
 * Socket constants that macOS and FreeBSD share: families, options, flags. Sources: {@code sys/socket.h}, {@code
 * sys/un.h}, {@code netinet/in.h}, {@code netinet6/in6.h} and {@code netinet/tcp.h} of xnu (bsd/) and FreeBSD (sys/);
 * {@code netdb.h} of Libinfo and FreeBSD. AF_INET6 is not here: it is 30 on macOS and 28 on FreeBSD.
 */
public final class BsdSockets {
    public static final int AF_UNSPEC = 0;
    public static final int AF_UNIX = 1;
    public static final int AF_INET = 2;

    public static final int SOCK_STREAM = 1;
    public static final int SOCK_DGRAM = 2;
    public static final int SOCK_RAW = 3;
    public static final int SOCK_SEQPACKET = 5;

    // An accepted socket inherits O_NONBLOCK from its listener on both systems, unlike Linux.
    public static final int SOMAXCONN = 128;
    public static final int SHUT_RD = 0;
    public static final int SHUT_WR = 1;
    public static final int SHUT_RDWR = 2;

    public static final int SOL_SOCKET = 0xffff;
    public static final int SO_DEBUG = 0x0001;
    public static final int SO_ACCEPTCONN = 0x0002;
    public static final int SO_REUSEADDR = 0x0004;
    public static final int SO_KEEPALIVE = 0x0008;
    public static final int SO_DONTROUTE = 0x0010;
    public static final int SO_BROADCAST = 0x0020;
    public static final int SO_USELOOPBACK = 0x0040;
    // macOS counts the linger time in ticks here, see MacosConstants.SO_LINGER_SEC.
    public static final int SO_LINGER = 0x0080;
    public static final int SO_OOBINLINE = 0x0100;
    // Does not share TCP connections out among listeners on either system; FreeBSD has SO_REUSEPORT_LB for that.
    public static final int SO_REUSEPORT = 0x0200;
    public static final int SO_TIMESTAMP = 0x0400;
    public static final int SO_SNDBUF = 0x1001;
    public static final int SO_RCVBUF = 0x1002;
    public static final int SO_SNDLOWAT = 0x1003;
    public static final int SO_RCVLOWAT = 0x1004;
    public static final int SO_SNDTIMEO = 0x1005;
    public static final int SO_RCVTIMEO = 0x1006;
    public static final int SO_ERROR = 0x1007;
    public static final int SO_TYPE = 0x1008;

    public static final int SCM_RIGHTS = 0x01;
    public static final int SCM_TIMESTAMP = 0x02;
    public static final int SCM_CREDS = 0x03;

    public static final int MSG_OOB = 0x1;
    public static final int MSG_PEEK = 0x2;
    public static final int MSG_DONTROUTE = 0x4;
    public static final int MSG_EOR = 0x8;
    public static final int MSG_TRUNC = 0x10;
    public static final int MSG_CTRUNC = 0x20;
    public static final int MSG_WAITALL = 0x40;
    public static final int MSG_DONTWAIT = 0x80;
    public static final int MSG_EOF = 0x100;

    public static final int SOL_LOCAL = 0;
    public static final int LOCAL_PEERCRED = 1;

    public static final int IPPROTO_IP = 0;
    public static final int IPPROTO_ICMP = 1;
    public static final int IPPROTO_TCP = 6;
    public static final int IPPROTO_UDP = 17;
    public static final int IPPROTO_IPV6 = 41;
    public static final int IPPROTO_ICMPV6 = 58;
    public static final int IPPROTO_RAW = 255;

    // In the host's order.
    public static final int INADDR_ANY = 0;
    public static final int INADDR_LOOPBACK = 0x7f000001;
    public static final int INADDR_BROADCAST = 0xffffffff;

    public static final int IP_OPTIONS = 1;
    public static final int IP_HDRINCL = 2;
    public static final int IP_TOS = 3;
    public static final int IP_TTL = 4;
    public static final int IP_RECVDSTADDR = 7;
    public static final int IP_MULTICAST_IF = 9;
    public static final int IP_MULTICAST_TTL = 10;
    public static final int IP_MULTICAST_LOOP = 11;
    public static final int IP_ADD_MEMBERSHIP = 12;
    public static final int IP_DROP_MEMBERSHIP = 13;
    public static final int IP_PORTRANGE = 19;
    public static final int IP_RECVIF = 20;
    public static final int IP_ADD_SOURCE_MEMBERSHIP = 70;
    public static final int IP_DROP_SOURCE_MEMBERSHIP = 71;
    public static final int IP_BLOCK_SOURCE = 72;
    public static final int IP_UNBLOCK_SOURCE = 73;
    public static final int MCAST_JOIN_GROUP = 80;
    public static final int MCAST_LEAVE_GROUP = 81;
    public static final int MCAST_JOIN_SOURCE_GROUP = 82;
    public static final int MCAST_LEAVE_SOURCE_GROUP = 83;
    public static final int MCAST_BLOCK_SOURCE = 84;
    public static final int MCAST_UNBLOCK_SOURCE = 85;

    public static final int IPV6_UNICAST_HOPS = 4;
    public static final int IPV6_MULTICAST_IF = 9;
    public static final int IPV6_MULTICAST_HOPS = 10;
    public static final int IPV6_MULTICAST_LOOP = 11;
    public static final int IPV6_JOIN_GROUP = 12;
    public static final int IPV6_LEAVE_GROUP = 13;
    public static final int IPV6_CHECKSUM = 26;
    public static final int IPV6_V6ONLY = 27;
    public static final int IPV6_RECVHOPLIMIT = 37;
    public static final int IPV6_USE_MIN_MTU = 42;
    public static final int IPV6_RECVPATHMTU = 43;
    public static final int IPV6_PATHMTU = 44;
    public static final int IPV6_PKTINFO = 46;
    public static final int IPV6_HOPLIMIT = 47;
    public static final int IPV6_DONTFRAG = 62;

    public static final int TCP_NODELAY = 0x01;
    public static final int TCP_MAXSEG = 0x02;
    public static final int TCP_NOPUSH = 0x04;
    public static final int TCP_NOOPT = 0x08;

    public static final int AI_PASSIVE = 0x00000001;
    public static final int AI_CANONNAME = 0x00000002;
    public static final int AI_NUMERICHOST = 0x00000004;
    public static final int AI_ALL = 0x00000100;
    public static final int AI_ADDRCONFIG = 0x00000400;
    public static final int AI_V4MAPPED = 0x00000800;
    public static final int EAI_AGAIN = 2;
    public static final int EAI_BADFLAGS = 3;
    public static final int EAI_FAIL = 4;
    public static final int EAI_FAMILY = 5;
    public static final int EAI_MEMORY = 6;
    public static final int EAI_NONAME = 8;
    public static final int EAI_SERVICE = 9;
    public static final int EAI_SOCKTYPE = 10;
    public static final int EAI_SYSTEM = 11;
    public static final int EAI_OVERFLOW = 14;
    public static final int NI_NUMERICHOST = 0x00000002;
    public static final int NI_NUMERICSERV = 0x00000008;

    private BsdSockets() {}
}
