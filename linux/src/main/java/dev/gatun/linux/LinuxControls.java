package dev.gatun.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.cmsghdr;
import dev.gatun.bindings.linux.in6_pktinfo;
import dev.gatun.bindings.linux.in_pktinfo;
import dev.gatun.bindings.linux.sockaddr_in;
import dev.gatun.bindings.linux.sockaddr_in6;
import dev.gatun.bindings.linux.timespec;
import dev.gatun.parts.ControlMessages;
import dev.gatun.parts.Envelope;
import dev.gatun.spi.Datagrams;
import dev.gatun.spi.Datagrams.Fact;
import java.lang.foreign.MemorySegment;

/**
 * Control messages as Linux numbers them ({@code cmsg(3)}), and what stands before a datagram in a block of the pool,
 * by io_uring's hand or by ours. Any thread; the memory is the caller's.
 */
public final class LinuxControls extends ControlMessages {
    static final LinuxControls LINUX = new LinuxControls();

    /** A path of the UNIX family is the longest sender. */
    public static final Envelope ENVELOPE = new Envelope(112, LINUX.bytes(), Linux.MSG_TRUNC());

    private static final long NANOS = 1_000_000_000;
    private static final int INET6_BYTES = 16;

    /** Of three times that a time stamp has: the device's own. */
    private static final long DEVICE_TIME = 2 * timespec.sizeof();

    /** Room for all that can be asked for at once, of an IPv6 socket that speaks IPv4 too, in whole cache lines. */
    private LinuxControls() {
        super(320, Long.BYTES, (int) cmsghdr.sizeof(), Long.BYTES);
    }

    @Override
    protected long fact(int level, int type, long data, Fact fact) {
        return switch (fact) {
            case SEGMENT_BYTES -> is(level, type, Linux.SOL_UDP(), Linux.UDP_GRO()) ? number(data) : Datagrams.UNTOLD;
            case INTERFACE -> interfaceIndex(level, type, data);
            case HOP_LIMIT ->
                is(level, type, Linux.SOL_IP(), Linux.IP_TTL())
                                || is(level, type, Linux.SOL_IPV6(), Linux.IPV6_HOPLIMIT())
                        ? number(data)
                        : Datagrams.UNTOLD;
            case TRAFFIC_CLASS -> trafficClass(level, type, data);
            case DROPS ->
                is(level, type, Linux.SOL_SOCKET(), Linux.SO_RXQ_OVFL())
                        ? Integer.toUnsignedLong(number(data))
                        : Datagrams.UNTOLD;
            case RECEIVED_NANOS ->
                is(level, type, Linux.SOL_SOCKET(), Linux.SCM_TIMESTAMPNS()) ? nanos(data) : Datagrams.UNTOLD;
            case DEVICE_RECEIVED_NANOS -> {
                boolean isStamp = is(level, type, Linux.SOL_SOCKET(), Linux.SCM_TIMESTAMPING());
                long nanos = isStamp ? nanos(data + DEVICE_TIME) : 0;
                yield nanos == 0 ? Datagrams.UNTOLD : nanos; // 0: this packet came by a device without a clock
            }
            case TRUNCATED -> throw new IllegalArgumentException("no control message tells of a datagram cut off");
        };
    }

    private static long interfaceIndex(int level, int type, long data) {
        if (is(level, type, Linux.SOL_IP(), Linux.IP_PKTINFO())) {
            return number(data + in_pktinfo.ipi_ifindex$offset());
        }
        return is(level, type, Linux.SOL_IPV6(), Linux.IPV6_PKTINFO())
                ? number(data + in6_pktinfo.ipi6_ifindex$offset())
                : Datagrams.UNTOLD;
    }

    /** IPv4's is a byte, IPv6's a number. */
    private static long trafficClass(int level, int type, long data) {
        if (is(level, type, Linux.SOL_IP(), Linux.IP_TOS())) {
            return ALL.get(JAVA_BYTE, data) & 0xFF;
        }
        return is(level, type, Linux.SOL_IPV6(), Linux.IPV6_TCLASS()) ? number(data) & 0xFF : Datagrams.UNTOLD;
    }

    @Override
    protected long inet4Destination(int level, int type, long data) {
        return is(level, type, Linux.SOL_IP(), Linux.IP_PKTINFO()) ? data + in_pktinfo.ipi_addr$offset() : 0;
    }

    @Override
    protected long inet6Destination(int level, int type, long data) {
        return is(level, type, Linux.SOL_IPV6(), Linux.IPV6_PKTINFO()) ? data + in6_pktinfo.ipi6_addr$offset() : 0;
    }

    @Override
    protected int beginAddress(long into, boolean isInet6) {
        return isInet6
                ? LinuxAddress.begin(into, sockaddr_in6.sizeof(), Linux.AF_INET6())
                : LinuxAddress.begin(into, sockaddr_in.sizeof(), Linux.AF_INET());
    }

    @Override
    protected long host(boolean isInet6) {
        return isInet6 ? sockaddr_in6.sin6_addr$offset() : sockaddr_in.sin_addr$offset();
    }

    // --- to send ----------------------------------------------------------------------------------------------------

    /** Adds behind what is there; how many bytes more that is. */
    int add(long control, int length, Fact fact, int value) {
        return switch (fact) {
            case SEGMENT_BYTES -> {
                long data = begin(control, length, Linux.SOL_UDP(), Linux.UDP_SEGMENT(), Short.BYTES);
                ALL.set(JAVA_SHORT_UNALIGNED, data, (short) value);
                yield space(Short.BYTES);
            }
            case HOP_LIMIT -> addOfBoth(control, length, Linux.IP_TTL(), Linux.IPV6_HOPLIMIT(), value);
            case TRAFFIC_CLASS -> addOfBoth(control, length, Linux.IP_TOS(), Linux.IPV6_TCLASS(), value);
            default -> throw new IllegalArgumentException("no datagram can be sent with " + fact);
        };
    }

    /** IPv4 overlooks what is IPv6's, and the other way round; an IPv6 socket may send either. */
    private int addOfBoth(long control, int length, int ofInet4, int ofInet6, int value) {
        int added = addNumber(control, length, Linux.SOL_IP(), ofInet4, value);
        return added + addNumber(control, length + added, Linux.SOL_IPV6(), ofInet6, value);
    }

    /** From that address, and by that interface; how many bytes more that is. A length of 0: any address. */
    int addSource(long control, int length, long address, int addressLength, int interfaceIndex) {
        boolean isInet6 = addressLength > 0 && LinuxAddress.family(address) == Linux.AF_INET6();
        if (isInet6) {
            int bytes = (int) in6_pktinfo.sizeof();
            long data = begin(control, length, Linux.SOL_IPV6(), Linux.IPV6_PKTINFO(), bytes);
            long to = data + in6_pktinfo.ipi6_addr$offset();
            MemorySegment.copy(ALL, address + sockaddr_in6.sin6_addr$offset(), ALL, to, INET6_BYTES);
            ALL.set(JAVA_INT_UNALIGNED, data + in6_pktinfo.ipi6_ifindex$offset(), interfaceIndex);
            return space(bytes);
        }
        int bytes = (int) in_pktinfo.sizeof();
        long data = begin(control, length, Linux.SOL_IP(), Linux.IP_PKTINFO(), bytes);
        int host = addressLength == 0 ? 0 : number(address + sockaddr_in.sin_addr$offset());
        ALL.set(JAVA_INT_UNALIGNED, data + in_pktinfo.ipi_ifindex$offset(), interfaceIndex);
        ALL.set(JAVA_INT_UNALIGNED, data + in_pktinfo.ipi_spec_dst$offset(), host);
        ALL.set(JAVA_INT_UNALIGNED, data + in_pktinfo.ipi_addr$offset(), 0);
        return space(bytes);
    }

    private static boolean is(int level, int type, int wantedLevel, int wantedType) {
        return level == wantedLevel && type == wantedType;
    }

    private static long nanos(long at) {
        long seconds = ALL.get(JAVA_LONG_UNALIGNED, at + timespec.tv_sec$offset());
        return seconds * NANOS + ALL.get(JAVA_LONG_UNALIGNED, at + timespec.tv_nsec$offset());
    }
}
