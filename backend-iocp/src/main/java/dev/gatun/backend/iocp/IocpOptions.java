package dev.gatun.backend.iocp;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.gatun.bindings.windows.Linger;
import dev.gatun.bindings.windows.WindowsErrors;
import dev.gatun.bindings.windows.WindowsSockets;
import dev.gatun.spi.IoError;
import dev.gatun.spi.SocketOption;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The portable socket options in Windows' numbers; what it has no equal for is not supported. An IPv6 socket may
 * speak IPv4 too, which has options of its own: both are set, and IPv6's is read. One thread: that of its calls.
 */
final class IocpOptions {
    private static final int NOT_SUPPORTED = IoError.NOT_SUPPORTED.result();

    private final Winsock winsock;
    private final MemorySegment linger;

    IocpOptions(Winsock winsock) {
        this.winsock = winsock;
        linger = winsock.functions.system.allocate(Linger.sizeof(), Long.BYTES, Arena.ofAuto());
    }

    boolean isInet6(long handle) {
        return winsock.isInet6(handle);
    }

    /** 0 or an error. */
    int set(long handle, SocketOption option, long value) {
        int number = (int) value;
        return switch (option) {
            case LINGER_SECONDS -> setLinger(handle, value);
            case REUSE_ADDRESS -> setReuse(handle, number);
            case TRAFFIC_CLASS,
                    HOP_LIMIT,
                    TELL_DESTINATION,
                    TELL_HOP_LIMIT,
                    TELL_TRAFFIC_CLASS,
                    MULTICAST_LOOP,
                    MULTICAST_HOPS -> setOfInet(handle, option, number);
            case MULTICAST_INTERFACE -> setMulticastInterface(handle, number);
            case COALESCE -> setPlain(handle, option, number == 0 ? 0 : COALESCED_BYTES_MAX);
            default -> setPlain(handle, option, number);
        };
    }

    /** The largest datagram, so that as many come as one as there are. */
    private static final int COALESCED_BYTES_MAX = 65_535;

    /** A value, NONE, or a negated error. */
    long get(long handle, SocketOption option) {
        return switch (option) {
            case LINGER_SECONDS -> linger(handle);
            case REUSE_ADDRESS -> reuse(handle);
            case TRAFFIC_CLASS,
                    HOP_LIMIT,
                    TELL_DESTINATION,
                    TELL_HOP_LIMIT,
                    TELL_TRAFFIC_CLASS,
                    MULTICAST_LOOP,
                    MULTICAST_HOPS ->
                isInet6(handle)
                        ? get(handle, WindowsSockets.IPPROTO_IPV6, nameOfInet6(option))
                        : get(handle, WindowsSockets.IPPROTO_IP, nameOfInet4(option));
            case MULTICAST_INTERFACE ->
                isInet6(handle)
                        ? get(handle, WindowsSockets.IPPROTO_IPV6, WindowsSockets.IPV6_MULTICAST_IF)
                        : NOT_SUPPORTED; // what it goes by is an address there
            case COALESCE -> {
                long bytes = getPlain(handle, option);
                yield bytes < 0 ? bytes : Long.signum(bytes);
            }
            default -> getPlain(handle, option);
        };
    }

    static String remedy(SocketOption option, @Nullable IoError error) {
        return switch (option) {
            case REUSE_PORT -> "Windows does not spread connections over sockets: one accepts, and hands them out";
            case TELL_DEVICE_TIME, TELL_RECEIVED_TIME ->
                error == IoError.NOT_SUPPORTED
                        ? "neither TELL_RECEIVED_TIME nor TELL_DEVICE_TIME is had here; read the clock when it is told"
                        : "";
            case MULTICAST_INTERFACE -> error == IoError.ADDRESS_NOT_AVAILABLE ? "`ipconfig` lists what there is" : "";
            default -> "";
        };
    }

    // --- plain ones
    // -------------------------------------------------------------------------------------------------

    private int setPlain(long handle, SocketOption option, int value) {
        int name = name(option);
        return name == 0 ? NOT_SUPPORTED : result(winsock.setOption(handle, level(option), name, value));
    }

    private long getPlain(long handle, SocketOption option) {
        int name = name(option);
        return name == 0 ? NOT_SUPPORTED : get(handle, level(option), name);
    }

    private long get(long handle, int level, int name) {
        long value = winsock.getOption(handle, level, name);
        return value < 0 ? result(value) : value;
    }

    /** Two numbers mean something else for options than they do for operations. */
    static int result(long negatedError) {
        return negatedError == -WindowsErrors.WSAENOPROTOOPT || negatedError == -WindowsErrors.WSAEINVAL
                ? NOT_SUPPORTED
                : WindowsErrorTable.result(negatedError);
    }

    private static int level(SocketOption option) {
        return switch (option) {
            case NO_DELAY,
                    KEEP_ALIVE_IDLE_SECONDS,
                    KEEP_ALIVE_INTERVAL_SECONDS,
                    KEEP_ALIVE_PROBES,
                    USER_TIMEOUT_MILLIS,
                    FAST_OPEN_CONNECT -> WindowsSockets.IPPROTO_TCP;
            case IPV6_ONLY -> WindowsSockets.IPPROTO_IPV6;
            case COALESCE -> WindowsSockets.IPPROTO_UDP;
            default -> WindowsSockets.SOL_SOCKET;
        };
    }

    /** 0 where Windows has no such option. */
    private static int name(SocketOption option) {
        return switch (option) {
            case NO_DELAY -> WindowsSockets.TCP_NODELAY;
            case RECEIVE_BUFFER_BYTES -> WindowsSockets.SO_RCVBUF;
            case SEND_BUFFER_BYTES -> WindowsSockets.SO_SNDBUF;
            case IPV6_ONLY -> WindowsSockets.IPV6_V6ONLY;
            case KEEP_ALIVE -> WindowsSockets.SO_KEEPALIVE;
            case KEEP_ALIVE_IDLE_SECONDS -> WindowsSockets.TCP_KEEPIDLE;
            case KEEP_ALIVE_INTERVAL_SECONDS -> WindowsSockets.TCP_KEEPINTVL;
            case KEEP_ALIVE_PROBES -> WindowsSockets.TCP_KEEPCNT;
            case USER_TIMEOUT_MILLIS -> WindowsSockets.TCP_MAXRTMS;
            case BROADCAST -> WindowsSockets.SO_BROADCAST;
            case COALESCE -> WindowsSockets.UDP_RECV_MAX_COALESCED_SIZE;
            default -> 0;
        };
    }

    // --- those of each internet protocol
    // ----------------------------------------------------------------------------

    private int setOfInet(long handle, SocketOption option, int value) {
        if (!isInet6(handle)) {
            return result(winsock.setOption(handle, WindowsSockets.IPPROTO_IP, nameOfInet4(option), value));
        }
        int set = result(winsock.setOption(handle, WindowsSockets.IPPROTO_IPV6, nameOfInet6(option), value));
        if (set >= 0) {
            // For what it speaks of IPv4. Where it speaks none, there is nothing to be set.
            winsock.setOption(handle, WindowsSockets.IPPROTO_IP, nameOfInet4(option), value);
        }
        return set;
    }

    private static int nameOfInet4(SocketOption option) {
        return switch (option) {
            case TRAFFIC_CLASS -> WindowsSockets.IP_TOS;
            case HOP_LIMIT -> WindowsSockets.IP_TTL;
            case TELL_DESTINATION -> WindowsSockets.IP_PKTINFO;
            case TELL_HOP_LIMIT -> WindowsSockets.IP_RECVTTL;
            case TELL_TRAFFIC_CLASS -> WindowsSockets.IP_RECVTOS;
            case MULTICAST_LOOP -> WindowsSockets.IP_MULTICAST_LOOP;
            case MULTICAST_HOPS -> WindowsSockets.IP_MULTICAST_TTL;
            default -> throw new IllegalArgumentException(option + " is not of the internet protocols");
        };
    }

    private static int nameOfInet6(SocketOption option) {
        return switch (option) {
            case TRAFFIC_CLASS -> WindowsSockets.IPV6_TCLASS;
            case HOP_LIMIT -> WindowsSockets.IPV6_UNICAST_HOPS;
            case TELL_DESTINATION -> WindowsSockets.IPV6_PKTINFO;
            case TELL_HOP_LIMIT -> WindowsSockets.IPV6_HOPLIMIT;
            case TELL_TRAFFIC_CLASS -> WindowsSockets.IPV6_RECVTCLASS;
            case MULTICAST_LOOP -> WindowsSockets.IPV6_MULTICAST_LOOP;
            case MULTICAST_HOPS -> WindowsSockets.IPV6_MULTICAST_HOPS;
            default -> throw new IllegalArgumentException(option + " is not of the internet protocols");
        };
    }

    private int setMulticastInterface(long handle, int index) {
        if (isInet6(handle)) {
            return result(
                    winsock.setOption(handle, WindowsSockets.IPPROTO_IPV6, WindowsSockets.IPV6_MULTICAST_IF, index));
        }
        return result(winsock.setOption(
                handle, WindowsSockets.IPPROTO_IP, WindowsSockets.IP_MULTICAST_IF, Interfaces.inet4(index)));
    }

    // --- those of more than a number
    // --------------------------------------------------------------------------------

    /**
     * A stream's address can be had although connections linger, unless it is exclusive; SO_REUSEADDR would let
     * anybody take it over. Of datagram sockets that is what sharing a group's port takes.
     */
    private int setReuse(long handle, int value) {
        return winsock.isStream(handle)
                ? result(winsock.setOption(
                        handle, WindowsSockets.SOL_SOCKET, WindowsSockets.SO_EXCLUSIVEADDRUSE, value == 0 ? 1 : 0))
                : result(winsock.setOption(handle, WindowsSockets.SOL_SOCKET, WindowsSockets.SO_REUSEADDR, value));
    }

    private long reuse(long handle) {
        if (!winsock.isStream(handle)) {
            return get(handle, WindowsSockets.SOL_SOCKET, WindowsSockets.SO_REUSEADDR);
        }
        long exclusive = get(handle, WindowsSockets.SOL_SOCKET, WindowsSockets.SO_EXCLUSIVEADDRUSE);
        return exclusive < 0 ? exclusive : exclusive == 0 ? 1 : 0;
    }

    private int setLinger(long handle, long seconds) {
        boolean isOff = seconds == SocketOption.NONE;
        linger.set(JAVA_SHORT, Linger.L_ONOFF, (short) (isOff ? 0 : 1));
        linger.set(JAVA_SHORT, Linger.L_LINGER, (short) (isOff ? 0 : seconds));
        return result(winsock.setOption(
                handle, WindowsSockets.SOL_SOCKET, WindowsSockets.SO_LINGER, linger.address(), (int) Linger.sizeof()));
    }

    private long linger(long handle) {
        long got = winsock.getOption(
                handle, WindowsSockets.SOL_SOCKET, WindowsSockets.SO_LINGER, linger.address(), (int) Linger.sizeof());
        if (got < 0) {
            return result(got);
        }
        boolean isOn = linger.get(JAVA_SHORT, Linger.L_ONOFF) != 0;
        return isOn ? linger.get(JAVA_SHORT, Linger.L_LINGER) & 0xFFFF : SocketOption.NONE;
    }
}
