package dev.gatun.testkit;

import dev.gatun.spi.Datagrams;
import org.jspecify.annotations.Nullable;

/** What one datagram is sent with, beside its bytes. Used again and again; the driver's thread only. */
final class SimulatedSending {
    /** As the socket's options say. */
    static final SimulatedSending PLAIN = new SimulatedSending();

    private static final int UNSET = -1;

    private int hopLimit = UNSET;
    private int trafficClass = UNSET;
    private int segmentBytes;
    private @Nullable SimulatedAddress from;

    void with(Datagrams.Fact fact, int value) {
        switch (fact) {
            case HOP_LIMIT -> hopLimit = value;
            case TRAFFIC_CLASS -> trafficClass = value;
            case SEGMENT_BYTES -> segmentBytes = value;
            default -> throw new IllegalArgumentException("no datagram can be sent with " + fact);
        }
    }

    void source(@Nullable SimulatedAddress address) {
        from = address;
    }

    void plainly() {
        hopLimit = UNSET;
        trafficClass = UNSET;
        segmentBytes = 0;
        from = null;
    }

    int hopLimit(int otherwise) {
        return hopLimit == UNSET ? otherwise : hopLimit;
    }

    int trafficClass(int otherwise) {
        return trafficClass == UNSET ? otherwise : trafficClass;
    }

    /** Into pieces of which size it is cut; 0: it is not. */
    int segmentBytes() {
        return segmentBytes;
    }

    /** The address with the socket's own port. */
    SimulatedAddress from(SimulatedAddress own) {
        return from == null ? own : from.withPort(own.port());
    }
}
