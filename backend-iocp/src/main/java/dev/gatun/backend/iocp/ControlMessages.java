package dev.gatun.backend.iocp;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.windows.In6Pktinfo;
import dev.gatun.bindings.windows.InPktinfo;
import dev.gatun.bindings.windows.SockaddrIn;
import dev.gatun.bindings.windows.SockaddrIn6;
import dev.gatun.bindings.windows.WindowsSockets;
import dev.gatun.bindings.windows.WsaCmsgHdr;
import dev.gatun.spi.Datagrams;
import dev.gatun.spi.Datagrams.Fact;
import java.lang.foreign.MemorySegment;

/**
 * Control messages as WSARecvMsg writes them and WSASendMsg reads them: what the system tells of a datagram, and is
 * told of one to send. A handful at most, so what is asked is looked for from the beginning. What Windows writes is
 * checked: no length is believed that leads out of the memory. Any thread; the memory is the caller's.
 */
final class ControlMessages {
    /** Room for all that can be asked for at once, of an IPv6 socket that speaks IPv4 too. */
    static final int BYTES = 256;

    private static final MemorySegment ALL = NativeMemory.ALL;
    private static final int HEADER_BYTES = (int) WsaCmsgHdr.sizeof();
    private static final int ALIGNMENT = Long.BYTES;
    private static final int HOST4_BYTES = 4;
    private static final int HOST6_BYTES = 16;

    private ControlMessages() {}

    /** A fact, or UNTOLD. */
    static long fact(long control, int length, Fact fact) {
        for (long at = first(control, length); at != 0; at = next(at, control, length)) {
            long told = fact(level(at), type(at), at + HEADER_BYTES, fact);
            if (told != Datagrams.UNTOLD) {
                return told;
            }
        }
        return Datagrams.UNTOLD;
    }

    private static long fact(int level, int type, long data, Fact fact) {
        boolean isInet4 = level == WindowsSockets.IPPROTO_IP;
        boolean isInet6 = level == WindowsSockets.IPPROTO_IPV6;
        boolean isOf =
                switch (fact) {
                    case SEGMENT_BYTES ->
                        level == WindowsSockets.IPPROTO_UDP && type == WindowsSockets.UDP_COALESCED_INFO;
                    case INTERFACE ->
                        is(isInet4, type, WindowsSockets.IP_PKTINFO) || is(isInet6, type, WindowsSockets.IPV6_PKTINFO);
                    // Asked for by one number, it may be told by another: Windows' own headers have both.
                    case HOP_LIMIT ->
                        is(isInet4, type, WindowsSockets.IP_RECVTTL)
                                || is(isInet4, type, WindowsSockets.IP_TTL)
                                || is(isInet6, type, WindowsSockets.IPV6_HOPLIMIT);
                    case TRAFFIC_CLASS ->
                        is(isInet4, type, WindowsSockets.IP_TOS) || is(isInet6, type, WindowsSockets.IPV6_TCLASS);
                    case DROPS, RECEIVED_NANOS, DEVICE_RECEIVED_NANOS -> false;
                    case TRUNCATED ->
                        throw new IllegalArgumentException("no control message tells of a datagram cut off");
                };
        if (!isOf) {
            return Datagrams.UNTOLD;
        }
        if (fact == Fact.INTERFACE) {
            return number(data + (isInet4 ? InPktinfo.IPI_IFINDEX : In6Pktinfo.IPI6_IFINDEX));
        }
        return number(data);
    }

    private static boolean is(boolean isOfThatProtocol, int type, int wanted) {
        return isOfThatProtocol && type == wanted;
    }

    /** The address that the datagram was sent to, with port 0; its length, or 0. IPv4's before IPv6's guise of it. */
    static int destination(long control, int length, long into) {
        long inet6 = 0;
        for (long at = first(control, length); at != 0; at = next(at, control, length)) {
            long data = at + HEADER_BYTES;
            if (level(at) == WindowsSockets.IPPROTO_IP && type(at) == WindowsSockets.IP_PKTINFO) {
                int bytes = IocpAddress.begin(into, IocpAddress.INET4_BYTES, WindowsSockets.AF_INET);
                copy(data + InPktinfo.IPI_ADDR, into + SockaddrIn.SIN_ADDR, HOST4_BYTES);
                return bytes;
            }
            if (level(at) == WindowsSockets.IPPROTO_IPV6 && type(at) == WindowsSockets.IPV6_PKTINFO) {
                inet6 = data;
            }
        }
        if (inet6 == 0) {
            return 0;
        }
        int bytes = IocpAddress.begin(into, IocpAddress.INET6_BYTES, WindowsSockets.AF_INET6);
        copy(inet6 + In6Pktinfo.IPI6_ADDR, into + SockaddrIn6.SIN6_ADDR, HOST6_BYTES);
        return bytes;
    }

    // --- to send
    // ----------------------------------------------------------------------------------------------------

    /** Adds behind what is there, for a datagram that goes by IPv6 or not; how many bytes more that is. */
    static int add(long control, int length, Fact fact, int value, boolean isInet6) {
        int level = isInet6 ? WindowsSockets.IPPROTO_IPV6 : WindowsSockets.IPPROTO_IP;
        int type =
                switch (fact) {
                    case SEGMENT_BYTES -> WindowsSockets.UDP_SEND_MSG_SIZE;
                    case HOP_LIMIT ->
                        isInet6 ? WindowsSockets.IPV6_HOPLIMIT : WindowsSockets.IP_RECVTTL; // IP_HOPLIMIT's too
                    case TRAFFIC_CLASS -> isInet6 ? WindowsSockets.IPV6_TCLASS : WindowsSockets.IP_TOS;
                    default -> throw new IllegalArgumentException("no datagram can be sent with " + fact);
                };
        boolean isOfUdp = fact == Fact.SEGMENT_BYTES;
        long data = begin(control, length, isOfUdp ? WindowsSockets.IPPROTO_UDP : level, type, Integer.BYTES);
        ALL.set(JAVA_INT_UNALIGNED, data, value);
        return space(Integer.BYTES);
    }

    /** From that address, and by that interface; how many bytes more that is. A length of 0: any address. */
    static int addSource(long control, int length, long address, int addressLength, int interfaceIndex) {
        boolean isInet6 = addressLength > 0 && IocpAddress.family(address) == WindowsSockets.AF_INET6;
        int bytes = (int) (isInet6 ? In6Pktinfo.sizeof() : InPktinfo.sizeof());
        int level = isInet6 ? WindowsSockets.IPPROTO_IPV6 : WindowsSockets.IPPROTO_IP;
        long data =
                begin(control, length, level, isInet6 ? WindowsSockets.IPV6_PKTINFO : WindowsSockets.IP_PKTINFO, bytes);
        if (isInet6) {
            copy(address + SockaddrIn6.SIN6_ADDR, data + In6Pktinfo.IPI6_ADDR, HOST6_BYTES);
        } else if (addressLength > 0) {
            copy(address + SockaddrIn.SIN_ADDR, data + InPktinfo.IPI_ADDR, HOST4_BYTES);
        } else {
            ALL.set(JAVA_INT_UNALIGNED, data + InPktinfo.IPI_ADDR, 0);
        }
        ALL.set(JAVA_INT_UNALIGNED, data + (isInet6 ? In6Pktinfo.IPI6_IFINDEX : InPktinfo.IPI_IFINDEX), interfaceIndex);
        return space(bytes);
    }

    /** Writes a header; where its data is. */
    private static long begin(long control, int length, int level, int type, int bytes) {
        if (length + space(bytes) > BYTES) {
            throw new IllegalStateException("no room for another control message: send plainly first");
        }
        long at = control + length;
        ALL.set(JAVA_LONG_UNALIGNED, at + WsaCmsgHdr.CMSG_LEN, HEADER_BYTES + bytes);
        ALL.set(JAVA_INT_UNALIGNED, at + WsaCmsgHdr.CMSG_LEVEL, level);
        ALL.set(JAVA_INT_UNALIGNED, at + WsaCmsgHdr.CMSG_TYPE, type);
        return at + HEADER_BYTES;
    }

    private static int space(int bytes) {
        return HEADER_BYTES + aligned(bytes);
    }

    // --- walking
    // ----------------------------------------------------------------------------------------------------

    /** The first message, or 0. */
    private static long first(long control, int length) {
        return isWhole(control, control + length) ? control : 0;
    }

    private static long next(long at, long control, int length) {
        long next = at + aligned((int) size(at));
        return isWhole(next, control + length) ? next : 0;
    }

    private static boolean isWhole(long at, long end) {
        return at + HEADER_BYTES <= end && size(at) >= HEADER_BYTES && size(at) <= end - at;
    }

    private static int aligned(int bytes) {
        return bytes + ALIGNMENT - 1 & -ALIGNMENT;
    }

    private static long size(long at) {
        return ALL.get(JAVA_LONG_UNALIGNED, at + WsaCmsgHdr.CMSG_LEN);
    }

    private static int level(long at) {
        return number(at + WsaCmsgHdr.CMSG_LEVEL);
    }

    private static int type(long at) {
        return number(at + WsaCmsgHdr.CMSG_TYPE);
    }

    private static int number(long at) {
        return ALL.get(JAVA_INT_UNALIGNED, at);
    }

    private static void copy(long from, long to, int bytes) {
        MemorySegment.copy(ALL, from, ALL, to, bytes);
    }
}
