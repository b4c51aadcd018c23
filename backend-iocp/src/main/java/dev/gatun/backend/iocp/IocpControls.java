package dev.gatun.backend.iocp;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.gatun.bindings.windows.In6Pktinfo;
import dev.gatun.bindings.windows.InPktinfo;
import dev.gatun.bindings.windows.SockaddrIn;
import dev.gatun.bindings.windows.SockaddrIn6;
import dev.gatun.bindings.windows.WindowsSockets;
import dev.gatun.bindings.windows.WsaCmsgHdr;
import dev.gatun.parts.ControlMessages;
import dev.gatun.parts.Envelope;
import dev.gatun.spi.Datagrams;
import dev.gatun.spi.Datagrams.Fact;
import java.lang.foreign.MemorySegment;

/**
 * Control messages as Windows numbers them, and what stands before a datagram in a block of the pool. Any thread; the
 * memory is the caller's.
 */
final class IocpControls extends ControlMessages {
    static final IocpControls WINDOWS = new IocpControls();
    static final Envelope ENVELOPE = new Envelope(48, WINDOWS.bytes(), WindowsSockets.MSG_TRUNC);

    private static final int HOST4_BYTES = 4;
    private static final int HOST6_BYTES = 16;

    /** Room for all that can be asked for at once, of an IPv6 socket that speaks IPv4 too. */
    private IocpControls() {
        super(256, Long.BYTES, (int) WsaCmsgHdr.sizeof(), Long.BYTES);
    }

    @Override
    protected long fact(int level, int type, long data, Fact fact) {
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

    @Override
    protected long inet4Destination(int level, int type, long data) {
        return is(level == WindowsSockets.IPPROTO_IP, type, WindowsSockets.IP_PKTINFO) ? data + InPktinfo.IPI_ADDR : 0;
    }

    @Override
    protected long inet6Destination(int level, int type, long data) {
        boolean isTold = is(level == WindowsSockets.IPPROTO_IPV6, type, WindowsSockets.IPV6_PKTINFO);
        return isTold ? data + In6Pktinfo.IPI6_ADDR : 0;
    }

    @Override
    protected int beginAddress(long into, boolean isInet6) {
        return isInet6
                ? IocpAddress.begin(into, IocpAddress.INET6_BYTES, WindowsSockets.AF_INET6)
                : IocpAddress.begin(into, IocpAddress.INET4_BYTES, WindowsSockets.AF_INET);
    }

    @Override
    protected long host(boolean isInet6) {
        return isInet6 ? SockaddrIn6.SIN6_ADDR : SockaddrIn.SIN_ADDR;
    }

    // --- to send

    /** Adds behind what is there, for a datagram that goes by IPv6 or not; how many bytes more that is. */
    int add(long control, int length, Fact fact, int value, boolean isInet6) {
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
        return addNumber(control, length, isOfUdp ? WindowsSockets.IPPROTO_UDP : level, type, value);
    }

    /** From that address, and by that interface; how many bytes more that is. A length of 0: any address. */
    int addSource(long control, int length, long address, int addressLength, int interfaceIndex) {
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

    private static void copy(long from, long to, int bytes) {
        MemorySegment.copy(ALL, from, ALL, to, bytes);
    }
}
