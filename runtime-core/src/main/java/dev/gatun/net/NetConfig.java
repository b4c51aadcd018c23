package dev.gatun.net;

import dev.gatun.spi.SocketOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which options sockets are opened with. Immutable: each {@code with…} answers another one; {@link #lowLatency} and
 * {@link #systemDefaults} are where to begin. What is not named is left as the system has it. Connections that a
 * listener accepts have the listener's options. What became of each can be asked of the socket ({@link OptionOutcome});
 * with {@link #withStrict} a socket that does not get all of them is refused, with the reasons.
 */
public final class NetConfig {
    private static final int BUFFER_BYTES = 1 << 20;
    private static final int BACKLOG = 4096;
    private static final SocketOption[] ALL = SocketOption.values();

    private static final NetConfig SYSTEM_DEFAULTS =
            new NetConfig(new @Nullable Long[ALL.length], new @Nullable String[ALL.length], BACKLOG, false);

    private static final NetConfig LOW_LATENCY = SYSTEM_DEFAULTS
            .withNoDelay(true)
            .withQuickAck(true)
            .withReusePort(true)
            .withReceiveBuffer(BUFFER_BYTES)
            .withSendBuffer(BUFFER_BYTES);

    private final @Nullable Long[] numbers;
    private final @Nullable String[] texts;
    private final int backlog;
    private final boolean strict;

    private NetConfig(@Nullable Long[] numbers, @Nullable String[] texts, int backlog, boolean strict) {
        this.numbers = numbers;
        this.texts = texts;
        this.backlog = backlog;
        this.strict = strict;
    }

    /** No option at all. */
    public static NetConfig systemDefaults() {
        return SYSTEM_DEFAULTS;
    }

    /** Nothing waits to be sent or acknowledged, each core listens for itself, and buffers of 1 MiB. */
    public static NetConfig lowLatency() {
        return LOW_LATENCY;
    }

    /** TCP_NODELAY: small segments go at once. */
    public NetConfig withNoDelay(boolean noDelay) {
        return with(SocketOption.NO_DELAY, flag(noDelay));
    }

    /** TCP_QUICKACK: acknowledged at once what was not answered at once. Streams keep it on; a system forgets it. */
    public NetConfig withQuickAck(boolean quickAck) {
        return with(SocketOption.QUICK_ACK, flag(quickAck));
    }

    /** SO_REUSEPORT: each core has a listener of its own at the same address. */
    public NetConfig withReusePort(boolean reusePort) {
        return with(SocketOption.REUSE_PORT, flag(reusePort));
    }

    /** SO_REUSEADDR; listeners of TCP have it unless told otherwise. */
    public NetConfig withReuseAddress(boolean reuseAddress) {
        return with(SocketOption.REUSE_ADDRESS, flag(reuseAddress));
    }

    /** SO_RCVBUF; the system no longer adapts the size by itself then. */
    public NetConfig withReceiveBuffer(int bytes) {
        return with(SocketOption.RECEIVE_BUFFER_BYTES, bytes);
    }

    /** SO_SNDBUF; the system no longer adapts the size by itself then. */
    public NetConfig withSendBuffer(int bytes) {
        return with(SocketOption.SEND_BUFFER_BYTES, bytes);
    }

    /** SO_BUSY_POLL: to the microsecond. */
    public NetConfig withBusyPoll(Duration busyPoll) {
        return with(SocketOption.BUSY_POLL_MICROS, busyPoll.toNanos() / 1000);
    }

    /** SO_PREFER_BUSY_POLL. */
    public NetConfig withPreferBusyPoll(boolean prefer) {
        return with(SocketOption.PREFER_BUSY_POLL, flag(prefer));
    }

    /** SO_BUSY_POLL_BUDGET: packets in one look. */
    public NetConfig withBusyPollBudget(int packets) {
        return with(SocketOption.BUSY_POLL_BUDGET, packets);
    }

    /** IP_TOS and IPV6_TCLASS. */
    public NetConfig withTrafficClass(int trafficClass) {
        return with(SocketOption.TRAFFIC_CLASS, trafficClass);
    }

    /** IPV6_V6ONLY: without it an IPv6 listener at the wildcard address takes IPv4 too, where the system does. */
    public NetConfig withIpv6Only(boolean only) {
        return with(SocketOption.IPV6_ONLY, flag(only));
    }

    /** IP_TTL and IPV6_UNICAST_HOPS. */
    public NetConfig withHopLimit(int hops) {
        return with(SocketOption.HOP_LIMIT, hops);
    }

    /** SO_KEEPALIVE, at the system's pace. */
    public NetConfig withKeepAlive(boolean keepAlive) {
        return with(SocketOption.KEEP_ALIVE, flag(keepAlive));
    }

    /** SO_KEEPALIVE, TCP_KEEPIDLE, TCP_KEEPINTVL and TCP_KEEPCNT: to the second. */
    public NetConfig withKeepAlive(Duration idle, Duration interval, int probes) {
        return withKeepAlive(true)
                .with(SocketOption.KEEP_ALIVE_IDLE_SECONDS, idle.toSeconds())
                .with(SocketOption.KEEP_ALIVE_INTERVAL_SECONDS, interval.toSeconds())
                .with(SocketOption.KEEP_ALIVE_PROBES, probes);
    }

    /** TCP_USER_TIMEOUT: to the millisecond. */
    public NetConfig withUserTimeout(Duration timeout) {
        return with(SocketOption.USER_TIMEOUT_MILLIS, timeout.toMillis());
    }

    /** TCP_FASTOPEN for listeners, so many at once; TCP_FASTOPEN_CONNECT for who connects. */
    public NetConfig withFastOpen(int queue) {
        return with(SocketOption.FAST_OPEN_QUEUE, queue).with(SocketOption.FAST_OPEN_CONNECT, flag(queue > 0));
    }

    /** TCP_NOTSENT_LOWAT. */
    public NetConfig withNotSentLowWater(int bytes) {
        return with(SocketOption.NOT_SENT_LOW_WATER_BYTES, bytes);
    }

    /** TCP_CONGESTION. */
    public NetConfig withCongestionControl(String name) {
        return with(SocketOption.CONGESTION_CONTROL, name);
    }

    /** SO_INCOMING_CPU. */
    public NetConfig withIncomingCpu(int cpu) {
        return with(SocketOption.INCOMING_CPU, cpu);
    }

    /** SO_BINDTODEVICE. */
    public NetConfig withDevice(String name) {
        return with(SocketOption.DEVICE, name);
    }

    /** SO_PRIORITY. */
    public NetConfig withPriority(int priority) {
        return with(SocketOption.PRIORITY, priority);
    }

    /** SO_MARK, 32 bits. */
    public NetConfig withMark(long mark) {
        return with(SocketOption.MARK, mark);
    }

    /**
     * SO_LINGER: zero, and every close breaks the connection off, as its peer sees. A longer wait would stop the loop:
     * {@link NetStream#close} waits on the loop instead.
     */
    public NetConfig withBreakOffAtClose(boolean breakOff) {
        return with(SocketOption.LINGER_SECONDS, breakOff ? 0 : SocketOption.NONE);
    }

    /** Datagrams to the whole subnet are allowed. */
    public NetConfig withBroadcast(boolean is) {
        return with(SocketOption.BROADCAST, flag(is));
    }

    /** Several datagrams of one sender may come as one, with their common size. */
    public NetConfig withCoalescing(boolean is) {
        return with(SocketOption.COALESCE, flag(is));
    }

    /** Each datagram comes with the address that it was sent to, and its interface. */
    public NetConfig withDestinations(boolean is) {
        return with(SocketOption.TELL_DESTINATION, flag(is));
    }

    /** Each datagram comes with the hops that it had left. */
    public NetConfig withHopLimits(boolean is) {
        return with(SocketOption.TELL_HOP_LIMIT, flag(is));
    }

    /** Each datagram comes with its traffic class. */
    public NetConfig withTrafficClasses(boolean is) {
        return with(SocketOption.TELL_TRAFFIC_CLASS, flag(is));
    }

    /** Each datagram comes with how many the socket had lost by then. */
    public NetConfig withDropCounts(boolean is) {
        return with(SocketOption.TELL_DROPS, flag(is));
    }

    /** Each datagram comes with when the kernel got it. */
    public NetConfig withReceivedTimes(boolean is) {
        return with(SocketOption.TELL_RECEIVED_TIME, flag(is));
    }

    /** Each datagram comes with when the network device got it. */
    public NetConfig withDeviceTimes(boolean is) {
        return with(SocketOption.TELL_DEVICE_TIME, flag(is));
    }

    /** What is sent to a group is heard on this machine too. */
    public NetConfig withMulticastLoop(boolean is) {
        return with(SocketOption.MULTICAST_LOOP, flag(is));
    }

    /** How many hops what is sent to a group may go. */
    public NetConfig withMulticastHops(int hops) {
        return with(SocketOption.MULTICAST_HOPS, hops);
    }

    /** The index of the interface that what is sent to a group goes by; 0: as the routes say. */
    public NetConfig withMulticastInterface(int index) {
        return with(SocketOption.MULTICAST_INTERFACE, index);
    }

    /** How many connections may wait to be accepted; the system may allow fewer. */
    public NetConfig withBacklog(int connections) {
        if (connections < 1) {
            throw new IllegalArgumentException("a backlog of " + connections + " is not positive");
        }
        return new NetConfig(numbers, texts, connections, strict);
    }

    /** Whether a socket that does not get every option as asked is refused; else it goes without, and tells. */
    public NetConfig withStrict(boolean strict) {
        return new NetConfig(numbers, texts, backlog, strict);
    }

    /** Any option whose value is a number. */
    public NetConfig with(SocketOption option, long value) {
        @Nullable Long[] changed = numbers.clone();
        changed[option.ordinal()] = option.checked(value);
        return new NetConfig(changed, texts, backlog, strict);
    }

    /** Any option whose value is a text. */
    public NetConfig with(SocketOption option, String value) {
        @Nullable String[] changed = texts.clone();
        changed[option.ordinal()] = option.checked(value);
        return new NetConfig(numbers, changed, backlog, strict);
    }

    /** Leaves an option as the system has it. */
    public NetConfig without(SocketOption option) {
        @Nullable Long[] fewer = numbers.clone();
        @Nullable String[] fewerTexts = texts.clone();
        fewer[option.ordinal()] = null;
        fewerTexts[option.ordinal()] = null;
        return new NetConfig(fewer, fewerTexts, backlog, strict);
    }

    /** What it names, in the order of {@link SocketOption}. */
    public List<SocketOption> options() {
        List<SocketOption> named = new ArrayList<>();
        for (SocketOption option : ALL) {
            if (names(option)) {
                named.add(option);
            }
        }
        return named;
    }

    public boolean names(SocketOption option) {
        return numbers[option.ordinal()] != null || texts[option.ordinal()] != null;
    }

    /** Null when it names none, or when the option is a text. */
    public @Nullable Long number(SocketOption option) {
        return numbers[option.ordinal()];
    }

    /** Null when it names none, or when the option is a number. */
    public @Nullable String text(SocketOption option) {
        return texts[option.ordinal()];
    }

    public int backlog() {
        return backlog;
    }

    public boolean isStrict() {
        return strict;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("NetConfig[backlog ").append(backlog);
        for (SocketOption option : options()) {
            Long number = number(option);
            text.append(", ").append(option).append(' ');
            text.append(number == null ? text(option) : OptionOutcome.say(number));
        }
        return text.append(strict ? ", strict]" : "]").toString();
    }

    private static long flag(boolean is) {
        return is ? 1 : 0;
    }
}
