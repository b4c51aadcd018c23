package dev.gatun.backend.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.gatun.bindings.kqueue.BsdSockets;
import dev.gatun.bindings.kqueue.FreebsdConstants;
import dev.gatun.bindings.kqueue.In6Pktinfo;
import dev.gatun.bindings.kqueue.MacosConstants;
import dev.gatun.bindings.kqueue.MacosInPktinfo;
import dev.gatun.bindings.kqueue.MacosTimeval;
import dev.gatun.bindings.kqueue.SockaddrIn;
import dev.gatun.bindings.kqueue.SockaddrIn6;
import dev.gatun.bindings.kqueue.Timespec;
import dev.gatun.parts.ControlMessages;
import dev.gatun.parts.Envelope;
import dev.gatun.spi.Datagrams;
import dev.gatun.spi.Datagrams.Fact;
import java.lang.foreign.MemorySegment;

/**
 * Control messages as macOS and FreeBSD number them (RFC 3542, ip(4)), and what stands before a datagram in a block of
 * the pool. Any thread; the memory is the caller's.
 */
final class BsdControls extends ControlMessages {
    /** Room for all that can be asked for at once, in whole cache lines. */
    private static final int BYTES = 320;

    /** A path of the UNIX family is the longest sender. */
    static final Envelope ENVELOPE = new Envelope(112, BYTES, BsdSockets.MSG_TRUNC);

    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long NANOS_PER_MICRO = 1_000;
    private static final int INET6_BYTES = 16;

    /** In FreeBSD's {@code struct sockaddr_dl}, behind length and family (sys/net/if_dl.h). */
    private static final long LINK_INDEX = 2;

    private final Bsd bsd;

    BsdControls(Bsd bsd) {
        super(BYTES, Integer.BYTES, bsd.controlHeaderBytes(), bsd.controlAlignment());
        this.bsd = bsd;
    }

    @Override
    protected long fact(int level, int type, long data, Fact fact) {
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
                ? ALL.get(JAVA_SHORT_UNALIGNED, data + LINK_INDEX) & 0xFFFF
                : Datagrams.UNTOLD;
    }

    /** macOS counts microseconds; FreeBSD was asked for nanoseconds. */
    private long nanos(int type, long data) {
        if (bsd.isMacos()) {
            return type != BsdSockets.SCM_TIMESTAMP
                    ? Datagrams.UNTOLD
                    : ALL.get(JAVA_LONG_UNALIGNED, data + MacosTimeval.TV_SEC) * NANOS_PER_SECOND
                            + number(data + MacosTimeval.TV_USEC) * NANOS_PER_MICRO;
        }
        return type != FreebsdConstants.SCM_REALTIME
                ? Datagrams.UNTOLD
                : ALL.get(JAVA_LONG_UNALIGNED, data + Timespec.TV_SEC) * NANOS_PER_SECOND
                        + ALL.get(JAVA_LONG_UNALIGNED, data + Timespec.TV_NSEC);
    }

    @Override
    protected long inet4Destination(int level, int type, long data) {
        if (level != BsdSockets.IPPROTO_IP) {
            return 0;
        }
        if (bsd.isMacos()) {
            return type == MacosConstants.IP_PKTINFO ? data + MacosInPktinfo.IPI_ADDR : 0;
        }
        return type == BsdSockets.IP_RECVDSTADDR ? data : 0;
    }

    @Override
    protected long inet6Destination(int level, int type, long data) {
        boolean isTold = level == BsdSockets.IPPROTO_IPV6 && type == BsdSockets.IPV6_PKTINFO;
        return isTold ? data + In6Pktinfo.IPI6_ADDR : 0;
    }

    @Override
    protected int beginAddress(long into, boolean isInet6) {
        return isInet6
                ? BsdAddress.begin(into, (int) SockaddrIn6.sizeof(), bsd.inet6())
                : BsdAddress.begin(into, (int) SockaddrIn.sizeof(), BsdSockets.AF_INET);
    }

    @Override
    protected long host(boolean isInet6) {
        return isInet6 ? SockaddrIn6.SIN6_ADDR : SockaddrIn.SIN_ADDR;
    }

    // --- to send ----------------------------------------------------------------------------------------------------

    /** Adds a number behind what is there; how many bytes there are then. IPv6 alone is told so. */
    int addToInet6(long control, int length, int type, int value) {
        return length + addNumber(control, length, BsdSockets.IPPROTO_IPV6, type, value);
    }

    /**
     * From that address, and by that interface (0: as the routes say); how many bytes there are then. A length of 0:
     * any address. Negative: FreeBSD can't choose the interface of an IPv4 datagram.
     */
    int addSource(long control, int length, long address, int addressLength, int interfaceIndex) {
        if (addressLength > 0 && BsdAddress.family(address) == bsd.inet6()) {
            int bytes = (int) In6Pktinfo.sizeof();
            long data = begin(control, length, BsdSockets.IPPROTO_IPV6, BsdSockets.IPV6_PKTINFO, bytes);
            MemorySegment.copy(ALL, address + SockaddrIn6.SIN6_ADDR, ALL, data + In6Pktinfo.IPI6_ADDR, INET6_BYTES);
            ALL.set(JAVA_INT_UNALIGNED, data + In6Pktinfo.IPI6_IFINDEX, interfaceIndex);
            return length + space(bytes);
        }
        int host = addressLength == 0 ? 0 : number(address + SockaddrIn.SIN_ADDR);
        if (bsd.isMacos()) {
            int bytes = (int) MacosInPktinfo.sizeof();
            long data = begin(control, length, BsdSockets.IPPROTO_IP, MacosConstants.IP_PKTINFO, bytes);
            ALL.set(JAVA_INT_UNALIGNED, data + MacosInPktinfo.IPI_IFINDEX, interfaceIndex);
            ALL.set(JAVA_INT_UNALIGNED, data + MacosInPktinfo.IPI_SPEC_DST, host);
            ALL.set(JAVA_INT_UNALIGNED, data + MacosInPktinfo.IPI_ADDR, 0);
            return length + space(bytes);
        }
        if (interfaceIndex != 0) {
            return -1;
        }
        return length + addNumber(control, length, BsdSockets.IPPROTO_IP, FreebsdConstants.IP_SENDSRCADDR, host);
    }

    private static int octet(long at) {
        return ALL.get(JAVA_BYTE, at) & 0xFF;
    }
}
