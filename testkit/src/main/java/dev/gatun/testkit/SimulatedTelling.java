package dev.gatun.testkit;

import dev.gatun.spi.Datagrams;
import dev.gatun.spi.Datagrams.Fact;
import dev.gatun.spi.SocketOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a socket is told of one datagram: what its options ask for, and nothing else. The driver's thread only. */
final class SimulatedTelling {
    /** The index of the machine's only interface. */
    private static final int LOOPBACK = 1;

    private final SimulatedOptions receivers;
    private final long[] told = new long[Fact.values().length];

    SimulatedTelling(SimulatedOptions receivers) {
        this.receivers = receivers;
        Arrays.fill(told, Datagrams.UNTOLD);
        tell(Fact.INTERFACE, SocketOption.TELL_DESTINATION, LOOPBACK);
    }

    void tell(SimulatedSending sending, SimulatedOptions senders, SimulatedAddress to, int bytes) {
        SocketOption hops = to.isGroup() ? SocketOption.MULTICAST_HOPS : SocketOption.HOP_LIMIT;
        int hopLimit = sending.hopLimit(senders.number(hops));
        int trafficClass = sending.trafficClass(senders.number(SocketOption.TRAFFIC_CLASS));
        tell(Fact.HOP_LIMIT, SocketOption.TELL_HOP_LIMIT, hopLimit);
        tell(Fact.TRAFFIC_CLASS, SocketOption.TELL_TRAFFIC_CLASS, trafficClass);
        if (bytes > sending.segmentBytes() && sending.segmentBytes() > 0) {
            tell(Fact.SEGMENT_BYTES, SocketOption.COALESCE, sending.segmentBytes());
        }
    }

    void tell(long nowNanos, long drops) {
        tell(Fact.RECEIVED_NANOS, SocketOption.TELL_RECEIVED_TIME, nowNanos);
        tell(Fact.DROPS, SocketOption.TELL_DROPS, drops == 0 ? Datagrams.UNTOLD : drops);
    }

    private void tell(Fact fact, SocketOption asked, long value) {
        if (receivers.is(asked)) {
            told[fact.ordinal()] = value;
        }
    }

    long[] told() {
        return told;
    }

    @Nullable
    SimulatedAddress destination(SimulatedAddress to) {
        return receivers.is(SocketOption.TELL_DESTINATION) ? to.withPort(0) : null;
    }
}
