package dev.gatun.net;

import dev.gatun.BufferBatch;
import dev.gatun.NativeAddress;
import dev.gatun.spi.Datagrams.Fact;
import org.jspecify.annotations.Nullable;

/**
 * What a datagram is sent with other than as its socket's options say. Made once and used again and again; what is set
 * when {@link UdpSocket#send} is called counts. One thread.
 */
public final class SendOptions {
    private static final int UNSET = -1;

    private int segmentBytes = UNSET;
    private int hopLimit = UNSET;
    private int trafficClass = UNSET;
    private @Nullable NativeAddress source;
    private int interfaceIndex;

    /** Nothing set. */
    public SendOptions() {}

    /** One buffer becomes several datagrams of that size, and a last one of what is left (UDP_SEGMENT): at most 64. */
    public SendOptions segmentBytes(int bytes) {
        segmentBytes = checked("a segment", bytes, 1, 65_507);
        return this;
    }

    /** IPv4's time to live, IPv6's hop limit. */
    public SendOptions hopLimit(int hops) {
        hopLimit = checked("a hop limit", hops, 1, 255);
        return this;
    }

    /** With the two bits of ECN, which are the lowest. */
    public SendOptions trafficClass(int value) {
        trafficClass = checked("a traffic class", value, 0, 255);
        return this;
    }

    /** From this address of the machine's own; null: from any. By the interface of that index; 0: by any. */
    public SendOptions source(@Nullable NativeAddress address, int index) {
        source = address;
        interfaceIndex = checked("an interface's index", index, 0, Integer.MAX_VALUE);
        return this;
    }

    /** Back to the socket's options. */
    public SendOptions clear() {
        segmentBytes = UNSET;
        hopLimit = UNSET;
        trafficClass = UNSET;
        source = null;
        interfaceIndex = 0;
        return this;
    }

    void apply(BufferBatch batch, int slot) {
        if (segmentBytes != UNSET && segmentBytes < batch.buffer(slot).readable()) {
            batch.sendWith(slot, Fact.SEGMENT_BYTES, segmentBytes);
        }
        if (hopLimit != UNSET) {
            batch.sendWith(slot, Fact.HOP_LIMIT, hopLimit);
        }
        if (trafficClass != UNSET) {
            batch.sendWith(slot, Fact.TRAFFIC_CLASS, trafficClass);
        }
        if (source != null || interfaceIndex != 0) {
            batch.sendFrom(slot, source, interfaceIndex);
        }
    }

    private static int checked(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(what + " of " + value + " is not between " + least + " and " + most);
        }
        return value;
    }
}
