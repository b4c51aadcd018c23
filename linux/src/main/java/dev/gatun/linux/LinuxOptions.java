package dev.gatun.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.gatun.bindings.SystemCalls;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import dev.gatun.bindings.linux.ip_mreqn;
import dev.gatun.bindings.linux.linger;
import dev.gatun.spi.IoError;
import dev.gatun.spi.SocketOption;
import java.io.File;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The portable socket options in Linux' numbers. Setting one allocates nothing, since QUICK_ACK is set again and again.
 * One thread: that of the system calls it was given.
 *
 * <p>Linux doubles the size of a buffer and counts its own bookkeeping in it; here it is what the application asked
 * for. An IPv6 socket may speak IPv4 too, which has a traffic class and a hop limit of its own: both are set, and
 * IPv6's is read.
 */
final class LinuxOptions {
    private static final long VALUE = 0;
    private static final long LENGTH = 16;
    private static final int TEXT_BYTES = 16;
    /** What the kernel answers where a buffer or a CPU was never set. */
    private static final int UNSET = -1;

    private final SystemCalls calls;
    private final MemorySegment memory = Arena.ofAuto().allocate(LENGTH + Integer.BYTES, Long.BYTES);

    LinuxOptions(SystemCalls calls) {
        this.calls = calls;
    }

    /** 0 or an error. */
    int set(long handle, SocketOption option, long value) {
        if (option == SocketOption.LINGER_SECONDS) {
            return setLinger(handle, value);
        }
        int number = (int) value;
        return switch (option) {
            case TRAFFIC_CLASS -> setOfInet(handle, Linux.IP_TOS(), Linux.IPV6_TCLASS(), number);
            case HOP_LIMIT -> setOfInet(handle, Linux.IP_TTL(), Linux.IPV6_UNICAST_HOPS(), number);
            case TELL_DESTINATION -> setOfInet(handle, Linux.IP_PKTINFO(), Linux.IPV6_RECVPKTINFO(), number);
            case TELL_HOP_LIMIT -> setOfInet(handle, Linux.IP_RECVTTL(), Linux.IPV6_RECVHOPLIMIT(), number);
            case TELL_TRAFFIC_CLASS -> setOfInet(handle, Linux.IP_RECVTOS(), Linux.IPV6_RECVTCLASS(), number);
            case TELL_DEVICE_TIME -> setDeviceTime(handle, number);
            case MULTICAST_LOOP -> setOfInet(handle, Linux.IP_MULTICAST_LOOP(), Linux.IPV6_MULTICAST_LOOP(), number);
            case MULTICAST_HOPS -> setOfInet(handle, Linux.IP_MULTICAST_TTL(), Linux.IPV6_MULTICAST_HOPS(), number);
            case MULTICAST_INTERFACE -> setMulticastInterface(handle, number);
            default -> set(handle, level(option), name(option), number);
        };
    }

    int set(long handle, SocketOption option, String value) {
        byte[] text = value.getBytes(StandardCharsets.US_ASCII);
        MemorySegment.copy(text, 0, memory, JAVA_BYTE, VALUE, text.length);
        return set(handle, level(option), name(option), memory.address() + VALUE, text.length);
    }

    /** A value, NONE, or a negated error. */
    long get(long handle, SocketOption option) {
        return switch (option) {
            case LINGER_SECONDS -> linger(handle);
            case TRAFFIC_CLASS -> getOfInet(handle, Linux.IP_TOS(), Linux.IPV6_TCLASS());
            case HOP_LIMIT -> getOfInet(handle, Linux.IP_TTL(), Linux.IPV6_UNICAST_HOPS());
            case TELL_DESTINATION -> getOfInet(handle, Linux.IP_PKTINFO(), Linux.IPV6_RECVPKTINFO());
            case TELL_HOP_LIMIT -> getOfInet(handle, Linux.IP_RECVTTL(), Linux.IPV6_RECVHOPLIMIT());
            case TELL_TRAFFIC_CLASS -> getOfInet(handle, Linux.IP_RECVTOS(), Linux.IPV6_RECVTCLASS());
            case TELL_DEVICE_TIME -> isOn(get(handle, Linux.SOL_SOCKET(), Linux.SO_TIMESTAMPING()));
            case MULTICAST_LOOP -> getOfInet(handle, Linux.IP_MULTICAST_LOOP(), Linux.IPV6_MULTICAST_LOOP());
            case MULTICAST_HOPS -> getOfInet(handle, Linux.IP_MULTICAST_TTL(), Linux.IPV6_MULTICAST_HOPS());
            case MULTICAST_INTERFACE -> multicastInterface(handle);
            case RECEIVE_BUFFER_BYTES, SEND_BUFFER_BYTES -> halved(get(handle, level(option), name(option)));
            default -> get(handle, level(option), name(option));
        };
    }

    @Nullable
    String text(long handle, SocketOption option) {
        long got = get(handle, level(option), name(option), TEXT_BYTES);
        if (got < 0) {
            return null;
        }
        byte[] text = new byte[Math.clamp(memory.get(JAVA_INT, LENGTH), 0, TEXT_BYTES)];
        MemorySegment.copy(memory, JAVA_BYTE, VALUE, text, 0, text.length);
        int end = 0;
        while (end < text.length && text[end] != 0) {
            end++;
        }
        return new String(text, 0, end, StandardCharsets.US_ASCII);
    }

    /**
     * Of the options here {@code sk_clone} leaves out the priority and the CPU, and a new connection's acknowledgements
     * begin anew; all else a connection has from its listener, as a test shows.
     */
    static boolean isInherited(SocketOption option) {
        return switch (option) {
            case QUICK_ACK, PRIORITY, INCOMING_CPU -> false;
            default -> true;
        };
    }

    static String remedy(SocketOption option, @Nullable IoError error) {
        return switch (option) {
            case RECEIVE_BUFFER_BYTES -> error == null ? "raise the sysctl net.core.rmem_max" : "";
            case SEND_BUFFER_BYTES -> error == null ? "raise the sysctl net.core.wmem_max" : "";
            case BUSY_POLL_MICROS ->
                error == IoError.PERMISSION ? "it needs CAP_NET_ADMIN, or the sysctl net.core.busy_read set" : "";
            case PREFER_BUSY_POLL, BUSY_POLL_BUDGET, MARK ->
                error == IoError.PERMISSION ? "it needs CAP_NET_ADMIN" : "";
            case PRIORITY -> error == IoError.PERMISSION ? "more than 6 needs CAP_NET_ADMIN" : "";
            case CONGESTION_CONTROL ->
                error == IoError.PERMISSION
                        ? "allow it in the sysctl net.ipv4.tcp_allowed_congestion_control"
                        : "load its module; the sysctl net.ipv4.tcp_available_congestion_control has those there are";
            case TELL_DEVICE_TIME ->
                error == IoError.NOT_SUPPORTED
                        ? "no network device here has a clock (/sys/class/net/*/device/ptp); use TELL_RECEIVED_TIME"
                        : "";
            case MULTICAST_INTERFACE -> error == IoError.NOT_FOUND ? "`ip link` lists the indices there are" : "";
            case DEVICE -> error == IoError.NOT_FOUND ? "`ip link` lists the devices there are" : "";
            case TRAFFIC_CLASS -> error == null ? "TCP keeps the two lowest bits (ECN) for itself" : "";
            default -> "";
        };
    }

    private int setLinger(long handle, long seconds) {
        boolean isOff = seconds == SocketOption.NONE;
        memory.set(JAVA_INT, VALUE + linger.l_onoff$offset(), isOff ? 0 : 1);
        memory.set(JAVA_INT, VALUE + linger.l_linger$offset(), isOff ? 0 : (int) seconds);
        int bytes = (int) linger.layout().byteSize();
        return set(handle, Linux.SOL_SOCKET(), Linux.SO_LINGER(), memory.address() + VALUE, bytes);
    }

    private long linger(long handle) {
        long got = get(handle, Linux.SOL_SOCKET(), Linux.SO_LINGER(), (int)
                linger.layout().byteSize());
        if (got < 0) {
            return got;
        }
        boolean isOn = memory.get(JAVA_INT, VALUE + linger.l_onoff$offset()) != 0;
        return isOn ? memory.get(JAVA_INT, VALUE + linger.l_linger$offset()) : SocketOption.NONE;
    }

    private static long isOn(long flags) {
        return flags < 0 ? flags : Long.signum(flags);
    }

    /** The kernel takes it for every socket; only a device with a clock says something then. */
    private int setDeviceTime(long handle, int value) {
        int flags = value == 0 ? 0 : Linux.SOF_TIMESTAMPING_RX_HARDWARE() | Linux.SOF_TIMESTAMPING_RAW_HARDWARE();
        if (value != 0 && !hasDeviceClock(text(handle, SocketOption.DEVICE))) {
            return IoError.NOT_SUPPORTED.result();
        }
        return set(handle, Linux.SOL_SOCKET(), Linux.SO_TIMESTAMPING(), flags);
    }

    /** Of the device the socket is bound to, or of any; only a hardware device has such a clock, and shows it here. */
    private static boolean hasDeviceClock(@Nullable String device) {
        boolean isBound = device != null && !device.isEmpty();
        String[] devices = isBound ? new String[] {device} : new File("/sys/class/net").list();
        return devices != null
                && Arrays.stream(devices).anyMatch(name -> {
                    String[] clocks = new File("/sys/class/net/" + name + "/device/ptp").list();
                    return clocks != null && clocks.length > 0;
                });
    }

    /** IPv4 wants a structure, and answers an address: what it goes by is not told. */
    private int setMulticastInterface(long handle, int index) {
        if (isInet6(handle)) {
            int set = set(handle, Linux.SOL_IPV6(), Linux.IPV6_MULTICAST_IF(), index);
            if (set < 0) {
                return set;
            }
        }
        memory.fill((byte) 0);
        memory.set(JAVA_INT, VALUE + ip_mreqn.imr_ifindex$offset(), index);
        int bytes = (int) ip_mreqn.sizeof();
        return set(handle, Linux.SOL_IP(), Linux.IP_MULTICAST_IF(), memory.address() + VALUE, bytes);
    }

    private long multicastInterface(long handle) {
        return isInet6(handle)
                ? get(handle, Linux.SOL_IPV6(), Linux.IPV6_MULTICAST_IF())
                : IoError.NOT_SUPPORTED.result();
    }

    private int setOfInet(long handle, int ofInet4, int ofInet6, int value) {
        if (!isInet6(handle)) {
            return set(handle, Linux.SOL_IP(), ofInet4, value);
        }
        int set = set(handle, Linux.SOL_IPV6(), ofInet6, value);
        return set < 0 ? set : set(handle, Linux.SOL_IP(), ofInet4, value);
    }

    private long getOfInet(long handle, int ofInet4, int ofInet6) {
        return isInet6(handle) ? get(handle, Linux.SOL_IPV6(), ofInet6) : get(handle, Linux.SOL_IP(), ofInet4);
    }

    private boolean isInet6(long handle) {
        return get(handle, Linux.SOL_SOCKET(), Linux.SO_DOMAIN()) == Linux.AF_INET6();
    }

    /** An error passes through. */
    private static long halved(long bytes) {
        return bytes < 0 ? bytes : bytes / 2;
    }

    private int set(long handle, int level, int name, int value) {
        memory.set(JAVA_INT, VALUE, value);
        return set(handle, level, name, memory.address() + VALUE, Integer.BYTES);
    }

    private int set(long handle, int level, int name, long address, int bytes) {
        return result(calls.waiting(Syscalls.__NR_setsockopt(), handle, level, name, address, bytes, 0));
    }

    private long get(long handle, int level, int name) {
        long got = get(handle, level, name, Integer.BYTES);
        if (got < 0) {
            return got;
        }
        int value = memory.get(JAVA_INT, VALUE);
        boolean isUnsigned = name == Linux.SO_MARK() && level == Linux.SOL_SOCKET();
        return isUnsigned ? Integer.toUnsignedLong(value) : value == UNSET ? SocketOption.NONE : value;
    }

    private int get(long handle, int level, int name, int bytes) {
        memory.set(JAVA_INT, LENGTH, bytes);
        return result(calls.waiting(
                Syscalls.__NR_getsockopt(),
                handle,
                level,
                name,
                memory.address() + VALUE,
                memory.address() + LENGTH,
                0));
    }

    /** Two numbers mean something else for options than they do for operations. */
    private static int result(long negatedErrno) {
        if (negatedErrno == -Linux.ENOPROTOOPT()) {
            return IoError.NOT_SUPPORTED.result();
        }
        return negatedErrno == -Linux.ENODEV() ? IoError.NOT_FOUND.result() : LinuxErrors.result(negatedErrno);
    }

    private static int level(SocketOption option) {
        return switch (option) {
            case NO_DELAY,
                    QUICK_ACK,
                    KEEP_ALIVE_IDLE_SECONDS,
                    KEEP_ALIVE_INTERVAL_SECONDS,
                    KEEP_ALIVE_PROBES,
                    USER_TIMEOUT_MILLIS,
                    FAST_OPEN_QUEUE,
                    FAST_OPEN_CONNECT,
                    NOT_SENT_LOW_WATER_BYTES,
                    CONGESTION_CONTROL -> Linux.SOL_TCP();
            case IPV6_ONLY -> Linux.SOL_IPV6();
            case COALESCE -> Linux.SOL_UDP();
            default -> Linux.SOL_SOCKET();
        };
    }

    private static int name(SocketOption option) {
        return switch (option) {
            case NO_DELAY -> Linux.TCP_NODELAY();
            case QUICK_ACK -> Linux.TCP_QUICKACK();
            case REUSE_PORT -> Linux.SO_REUSEPORT();
            case REUSE_ADDRESS -> Linux.SO_REUSEADDR();
            case RECEIVE_BUFFER_BYTES -> Linux.SO_RCVBUF();
            case SEND_BUFFER_BYTES -> Linux.SO_SNDBUF();
            case BUSY_POLL_MICROS -> Linux.SO_BUSY_POLL();
            case PREFER_BUSY_POLL -> Linux.SO_PREFER_BUSY_POLL();
            case BUSY_POLL_BUDGET -> Linux.SO_BUSY_POLL_BUDGET();
            case IPV6_ONLY -> Linux.IPV6_V6ONLY();
            case KEEP_ALIVE -> Linux.SO_KEEPALIVE();
            case KEEP_ALIVE_IDLE_SECONDS -> Linux.TCP_KEEPIDLE();
            case KEEP_ALIVE_INTERVAL_SECONDS -> Linux.TCP_KEEPINTVL();
            case KEEP_ALIVE_PROBES -> Linux.TCP_KEEPCNT();
            case USER_TIMEOUT_MILLIS -> Linux.TCP_USER_TIMEOUT();
            case FAST_OPEN_QUEUE -> Linux.TCP_FASTOPEN();
            case FAST_OPEN_CONNECT -> Linux.TCP_FASTOPEN_CONNECT();
            case NOT_SENT_LOW_WATER_BYTES -> Linux.TCP_NOTSENT_LOWAT();
            case CONGESTION_CONTROL -> Linux.TCP_CONGESTION();
            case INCOMING_CPU -> Linux.SO_INCOMING_CPU();
            case DEVICE -> Linux.SO_BINDTODEVICE();
            case PRIORITY -> Linux.SO_PRIORITY();
            case MARK -> Linux.SO_MARK();
            case BROADCAST -> Linux.SO_BROADCAST();
            case COALESCE -> Linux.UDP_GRO();
            case TELL_DROPS -> Linux.SO_RXQ_OVFL();
            case TELL_RECEIVED_TIME -> Linux.SO_TIMESTAMPNS();
            case TRAFFIC_CLASS,
                    HOP_LIMIT,
                    LINGER_SECONDS,
                    TELL_DESTINATION,
                    TELL_HOP_LIMIT,
                    TELL_TRAFFIC_CLASS,
                    TELL_DEVICE_TIME,
                    MULTICAST_LOOP,
                    MULTICAST_HOPS,
                    MULTICAST_INTERFACE ->
                throw new IllegalArgumentException(option + " is not one option of the kernel's");
        };
    }
}
