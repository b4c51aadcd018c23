package dev.gatun.backend.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.gatun.bindings.kqueue.BsdCalls;
import dev.gatun.bindings.kqueue.BsdErrnos;
import dev.gatun.bindings.kqueue.BsdFunction;
import dev.gatun.bindings.kqueue.BsdSockets;
import dev.gatun.bindings.kqueue.FreebsdConstants;
import dev.gatun.bindings.kqueue.IpMreqn;
import dev.gatun.bindings.kqueue.Linger;
import dev.gatun.bindings.kqueue.MacosConstants;
import dev.gatun.spi.IoError;
import dev.gatun.spi.SocketOption;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The portable socket options in a BSD's numbers; what it lacks is NOT_SUPPORTED. One thread: that of the calls it
 * was given.
 */
final class BsdOptions {
    private static final long VALUE = 0;
    private static final long LENGTH = 16;

    /** An option that is none there: no number of theirs is 0. */
    private static final int NONE = 0;

    private final Bsd bsd;
    private final BsdErrors errors;
    private final BsdCalls calls;
    private final MemorySegment memory = Arena.ofAuto().allocate(LENGTH + Integer.BYTES, Long.BYTES);
    private final MemorySegment name = Arena.ofAuto().allocate(BsdAddress.BYTES_MAX, Long.BYTES);

    BsdOptions(Bsd bsd, BsdCalls calls) {
        this.bsd = bsd;
        errors = BsdErrors.of(bsd);
        this.calls = calls;
    }

    /** 0 or an error. */
    int set(long handle, SocketOption option, long value) {
        int number = (int) value;
        return switch (option) {
            case LINGER_SECONDS -> setLinger(handle, value);
            case TELL_DESTINATION -> setTellDestination(handle, number);
            case TELL_RECEIVED_TIME -> setTellTime(handle, number);
            case MULTICAST_INTERFACE -> setMulticastInterface(handle, number);
            default -> set(handle, level(handle, option), name(handle, option), number);
        };
    }

    /** A value, NONE, or a negated error. */
    long get(long handle, SocketOption option) {
        return switch (option) {
            case LINGER_SECONDS -> linger(handle);
            case TELL_DESTINATION ->
                isInet6(handle)
                        ? get(handle, BsdSockets.IPPROTO_IPV6, bsd.receivePacketInfo6())
                        : get(handle, BsdSockets.IPPROTO_IP, tellDestination());
            case MULTICAST_INTERFACE -> multicastInterface(handle);
            default -> isOn(option, get(handle, level(handle, option), name(handle, option)));
        };
    }

    /** A BSD answers the flag's own bit where it is on. */
    private static long isOn(SocketOption option, long value) {
        return switch (option) {
            case NO_DELAY, REUSE_PORT, REUSE_ADDRESS, KEEP_ALIVE, BROADCAST, TELL_RECEIVED_TIME, IPV6_ONLY ->
                value < 0 ? value : Long.signum(value);
            default -> value;
        };
    }

    /**
     * Both systems copy the socket's own options and buffers to what is accepted; of what is TCP's and IP's their
     * manuals say nothing.
     */
    static boolean isInherited(SocketOption option) {
        return switch (option) {
            case REUSE_PORT,
                    REUSE_ADDRESS,
                    RECEIVE_BUFFER_BYTES,
                    SEND_BUFFER_BYTES,
                    KEEP_ALIVE,
                    LINGER_SECONDS,
                    IPV6_ONLY -> true;
            default -> false;
        };
    }

    static String remedy(SocketOption option, @Nullable IoError error) {
        return switch (option) {
            case RECEIVE_BUFFER_BYTES, SEND_BUFFER_BYTES ->
                error == IoError.NO_MEMORY || error == null ? "raise the sysctl kern.ipc.maxsockbuf" : "";
            case REUSE_PORT ->
                error == IoError.NOT_SUPPORTED
                        ? "macOS spreads no connections among listeners: accept on one core"
                        : "";
            case TELL_DEVICE_TIME -> "no BSD asks the device; use TELL_RECEIVED_TIME";
            default -> "";
        };
    }

    // --- what is more than a number
    // -----------------------------------------------------------------------------------

    private int setLinger(long handle, long seconds) {
        boolean isOff = seconds == SocketOption.NONE;
        memory.set(JAVA_INT, VALUE + Linger.L_ONOFF, isOff ? 0 : 1);
        memory.set(JAVA_INT, VALUE + Linger.L_LINGER, isOff ? 0 : (int) seconds);
        return set(handle, BsdSockets.SOL_SOCKET, bsd.linger(), (int) Linger.sizeof(), memory.address() + VALUE);
    }

    private long linger(long handle) {
        long got = read(handle, BsdSockets.SOL_SOCKET, bsd.linger(), (int) Linger.sizeof());
        if (got < 0) {
            return got;
        }
        boolean isOn = memory.get(JAVA_INT, VALUE + Linger.L_ONOFF) != 0;
        return isOn ? memory.get(JAVA_INT, VALUE + Linger.L_LINGER) : SocketOption.NONE;
    }

    private int tellDestination() {
        return bsd.isMacos() ? MacosConstants.IP_RECVPKTINFO : BsdSockets.IP_RECVDSTADDR;
    }

    /** FreeBSD tells IPv4's address and interface apart. */
    private int setTellDestination(long handle, int value) {
        if (isInet6(handle)) {
            return set(handle, BsdSockets.IPPROTO_IPV6, bsd.receivePacketInfo6(), value);
        }
        int set = set(handle, BsdSockets.IPPROTO_IP, tellDestination(), value);
        return set < 0 || bsd.isMacos() ? set : set(handle, BsdSockets.IPPROTO_IP, BsdSockets.IP_RECVIF, value);
    }

    /** macOS tells microseconds, FreeBSD what it is asked for. */
    private int setTellTime(long handle, int value) {
        int set = set(handle, BsdSockets.SOL_SOCKET, BsdSockets.SO_TIMESTAMP, value);
        return set < 0 || bsd.isMacos() || value == 0
                ? set
                : set(handle, BsdSockets.SOL_SOCKET, FreebsdConstants.SO_TS_CLOCK, FreebsdConstants.SO_TS_REALTIME);
    }

    /** IPv4 wants a structure, or another option; what it goes by it does not tell. */
    private int setMulticastInterface(long handle, int index) {
        if (isInet6(handle)) {
            return set(handle, BsdSockets.IPPROTO_IPV6, BsdSockets.IPV6_MULTICAST_IF, index);
        }
        if (bsd.isMacos()) {
            return set(handle, BsdSockets.IPPROTO_IP, MacosConstants.IP_MULTICAST_IFINDEX, index);
        }
        memory.fill((byte) 0);
        memory.set(JAVA_INT, VALUE + IpMreqn.IMR_IFINDEX, index);
        int bytes = (int) IpMreqn.sizeof();
        return set(handle, BsdSockets.IPPROTO_IP, BsdSockets.IP_MULTICAST_IF, bytes, memory.address() + VALUE);
    }

    private long multicastInterface(long handle) {
        return isInet6(handle)
                ? get(handle, BsdSockets.IPPROTO_IPV6, BsdSockets.IPV6_MULTICAST_IF)
                : IoError.NOT_SUPPORTED.result();
    }

    // --- numbers
    // ------------------------------------------------------------------------------------------------------

    private boolean isInet6(long handle) {
        memory.set(JAVA_INT, LENGTH, BsdAddress.BYTES_MAX);
        long named = calls.waiting(BsdFunction.GETSOCKNAME, handle, name.address(), memory.address() + LENGTH);
        return named >= 0 && BsdAddress.family(name.address()) == bsd.inet6();
    }

    private int set(long handle, int level, int option, int value) {
        if (option == NONE) {
            return IoError.NOT_SUPPORTED.result();
        }
        memory.set(JAVA_INT, VALUE, value);
        return set(handle, level, option, Integer.BYTES, memory.address() + VALUE);
    }

    private int set(long handle, int level, int option, int bytes, long address) {
        return result(calls.waiting(BsdFunction.SETSOCKOPT, handle, level, option, address, bytes, 0));
    }

    private long get(long handle, int level, int option) {
        if (option == NONE) {
            return IoError.NOT_SUPPORTED.result();
        }
        long got = read(handle, level, option, Integer.BYTES);
        return got < 0 ? got : memory.get(JAVA_INT, VALUE);
    }

    private int read(long handle, int level, int option, int bytes) {
        memory.set(JAVA_INT, LENGTH, bytes);
        long value = memory.address() + VALUE;
        return result(
                calls.waiting(BsdFunction.GETSOCKOPT, handle, level, option, value, memory.address() + LENGTH, 0));
    }

    /** Two numbers mean something else for options than they do for operations. */
    private int result(long negatedErrno) {
        if (negatedErrno == -BsdErrnos.ENOPROTOOPT) {
            return IoError.NOT_SUPPORTED.result();
        }
        return negatedErrno == -BsdErrnos.ENXIO || negatedErrno == -BsdErrnos.ENODEV
                ? IoError.NOT_FOUND.result()
                : errors.result(negatedErrno);
    }

    private int level(long handle, SocketOption option) {
        return switch (option) {
            case NO_DELAY,
                    KEEP_ALIVE_IDLE_SECONDS,
                    KEEP_ALIVE_INTERVAL_SECONDS,
                    KEEP_ALIVE_PROBES,
                    NOT_SENT_LOW_WATER_BYTES -> BsdSockets.IPPROTO_TCP;
            case IPV6_ONLY -> BsdSockets.IPPROTO_IPV6;
            case TRAFFIC_CLASS, HOP_LIMIT, TELL_HOP_LIMIT, TELL_TRAFFIC_CLASS, MULTICAST_LOOP, MULTICAST_HOPS ->
                isInet6(handle) ? BsdSockets.IPPROTO_IPV6 : BsdSockets.IPPROTO_IP;
            default -> BsdSockets.SOL_SOCKET;
        };
    }

    private int name(long handle, SocketOption option) {
        return switch (option) {
            case NO_DELAY -> BsdSockets.TCP_NODELAY;
            case REUSE_PORT -> bsd.sharedPort();
            case REUSE_ADDRESS -> BsdSockets.SO_REUSEADDR;
            case RECEIVE_BUFFER_BYTES -> BsdSockets.SO_RCVBUF;
            case SEND_BUFFER_BYTES -> BsdSockets.SO_SNDBUF;
            case IPV6_ONLY -> BsdSockets.IPV6_V6ONLY;
            case KEEP_ALIVE -> BsdSockets.SO_KEEPALIVE;
            case KEEP_ALIVE_IDLE_SECONDS -> bsd.keepAliveIdle();
            case KEEP_ALIVE_INTERVAL_SECONDS -> bsd.keepAliveInterval();
            case KEEP_ALIVE_PROBES -> bsd.keepAliveProbes();
            case NOT_SENT_LOW_WATER_BYTES -> bsd.isMacos() ? MacosConstants.TCP_NOTSENT_LOWAT : NONE;
            case BROADCAST -> BsdSockets.SO_BROADCAST;
            case TRAFFIC_CLASS -> isInet6(handle) ? bsd.trafficClass6() : BsdSockets.IP_TOS;
            case HOP_LIMIT -> isInet6(handle) ? BsdSockets.IPV6_UNICAST_HOPS : BsdSockets.IP_TTL;
            case TELL_HOP_LIMIT -> isInet6(handle) ? BsdSockets.IPV6_RECVHOPLIMIT : bsd.receiveHopLimit();
            case TELL_TRAFFIC_CLASS -> isInet6(handle) ? bsd.receiveTrafficClass6() : bsd.receiveTrafficClass();
            case TELL_RECEIVED_TIME -> BsdSockets.SO_TIMESTAMP;
            case MULTICAST_LOOP -> isInet6(handle) ? BsdSockets.IPV6_MULTICAST_LOOP : BsdSockets.IP_MULTICAST_LOOP;
            case MULTICAST_HOPS -> isInet6(handle) ? BsdSockets.IPV6_MULTICAST_HOPS : BsdSockets.IP_MULTICAST_TTL;
            default -> NONE;
        };
    }
}
