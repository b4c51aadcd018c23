package dev.gatun.bindings.windows;

/**
 * Winsock constants: families, options, flags, ioctls. Source: mingw-w64 winsock2.h, ws2ipdef.h, ws2tcpip.h,
 * mstcpip.h, mswsock.h, afunix.h; Microsoft's pages "SOL_SOCKET Socket Options", "IPPROTO_TCP socket options",
 * "IPPROTO_UDP socket options" and "Winsock IOCTLs".
 */
public final class WindowsSockets {
    // SOCKET is unsigned: ~0.
    public static final long INVALID_SOCKET = -1L;
    public static final int SOCKET_ERROR = -1;
    public static final int WINSOCK_VERSION = 0x0202;
    public static final int AF_UNSPEC = 0;
    public static final int AF_UNIX = 1;
    public static final int AF_INET = 2;
    public static final int AF_INET6 = 23;
    public static final int SOCK_STREAM = 1;
    public static final int SOCK_DGRAM = 2;
    public static final int SOCK_RAW = 3;
    public static final int SOMAXCONN = 0x7fffffff;
    public static final int SD_RECEIVE = 0;
    public static final int SD_SEND = 1;
    public static final int SD_BOTH = 2;
    public static final int INADDR_ANY = 0x00000000;
    public static final int INADDR_LOOPBACK = 0x7f000001;
    public static final int INADDR_BROADCAST = 0xffffffff;

    // WSASocketW.
    public static final int WSA_FLAG_OVERLAPPED = 0x01;
    public static final int WSA_FLAG_NO_HANDLE_INHERIT = 0x80;
    public static final int WSA_FLAG_REGISTERED_IO = 0x100;
    public static final int XP1_IFS_HANDLES = 0x00020000;

    public static final int IPPROTO_IP = 0;
    public static final int IPPROTO_ICMP = 1;
    public static final int IPPROTO_TCP = 6;
    public static final int IPPROTO_UDP = 17;
    public static final int IPPROTO_IPV6 = 41;
    public static final int IPPROTO_ICMPV6 = 58;
    public static final int IPPROTO_RAW = 255;

    public static final int SOL_SOCKET = 0xffff;
    public static final int SO_DEBUG = 0x0001;
    public static final int SO_ACCEPTCONN = 0x0002;
    // Lets another process take the port over: use SO_EXCLUSIVEADDRUSE on listeners.
    public static final int SO_REUSEADDR = 0x0004;
    public static final int SO_EXCLUSIVEADDRUSE = ~0x0004;
    public static final int SO_KEEPALIVE = 0x0008;
    public static final int SO_DONTROUTE = 0x0010;
    public static final int SO_BROADCAST = 0x0020;
    public static final int SO_USELOOPBACK = 0x0040;
    public static final int SO_LINGER = 0x0080;
    public static final int SO_DONTLINGER = ~0x0080;
    public static final int SO_OOBINLINE = 0x0100;
    public static final int SO_SNDBUF = 0x1001;
    public static final int SO_RCVBUF = 0x1002;
    public static final int SO_SNDLOWAT = 0x1003;
    public static final int SO_RCVLOWAT = 0x1004;
    // Milliseconds in a DWORD, not a timeval; without effect on overlapped operations.
    public static final int SO_SNDTIMEO = 0x1005;
    public static final int SO_RCVTIMEO = 0x1006;
    public static final int SO_ERROR = 0x1007;
    public static final int SO_TYPE = 0x1008;
    public static final int SO_MAX_MSG_SIZE = 0x2003;
    public static final int SO_PROTOCOL_INFOW = 0x2005;
    public static final int SO_CONDITIONAL_ACCEPT = 0x3002;
    public static final int SO_PAUSE_ACCEPT = 0x3003;
    public static final int SO_RANDOMIZE_PORT = 0x3005;
    public static final int SO_PORT_SCALABILITY = 0x3006;
    public static final int SO_REUSE_UNICASTPORT = 0x3007;
    public static final int SO_TIMESTAMP = 0x300A;
    // Without these two, shutdown, getpeername and others fail on sockets of AcceptEx and ConnectEx.
    public static final int SO_UPDATE_ACCEPT_CONTEXT = 0x700B;
    public static final int SO_UPDATE_CONNECT_CONTEXT = 0x7010;
    public static final int SO_CONNECT_TIME = 0x700C;

    public static final int TCP_NODELAY = 0x0001;
    // Seconds. KEEPCNT from Windows 10 1703, KEEPIDLE and KEEPINTVL from 1709; SIO_KEEPALIVE_VALS everywhere.
    public static final int TCP_KEEPALIVE = 3;
    public static final int TCP_KEEPIDLE = 3;
    public static final int TCP_MAXSEG = 4;
    public static final int TCP_MAXRT = 5;
    public static final int TCP_TIMESTAMPS = 10;
    public static final int TCP_MAXRTMS = 14;
    public static final int TCP_FASTOPEN = 15;
    public static final int TCP_KEEPCNT = 16;
    public static final int TCP_KEEPINTVL = 17;

    public static final int UDP_NOCHECKSUM = 1;
    public static final int UDP_CHECKSUM_COVERAGE = 20;
    // Segmentation and coalescing, Windows 10 2004 and later. The control message has the option's number.
    public static final int UDP_SEND_MSG_SIZE = 2;
    public static final int UDP_RECV_MAX_COALESCED_SIZE = 3;
    public static final int UDP_COALESCED_INFO = 3;

    public static final int IP_OPTIONS = 1;
    public static final int IP_HDRINCL = 2;
    public static final int IP_TOS = 3;
    public static final int IP_TTL = 4;
    public static final int IP_MULTICAST_IF = 9;
    public static final int IP_MULTICAST_TTL = 10;
    public static final int IP_MULTICAST_LOOP = 11;
    public static final int IP_ADD_MEMBERSHIP = 12;
    public static final int IP_DROP_MEMBERSHIP = 13;
    public static final int IP_DONTFRAGMENT = 14;
    public static final int IP_ADD_SOURCE_MEMBERSHIP = 15;
    public static final int IP_DROP_SOURCE_MEMBERSHIP = 16;
    public static final int IP_BLOCK_SOURCE = 17;
    public static final int IP_UNBLOCK_SOURCE = 18;
    // Datagrams carry it to WSARecvMsg only.
    public static final int IP_PKTINFO = 19;
    public static final int IP_RECVTTL = 21;
    public static final int IP_RECVIF = 24;
    public static final int IP_UNICAST_IF = 31;
    public static final int IP_RECVTOS = 40;
    public static final int IP_ECN = 50;
    public static final int IP_MTU_DISCOVER = 71;
    public static final int IP_MTU = 73;

    public static final int IPV6_HDRINCL = 2;
    public static final int IPV6_UNICAST_HOPS = 4;
    public static final int IPV6_MULTICAST_IF = 9;
    public static final int IPV6_MULTICAST_HOPS = 10;
    public static final int IPV6_MULTICAST_LOOP = 11;
    public static final int IPV6_ADD_MEMBERSHIP = 12;
    public static final int IPV6_JOIN_GROUP = 12;
    public static final int IPV6_DROP_MEMBERSHIP = 13;
    public static final int IPV6_LEAVE_GROUP = 13;
    public static final int IPV6_DONTFRAG = 14;
    public static final int IPV6_PKTINFO = 19;
    public static final int IPV6_HOPLIMIT = 21;
    public static final int IPV6_RECVIF = 24;
    // On unless switched off, unlike most systems.
    public static final int IPV6_V6ONLY = 27;
    public static final int IPV6_UNICAST_IF = 31;
    public static final int IPV6_TCLASS = 39;
    public static final int IPV6_RECVTCLASS = 40;
    public static final int IPV6_ECN = 50;
    public static final int IPV6_MTU_DISCOVER = 71;
    public static final int IPV6_MTU = 72;

    public static final int MCAST_JOIN_GROUP = 41;
    public static final int MCAST_LEAVE_GROUP = 42;
    public static final int MCAST_BLOCK_SOURCE = 43;
    public static final int MCAST_UNBLOCK_SOURCE = 44;
    public static final int MCAST_JOIN_SOURCE_GROUP = 45;
    public static final int MCAST_LEAVE_SOURCE_GROUP = 46;

    public static final int MSG_OOB = 0x1;
    public static final int MSG_PEEK = 0x2;
    public static final int MSG_DONTROUTE = 0x4;
    public static final int MSG_WAITALL = 0x8;
    public static final int MSG_PUSH_IMMEDIATE = 0x20;
    public static final int MSG_TRUNC = 0x0100;
    public static final int MSG_CTRUNC = 0x0200;
    public static final int MSG_BCAST = 0x0400;
    public static final int MSG_MCAST = 0x0800;
    public static final int MSG_PARTIAL = 0x8000;

    public static final int FIONREAD = 0x4004667f;
    public static final int FIONBIO = 0x8004667e;
    public static final int SIO_GET_EXTENSION_FUNCTION_POINTER = 0xC8000006;
    public static final int SIO_BASE_HANDLE = 0x48000022;
    public static final int SIO_BSP_HANDLE = 0x4800001B;
    public static final int SIO_BSP_HANDLE_SELECT = 0x4800001C;
    public static final int SIO_BSP_HANDLE_POLL = 0x4800001D;
    public static final int SIO_KEEPALIVE_VALS = 0x98000004;
    // Set to FALSE, or a send to a closed port fails the next receive with WSAECONNRESET.
    public static final int SIO_UDP_CONNRESET = 0x9800000C;
    public static final int SIO_UDP_NETRESET = 0x9800000F;
    public static final int SIO_LOOPBACK_FAST_PATH = 0x98000010;
    public static final int SIO_TCP_INITIAL_RTO = 0x98000011;
    public static final int SIO_CPU_AFFINITY = 0x98000015;
    public static final int SIO_TCP_SET_ACK_FREQUENCY = 0x98000017;
    public static final int SIO_TCP_INFO = 0xD8000027;
    public static final int SIO_AF_UNIX_GETPEERPID = 0x58000100;

    public static final int TF_DISCONNECT = 0x01;
    public static final int TF_REUSE_SOCKET = 0x02;
    public static final int TF_WRITE_BEHIND = 0x04;
    public static final int TF_USE_KERNEL_APC = 0x20;

    public static final int AI_PASSIVE = 0x00000001;
    public static final int AI_CANONNAME = 0x00000002;
    public static final int AI_NUMERICHOST = 0x00000004;
    public static final int AI_NUMERICSERV = 0x00000008;
    public static final int AI_ALL = 0x00000100;
    public static final int AI_ADDRCONFIG = 0x00000400;
    public static final int AI_V4MAPPED = 0x00000800;
    public static final int NI_NUMERICHOST = 0x02;
    public static final int NI_NUMERICSERV = 0x08;

    private WindowsSockets() {}
}
