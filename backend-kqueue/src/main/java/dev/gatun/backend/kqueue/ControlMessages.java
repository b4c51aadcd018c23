package dev.gatun.backend.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.kqueue.BsdSockets;
import dev.gatun.bindings.kqueue.Cmsghdr;
import dev.gatun.bindings.kqueue.FreebsdConstants;
import dev.gatun.bindings.kqueue.In6Pktinfo;
import dev.gatun.bindings.kqueue.MacosConstants;
import dev.gatun.bindings.kqueue.MacosInPktinfo;
import dev.gatun.bindings.kqueue.MacosTimeval;
import dev.gatun.bindings.kqueue.SockaddrIn;
import dev.gatun.bindings.kqueue.SockaddrIn6;
import dev.gatun.bindings.kqueue.Timespec;
import dev.gatun.spi.Datagrams;
import dev.gatun.spi.Datagrams.Fact;
import java.lang.foreign.MemorySegment;

/**
 * Control messages ({@code cmsg(3)} of Linux, RFC 3542): what the system tells of a datagram, and is told of one to
 * send. A handful at most, so what is asked is looked for from the beginning. No length is believed that leads out of
 * the memory. Any thread; the memory is the caller's.
 */
record ControlMessages(Bsd bsd) {
    /** Room for all that can be asked for at once, in whole cache lines. */
    static final int BYTES = 320;

    private static final MemorySegment MEMORY = NativeMemory.ALL;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long NANOS_PER_MICRO = 1_000;
    private static final int INET6_BYTES = 16;

    /** In FreeBSD's {@code struct sockaddr_dl}, behind length and family (sys/net/if_dl.h). */
    private static final long LINK_INDEX = 2;

    /** A fact, or UNTOLD. */
    long fact(long control, int length, Fact fact) {
        for (long at = first(control, length); at != 0; at = next(at, control, length)) {
            long told = fact(level(at), type(at), data(at), fact);
            if (told != Datagrams.UNTOLD) {
                return told;
            }
        }
        return Datagrams.UNTOLD;
    }

    private long fact(int level, int type, long data, Fact fact) {
        boolean isInet4 = level == BsdSockets.IPPROTO_IP;
        boolean isInet6 = level == BsdSockets.IPPROTO_IPV6;
        return switch (fact) {
            case INTERFACE -> interfaceIndex(level, type, data);
            case HOP_LIMIT ->
                isInet4 && type == bsd.receiveHopLimit()
                        ? octet(data)
                        : isInet6 && type == BsdSockets.IPV6_HOPLIMIT ? number(data) : Datagrams.UNTOLD;
            case TRAFFIC_CLASS ->
                isInet4 && type == bsd.receiveTrafficClass()
                        ? octet(data)
                        : isInet6 && type == bsd.trafficClass6() ? number(data) & 0xFF : Datagrams.UNTOLD;
            case RECEIVED_NANOS -> level == BsdSockets.SOL_SOCKET ? nanos(type, data) : Datagrams.UNTOLD;
            case SEGMENT_BYTES, DROPS, DEVICE_RECEIVED_NANOS -> Datagrams.UNTOLD;
            case TRUNCATED -> throw new IllegalArgumentException("no control message tells of a datagram cut off");
        };
    }

    private long interfaceIndex(int level, int type, long data) {
        if (level == BsdSockets.IPPROTO_IPV6 && type == BsdSockets.IPV6_PKTINFO) {
            return number(data + In6Pktinfo.IPI6_IFINDEX);
        }
        if (level != BsdSockets.IPPROTO_IP) {
            return Datagrams.UNTOLD;
        }
        if (bsd.isMacos()) {
            return type == MacosConstants.IP_PKTINFO ? number(data + MacosInPktinfo.IPI_IFINDEX) : Datagrams.UNTOLD;
        }
        return type == BsdSockets.IP_RECVIF
                ? MEMORY.get(JAVA_SHORT_UNALIGNED, data + LINK_INDEX) & 0xFFFF
                : Datagrams.UNTOLD;
    }

    /** macOS counts microseconds; FreeBSD was asked for nanoseconds. */
    private long nanos(int type, long data) {
        if (bsd.isMacos()) {
            return type != BsdSockets.SCM_TIMESTAMP
                    ? Datagrams.UNTOLD
                    : MEMORY.get(JAVA_LONG_UNALIGNED, data + MacosTimeval.TV_SEC) * NANOS_PER_SECOND
                            + number(data + MacosTimeval.TV_USEC) * NANOS_PER_MICRO;
        }
        return type != FreebsdConstants.SCM_REALTIME
                ? Datagrams.UNTOLD
                : MEMORY.get(JAVA_LONG_UNALIGNED, data + Timespec.TV_SEC) * NANOS_PER_SECOND
                        + MEMORY.get(JAVA_LONG_UNALIGNED, data + Timespec.TV_NSEC);
    }

    /** The address that the datagram was sent to, with port 0; its length, or 0. */
    int destination(long control, int length, long into) {
        for (long at = first(control, length); at != 0; at = next(at, control, length)) {
            long inet4 = inet4Destination(level(at), type(at), data(at));
            if (inet4 != 0) {
                int bytes = BsdAddress.begin(into, (int) SockaddrIn.sizeof(), BsdSockets.AF_INET);
                MemorySegment.copy(MEMORY, inet4, MEMORY, into + SockaddrIn.SIN_ADDR, Integer.BYTES);
                return bytes;
            }
            if (level(at) == BsdSockets.IPPROTO_IPV6 && type(at) == BsdSockets.IPV6_PKTINFO) {
                int bytes = BsdAddress.begin(into, (int) SockaddrIn6.sizeof(), bsd.inet6());
                long from = data(at) + In6Pktinfo.IPI6_ADDR;
                MemorySegment.copy(MEMORY, from, MEMORY, into + SockaddrIn6.SIN6_ADDR, INET6_BYTES);
                return bytes;
            }
        }
        return 0;
    }

    /** Where its four bytes are, or 0. */
    private long inet4Destination(int level, int type, long data) {
        if (level != BsdSockets.IPPROTO_IP) {
            return 0;
        }
        if (bsd.isMacos()) {
            return type == MacosConstants.IP_PKTINFO ? data + MacosInPktinfo.IPI_ADDR : 0;
        }
        return type == BsdSockets.IP_RECVDSTADDR ? data : 0;
    }

    // --- to send ----------------------------------------------------------------------------------------------------

    /** Adds a number behind what is there; how many bytes there are then. IPv6 alone is told so. */
    int addToInet6(long control, int length, int type, int value) {
        long data = begin(control, length, BsdSockets.IPPROTO_IPV6, type, Integer.BYTES);
        MEMORY.set(JAVA_INT_UNALIGNED, data, value);
        return length + space(Integer.BYTES);
    }

    /**
     * From that address, and by that interface (0: as the routes say); how many bytes there are then. A length of 0:
     * any address. Negative: FreeBSD can't choose the interface of an IPv4 datagram.
     */
    int addSource(long control, int length, long address, int addressLength, int interfaceIndex) {
        if (addressLength > 0 && BsdAddress.family(address) == bsd.inet6()) {
            int bytes = (int) In6Pktinfo.sizeof();
            long data = begin(control, length, BsdSockets.IPPROTO_IPV6, BsdSockets.IPV6_PKTINFO, bytes);
            MemorySegment.copy(
                    MEMORY, address + SockaddrIn6.SIN6_ADDR, MEMORY, data + In6Pktinfo.IPI6_ADDR, INET6_BYTES);
            MEMORY.set(JAVA_INT_UNALIGNED, data + In6Pktinfo.IPI6_IFINDEX, interfaceIndex);
            return length + space(bytes);
        }
        int host = addressLength == 0 ? 0 : number(address + SockaddrIn.SIN_ADDR);
        if (bsd.isMacos()) {
            int bytes = (int) MacosInPktinfo.sizeof();
            long data = begin(control, length, BsdSockets.IPPROTO_IP, MacosConstants.IP_PKTINFO, bytes);
            MEMORY.set(JAVA_INT_UNALIGNED, data + MacosInPktinfo.IPI_IFINDEX, interfaceIndex);
            MEMORY.set(JAVA_INT_UNALIGNED, data + MacosInPktinfo.IPI_SPEC_DST, host);
            MEMORY.set(JAVA_INT_UNALIGNED, data + MacosInPktinfo.IPI_ADDR, 0);
            return length + space(bytes);
        }
        if (interfaceIndex != 0) {
            return -1;
        }
        long data = begin(control, length, BsdSockets.IPPROTO_IP, FreebsdConstants.IP_SENDSRCADDR, Integer.BYTES);
        MEMORY.set(JAVA_INT_UNALIGNED, data, host);
        return length + space(Integer.BYTES);
    }

    /** Writes a header; where its data is. */
    private long begin(long control, int length, int level, int type, int bytes) {
        if (length + space(bytes) > BYTES) {
            throw new IllegalStateException("no room for another control message: send plainly first");
        }
        long at = control + length;
        MEMORY.set(JAVA_INT_UNALIGNED, at + Cmsghdr.CMSG_LEN, bsd.controlHeaderBytes() + bytes);
        MEMORY.set(JAVA_INT_UNALIGNED, at + Cmsghdr.CMSG_LEVEL, level);
        MEMORY.set(JAVA_INT_UNALIGNED, at + Cmsghdr.CMSG_TYPE, type);
        return data(at);
    }

    private int space(int bytes) {
        return bsd.controlHeaderBytes() + aligned(bytes);
    }

    // --- walking ----------------------------------------------------------------------------------------------------

    /** The first message, or 0. */
    private long first(long control, int length) {
        return isWhole(control, control + length) ? control : 0;
    }

    private long next(long at, long control, int length) {
        long next = at + aligned(size(at));
        return isWhole(next, control + length) ? next : 0;
    }

    private boolean isWhole(long at, long end) {
        int least = bsd.controlHeaderBytes();
        return at + least <= end && size(at) >= least && size(at) <= end - at;
    }

    private int aligned(int bytes) {
        int alignment = bsd.controlAlignment();
        return bytes + alignment - 1 & -alignment;
    }

    private long data(long at) {
        return at + bsd.controlHeaderBytes();
    }

    private static int size(long at) {
        return number(at + Cmsghdr.CMSG_LEN);
    }

    private static int level(long at) {
        return number(at + Cmsghdr.CMSG_LEVEL);
    }

    private static int type(long at) {
        return number(at + Cmsghdr.CMSG_TYPE);
    }

    private static int octet(long at) {
        return MEMORY.get(JAVA_BYTE, at) & 0xFF;
    }

    private static int number(long at) {
        return MEMORY.get(JAVA_INT_UNALIGNED, at);
    }
}
