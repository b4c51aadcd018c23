package dev.gatun.testkit;

import dev.gatun.spi.IoError;
import dev.gatun.spi.SocketOption;
import dev.gatun.spi.Sockets;
import dev.gatun.spi.Sockets.Family;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The options of one socket of the simulated machine. Buffers have the machine's limit, nobody is privileged, there is
 * one network device and none to poll; acknowledgements forget that they were to be quick as soon as something is
 * sent, as real ones do. What only a wire would show is kept, and told. The driver's thread only.
 */
final class SimulatedOptions {
    private static final SocketOption[] ALL = SocketOption.values();
    private static final Set<String> CONGESTION_CONTROLS = Set.of("cubic", "reno");
    private static final String DEVICE = "lo";
    private static final int PRIORITY_MAX = 6;

    private final long[] numbers = new long[ALL.length];
    private final @Nullable String[] texts = new @Nullable String[ALL.length];
    private final int bufferBytesMax;

    SimulatedOptions(int bufferBytesMax) {
        this.bufferBytesMax = bufferBytesMax;
        put(SocketOption.RECEIVE_BUFFER_BYTES, bufferBytesMax);
        put(SocketOption.SEND_BUFFER_BYTES, bufferBytesMax);
        put(SocketOption.HOP_LIMIT, 64);
        put(SocketOption.MULTICAST_HOPS, 1);
        put(SocketOption.MULTICAST_LOOP, 1);
        put(SocketOption.KEEP_ALIVE_IDLE_SECONDS, 7200);
        put(SocketOption.KEEP_ALIVE_INTERVAL_SECONDS, 75);
        put(SocketOption.KEEP_ALIVE_PROBES, 9);
        put(SocketOption.INCOMING_CPU, SocketOption.NONE);
        put(SocketOption.LINGER_SECONDS, SocketOption.NONE);
        texts[SocketOption.CONGESTION_CONTROL.ordinal()] = "cubic";
        texts[SocketOption.DEVICE.ordinal()] = "";
    }

    static boolean isInherited(SocketOption option) {
        return switch (option) {
            case QUICK_ACK, PRIORITY, INCOMING_CPU -> false;
            default -> true;
        };
    }

    /** What a connection has of its listener's. */
    SimulatedOptions inherited() {
        SimulatedOptions heir = new SimulatedOptions(bufferBytesMax);
        for (SocketOption option : ALL) {
            if (isInherited(option)) {
                heir.put(option, value(option));
                heir.texts[option.ordinal()] = texts[option.ordinal()];
            }
        }
        return heir;
    }

    int set(SocketOption option, long value, Family family, Sockets.Type type) {
        if (option.isText()) {
            return IoError.INVALID.result();
        }
        IoError refusal = refusal(option, value, family, type);
        if (refusal != null) {
            return refusal.result();
        }
        boolean isBuffer = option == SocketOption.RECEIVE_BUFFER_BYTES || option == SocketOption.SEND_BUFFER_BYTES;
        put(option, isBuffer ? Math.min(value, bufferBytesMax) : value);
        return 0;
    }

    int set(SocketOption option, String value, Family family, Sockets.Type type) {
        if (!option.isText() || !option.appliesTo(family, type)) {
            return IoError.NOT_SUPPORTED.result();
        }
        boolean exists = option == SocketOption.DEVICE ? value.equals(DEVICE) : CONGESTION_CONTROLS.contains(value);
        if (!exists) {
            return IoError.NOT_FOUND.result();
        }
        texts[option.ordinal()] = value;
        return 0;
    }

    long get(SocketOption option, Family family, Sockets.Type type) {
        boolean isThere =
                !option.isText() && option.appliesTo(family, type) && !isOfPolling(option) && !isMissing(option);
        return isThere ? value(option) : IoError.NOT_SUPPORTED.result();
    }

    @Nullable
    String text(SocketOption option) {
        return texts[option.ordinal()];
    }

    boolean is(SocketOption flag) {
        return value(flag) == 1;
    }

    /** How many of the {@link #bufferBytesMax} bytes are not to be used. */
    int receiveBytesLess() {
        return bufferBytesMax - (int) value(SocketOption.RECEIVE_BUFFER_BYTES);
    }

    int number(SocketOption option) {
        return (int) value(option);
    }

    boolean breaksOffWhenClosed() {
        return value(SocketOption.LINGER_SECONDS) == 0;
    }

    void onSent() {
        put(SocketOption.QUICK_ACK, 0);
    }

    private static @Nullable IoError refusal(SocketOption option, long value, Family family, Sockets.Type type) {
        if (!option.appliesTo(family, type) || isOfPolling(option) || isMissing(option)) {
            return IoError.NOT_SUPPORTED;
        }
        boolean isPrivileged = option == SocketOption.MARK || (option == SocketOption.PRIORITY && value > PRIORITY_MAX);
        return isPrivileged ? IoError.PERMISSION : null;
    }

    /** The network's device has no clock. */
    private static boolean isMissing(SocketOption option) {
        return option == SocketOption.TELL_DEVICE_TIME;
    }

    private static boolean isOfPolling(SocketOption option) {
        return switch (option) {
            case BUSY_POLL_MICROS, PREFER_BUSY_POLL, BUSY_POLL_BUDGET -> true;
            default -> false;
        };
    }

    private long value(SocketOption option) {
        return numbers[option.ordinal()];
    }

    private void put(SocketOption option, long value) {
        numbers[option.ordinal()] = value;
    }
}
