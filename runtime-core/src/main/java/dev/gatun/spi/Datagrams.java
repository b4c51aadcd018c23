package dev.gatun.spi;

/**
 * What is done to datagram sockets at once, and what is known of a datagram beside its bytes. Results are a value or a
 * negated {@link IoError} code; addresses in memory are in the system's own form. Nothing here allocates. The Cpu's
 * thread alone.
 *
 * <p>An <em>envelope</em> is what a receive with {@link Operation#ENVELOPE} puts before each datagram, in the same
 * block: who sent it, and, with {@link Operation#ENVELOPE_FACTS}, what the socket was asked to tell of it. It ends
 * where the bytes begin.
 */
public interface Datagrams {
    /** A fact that the system did not tell: it was not asked to, or does not know. */
    long UNTOLD = Long.MIN_VALUE;

    /** One thing that a datagram comes with, or is sent with; a number. Times are since 1970, UTC. */
    enum Fact {
        /** 1 when it was longer than its memory, and what did not fit is lost; else 0. Told unasked. */
        TRUNCATED,
        /** Several of one sender's lie one behind the other, each so long but the last. To send: cut it so. */
        SEGMENT_BYTES,
        /** The index of the network interface that it came by. */
        INTERFACE,
        HOP_LIMIT,
        /** With the two bits of ECN, which are the lowest. */
        TRAFFIC_CLASS,
        /** How many this socket has lost so far for want of room. 32 bits, then it begins anew. */
        DROPS,
        /** When the kernel got it. */
        RECEIVED_NANOS,
        /** When the network device got it, by its own clock. */
        DEVICE_RECEIVED_NANOS;

        /** Whether a datagram can be sent with it. */
        public boolean canBeSent() {
            return this == SEGMENT_BYTES || this == HOP_LIMIT || this == TRAFFIC_CLASS;
        }
    }

    /** Of a system that has none of this. */
    Datagrams NONE = new Datagrams() {};

    /** How many bytes of a block an envelope takes. */
    default int envelopeBytes(boolean withFacts) {
        throw new UnsupportedOperationException(
                "this backend tells nothing beside a datagram; ask its capabilities first");
    }

    /** Copies the sender's address; its length, 0 when it has none. */
    default int sender(long envelope, long into) {
        return IoError.NOT_SUPPORTED.result();
    }

    /** Writes the address that the datagram was sent to, with port 0; its length, 0 when untold. */
    default int destination(long envelope, long into) {
        return IoError.NOT_SUPPORTED.result();
    }

    /** Or {@link #UNTOLD}. */
    default long fact(long envelope, Fact fact) {
        return UNTOLD;
    }

    /** From now on it sends there, and hears nobody else; a length of 0: nobody in particular again. */
    default int connect(long handle, long address, int length) {
        return IoError.NOT_SUPPORTED.result();
    }

    /**
     * Joins a group, on the interface of that index (0: the system's choice); a {@code sourceLength} of 0: whoever
     * sends to it, else what that one sends.
     */
    default int join(long handle, int interfaceIndex, long group, int length, long source, int sourceLength) {
        return IoError.NOT_SUPPORTED.result();
    }

    default int leave(long handle, int interfaceIndex, long group, int length, long source, int sourceLength) {
        return IoError.NOT_SUPPORTED.result();
    }
}
