package dev.gatun.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.cmsghdr;
import dev.gatun.bindings.linux.in6_pktinfo;
import dev.gatun.bindings.linux.in_pktinfo;
import dev.gatun.bindings.linux.sockaddr_in;
import dev.gatun.bindings.linux.sockaddr_in6;
import dev.gatun.bindings.linux.timespec;
import dev.gatun.spi.Datagrams;
import dev.gatun.spi.Datagrams.Fact;
import java.lang.foreign.MemorySegment;

/**
 * Control messages ({@code cmsg(3)}): what the kernel tells of a datagram, and is told of one to send. A handful at
 * most, so what is asked is looked for from the beginning, and nothing is looked for that nobody asks. What a kernel
 * writes is checked: no length is believed that leads out of the memory. Any thread; the memory is the caller's.
 */
final class ControlMessages {
    /** Room for all that can be asked for at once, of an IPv6 socket that speaks IPv4 too, in whole cache lines. */
    static final int BYTES = 320;

    private static final MemorySegment MEMORY = NativeMemory.ALL;
    private static final int HEADER_BYTES = (int) cmsghdr.sizeof();
    private static final int ALIGNMENT = Long.BYTES;
    private static final long NANOS = 1_000_000_000;
    private static final int INET6_BYTES = 16;

    /** Of three times that a time stamp has: the device's own. */
    private static final long DEVICE_TIME = 2 * timespec.sizeof();

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
            return MEMORY.get(JAVA_BYTE, data) & 0xFF;
        }
        return is(level, type, Linux.SOL_IPV6(), Linux.IPV6_TCLASS()) ? number(data) & 0xFF : Datagrams.UNTOLD;
    }

    /** The address that the datagram was sent to, with port 0; its length, or 0. IPv4's before IPv6's guise of it. */
    static int destination(long control, int length, long into) {
        long inet6 = 0;
        for (long at = first(control, length); at != 0; at = next(at, control, length)) {
            long data = at + HEADER_BYTES;
            if (is(level(at), type(at), Linux.SOL_IP(), Linux.IP_PKTINFO())) {
                int bytes = LinuxAddress.begin(into, sockaddr_in.layout().byteSize(), Linux.AF_INET());
                long from = data + in_pktinfo.ipi_addr$offset();
                MemorySegment.copy(MEMORY, from, MEMORY, into + sockaddr_in.sin_addr$offset(), Integer.BYTES);
                return bytes;
            }
            if (is(level(at), type(at), Linux.SOL_IPV6(), Linux.IPV6_PKTINFO())) {
                inet6 = data;
            }
        }
        if (inet6 == 0) {
            return 0;
        }
        int bytes = LinuxAddress.begin(into, sockaddr_in6.layout().byteSize(), Linux.AF_INET6());
        long from = inet6 + in6_pktinfo.ipi6_addr$offset();
        MemorySegment.copy(MEMORY, from, MEMORY, into + sockaddr_in6.sin6_addr$offset(), INET6_BYTES);
        return bytes;
    }

    // --- to send ----------------------------------------------------------------------------------------------------

    /** Adds behind what is there; how many bytes more that is. */
    static int add(long control, int length, Fact fact, int value) {
        return switch (fact) {
            case SEGMENT_BYTES -> {
                long data = begin(control, length, Linux.SOL_UDP(), Linux.UDP_SEGMENT(), Short.BYTES);
                MEMORY.set(JAVA_SHORT_UNALIGNED, data, (short) value);
                yield space(Short.BYTES);
            }
            case HOP_LIMIT -> addOfBoth(control, length, Linux.IP_TTL(), Linux.IPV6_HOPLIMIT(), value);
            case TRAFFIC_CLASS -> addOfBoth(control, length, Linux.IP_TOS(), Linux.IPV6_TCLASS(), value);
            default -> throw new IllegalArgumentException("no datagram can be sent with " + fact);
        };
    }

    /** IPv4 overlooks what is IPv6's, and the other way round; an IPv6 socket may send either. */
    private static int addOfBoth(long control, int length, int ofInet4, int ofInet6, int value) {
        int space = space(Integer.BYTES);
        MEMORY.set(JAVA_INT_UNALIGNED, begin(control, length, Linux.SOL_IP(), ofInet4, Integer.BYTES), value);
        MEMORY.set(JAVA_INT_UNALIGNED, begin(control, length + space, Linux.SOL_IPV6(), ofInet6, Integer.BYTES), value);
        return 2 * space;
    }

    /** From that address, and by that interface; how many bytes more that is. A length of 0: any address. */
    static int addSource(long control, int length, long address, int addressLength, int interfaceIndex) {
        boolean isInet6 = addressLength > 0 && LinuxAddress.family(address) == Linux.AF_INET6();
        if (isInet6) {
            int bytes = (int) in6_pktinfo.sizeof();
            long data = begin(control, length, Linux.SOL_IPV6(), Linux.IPV6_PKTINFO(), bytes);
            long to = data + in6_pktinfo.ipi6_addr$offset();
            MemorySegment.copy(MEMORY, address + sockaddr_in6.sin6_addr$offset(), MEMORY, to, INET6_BYTES);
            MEMORY.set(JAVA_INT_UNALIGNED, data + in6_pktinfo.ipi6_ifindex$offset(), interfaceIndex);
            return space(bytes);
        }
        int bytes = (int) in_pktinfo.sizeof();
        long data = begin(control, length, Linux.SOL_IP(), Linux.IP_PKTINFO(), bytes);
        int host = addressLength == 0 ? 0 : number(address + sockaddr_in.sin_addr$offset());
        MEMORY.set(JAVA_INT_UNALIGNED, data + in_pktinfo.ipi_ifindex$offset(), interfaceIndex);
        MEMORY.set(JAVA_INT_UNALIGNED, data + in_pktinfo.ipi_spec_dst$offset(), host);
        MEMORY.set(JAVA_INT_UNALIGNED, data + in_pktinfo.ipi_addr$offset(), 0);
        return space(bytes);
    }

    /** Writes a header; where its data is. */
    private static long begin(long control, int length, int level, int type, int bytes) {
        if (length + space(bytes) > BYTES) {
            throw new IllegalStateException("no room for another control message: send plainly first");
        }
        long at = control + length;
        MEMORY.set(JAVA_LONG_UNALIGNED, at + cmsghdr.cmsg_len$offset(), HEADER_BYTES + bytes);
        MEMORY.set(JAVA_INT_UNALIGNED, at + cmsghdr.cmsg_level$offset(), level);
        MEMORY.set(JAVA_INT_UNALIGNED, at + cmsghdr.cmsg_type$offset(), type);
        return at + HEADER_BYTES;
    }

    private static int space(int bytes) {
        return HEADER_BYTES + aligned(bytes);
    }

    // --- walking ----------------------------------------------------------------------------------------------------

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
        return MEMORY.get(JAVA_LONG_UNALIGNED, at + cmsghdr.cmsg_len$offset());
    }

    private static int level(long at) {
        return number(at + cmsghdr.cmsg_level$offset());
    }

    private static int type(long at) {
        return number(at + cmsghdr.cmsg_type$offset());
    }

    private static boolean is(int level, int type, int wantedLevel, int wantedType) {
        return level == wantedLevel && type == wantedType;
    }

    private static int number(long at) {
        return MEMORY.get(JAVA_INT_UNALIGNED, at);
    }

    private static long nanos(long at) {
        long seconds = MEMORY.get(JAVA_LONG_UNALIGNED, at + timespec.tv_sec$offset());
        return seconds * NANOS + MEMORY.get(JAVA_LONG_UNALIGNED, at + timespec.tv_nsec$offset());
    }
}
