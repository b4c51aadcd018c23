package dev.gatun.testkit;

import dev.gatun.spi.Datagrams;
import org.jspecify.annotations.Nullable;

/** One datagram waiting to be received. Immutable, but for its bytes, which nobody changes. */
final class SimulatedDatagram {
    private final byte[] bytes;
    private final SimulatedAddress from;
    /** What its receiver asked to be told when it came, by the ordinals of {@link Datagrams.Fact}. */
    private final long[] told;
    /** Where it was sent, if its receiver asked. */
    private final @Nullable SimulatedAddress toldDestination;

    SimulatedDatagram(byte[] bytes, SimulatedAddress from, long[] told, @Nullable SimulatedAddress toldDestination) {
        this.bytes = bytes;
        this.from = from;
        this.told = told;
        this.toldDestination = toldDestination;
    }

    byte[] bytes() {
        return bytes;
    }

    SimulatedAddress from() {
        return from;
    }

    long fact(Datagrams.Fact fact) {
        return told[fact.ordinal()];
    }

    @Nullable
    SimulatedAddress toldDestination() {
        return toldDestination;
    }
}
