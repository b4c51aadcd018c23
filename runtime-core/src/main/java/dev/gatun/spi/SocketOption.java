package dev.gatun.spi;

import dev.gatun.spi.Sockets.Family;

/**
 * What can be set on a socket, the same on every system; a table. A value is a number, or a text where {@link #isText}
 * says so; a flag is 0 or 1. What a system lacks it answers with {@link IoError#NOT_SUPPORTED}, and nobody takes it for
 * granted (invariant 9).
 */
public enum SocketOption {
    /** Small segments go at once, not when the last one was acknowledged. */
    NO_DELAY(Scope.TCP, 0, 1),
    /** What came is acknowledged at once. A system forgets this; who wants it kept sets it again. */
    QUICK_ACK(Scope.TCP, 0, 1),
    /** Several sockets share an address, and the system spreads what comes among them. */
    REUSE_PORT(Scope.INET, 0, 1),
    /** An address can be had although connections of its last owner linger. */
    REUSE_ADDRESS(Scope.INET, 0, 1),
    /** The bytes that may wait for the application, without what the system needs beside them. */
    RECEIVE_BUFFER_BYTES(Scope.ANY, 1, Integer.MAX_VALUE / 2),
    /** The bytes that may wait for the network, without what the system needs beside them. */
    SEND_BUFFER_BYTES(Scope.ANY, 1, Integer.MAX_VALUE / 2),
    /** How long to look at the network device before waiting for its interrupt. */
    BUSY_POLL_MICROS(Scope.INET, 0, Integer.MAX_VALUE),
    /** The device's interrupts stay off as long as somebody looks often enough. */
    PREFER_BUSY_POLL(Scope.INET, 0, 1),
    /** How many packets to take in one look at the device. */
    BUSY_POLL_BUDGET(Scope.INET, 1, 65_535),
    /** IPv4's type of service, IPv6's traffic class. TCP keeps the two lowest bits for itself. */
    TRAFFIC_CLASS(Scope.INET, 0, 255),
    /** No IPv4 on an IPv6 socket. To be set before it is bound. */
    IPV6_ONLY(Scope.INET6, 0, 1),
    /** IPv4's time to live, IPv6's hop limit. */
    HOP_LIMIT(Scope.INET, 1, 255),
    KEEP_ALIVE(Scope.TCP, 0, 1),
    /** Silence before the first probe. */
    KEEP_ALIVE_IDLE_SECONDS(Scope.TCP, 1, 32_767),
    KEEP_ALIVE_INTERVAL_SECONDS(Scope.TCP, 1, 32_767),
    /** So many without an answer end the connection. */
    KEEP_ALIVE_PROBES(Scope.TCP, 1, 127),
    /** How long what was sent may stay unacknowledged before the connection ends; 0: as long as the system likes. */
    USER_TIMEOUT_MILLIS(Scope.TCP, 0, Integer.MAX_VALUE),
    /** Of a listener: how many connections may bring data along before their handshake is over; 0: none. */
    FAST_OPEN_QUEUE(Scope.TCP, 0, Integer.MAX_VALUE),
    /** Of a socket that will connect: it does so with the first data that is sent. */
    FAST_OPEN_CONNECT(Scope.TCP, 0, 1),
    /** A socket is ready to write again when less than this is not on its way yet. */
    NOT_SENT_LOW_WATER_BYTES(Scope.TCP, 1, Integer.MAX_VALUE),
    /** Text: "cubic", "bbr". */
    CONGESTION_CONTROL(Scope.TCP),
    /** Of several sockets that share an address, the one that takes what this CPU brings. */
    INCOMING_CPU(Scope.INET, 0, 65_535),
    /** Text: the network device that all goes through. */
    DEVICE(Scope.INET),
    /** The place in the queues of the machine's own network devices. */
    PRIORITY(Scope.ANY, 0, Integer.MAX_VALUE),
    /** What the machine's routes and filters know its packets by. */
    MARK(Scope.INET, 0, 0xFFFF_FFFFL),
    /** How long a close waits for what was not sent; 0: it breaks the connection off; {@link #NONE}: it waits not. */
    LINGER_SECONDS(Scope.ANY, 0, 65_535),
    /** Datagrams may go to everybody on the network. */
    BROADCAST(Scope.DATAGRAM, 0, 1),
    /** Several datagrams of one sender may come as one, with their common size ({@link Datagrams.Fact}). */
    COALESCE(Scope.DATAGRAM, 0, 1),
    /** Each datagram comes with the address that it was sent to, and the interface that it came by. */
    TELL_DESTINATION(Scope.DATAGRAM, 0, 1),
    TELL_HOP_LIMIT(Scope.DATAGRAM, 0, 1),
    TELL_TRAFFIC_CLASS(Scope.DATAGRAM, 0, 1),
    /** Each datagram comes with how many the socket had lost by then, once it has lost one. */
    TELL_DROPS(Scope.DATAGRAM, 0, 1),
    /** Each datagram comes with when the kernel got it. */
    TELL_RECEIVED_TIME(Scope.DATAGRAM, 0, 1),
    /** Each datagram comes with when the network device got it. */
    TELL_DEVICE_TIME(Scope.DATAGRAM, 0, 1),
    /** What is sent to a group is heard on this machine too. */
    MULTICAST_LOOP(Scope.DATAGRAM, 0, 1),
    /** How many hops what is sent to a group may go. */
    MULTICAST_HOPS(Scope.DATAGRAM, 0, 255),
    /** The index of the interface that what is sent to a group goes by; 0: as the routes say. */
    MULTICAST_INTERFACE(Scope.DATAGRAM, 0, Integer.MAX_VALUE);

    /** A value: the option is off, or was never set, and has none. */
    public static final long NONE = Long.MAX_VALUE;

    /** Whether datagrams come with something, because of it, that needs room beside their bytes. */
    public boolean isTold() {
        return switch (this) {
            case COALESCE,
                    TELL_DESTINATION,
                    TELL_HOP_LIMIT,
                    TELL_TRAFFIC_CLASS,
                    TELL_DROPS,
                    TELL_RECEIVED_TIME,
                    TELL_DEVICE_TIME -> true;
            default -> false;
        };
    }

    private enum Scope {
        ANY,
        INET,
        INET6,
        TCP,
        DATAGRAM
    }

    private final Scope scope;
    private final long least;
    private final long most;

    SocketOption(Scope scope) {
        this(scope, 0, -1);
    }

    SocketOption(Scope scope, long least, long most) {
        this.scope = scope;
        this.least = least;
        this.most = most;
    }

    public boolean isText() {
        return least > most;
    }

    /** Whether it means anything to such a socket, on whichever system. */
    public boolean appliesTo(Family family, Sockets.Type type) {
        return switch (scope) {
            case ANY -> true;
            case INET -> family != Family.UNIX;
            case INET6 -> family == Family.INET6;
            case TCP -> family != Family.UNIX && type == Sockets.Type.STREAM;
            case DATAGRAM -> family != Family.UNIX && type == Sockets.Type.DATAGRAM;
        };
    }

    /** The value itself, if it can be one. */
    public long checked(long value) {
        if (isText()) {
            throw new IllegalArgumentException(this + " is a text, and " + value + " a number");
        }
        boolean isOff = this == LINGER_SECONDS && value == NONE;
        if (!isOff && (value < least || value > most)) {
            throw new IllegalArgumentException(this + " of " + value + " is not between " + least + " and " + most);
        }
        return value;
    }

    public String checked(String value) {
        if (!isText()) {
            throw new IllegalArgumentException(this + " is a number, and '" + value + "' a text");
        }
        if (value.isEmpty() || value.length() > 15 || value.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new IllegalArgumentException(
                    this + " of '" + value + "': a name has 1 to 15 characters of ASCII without blanks");
        }
        return value;
    }
}
