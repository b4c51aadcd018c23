package dev.gatun.testkit;

import dev.gatun.spi.Datagrams;
import org.jspecify.annotations.Nullable;

/**
 * One datagram on its way, or waiting to be received.
 *
 * @param told what its receiver asked to be told when it came, by the ordinals of {@link Datagrams.Fact}
 * @param toldDestination where it was sent, if its receiver asked
 */
record SimulatedDatagram(
        byte[] bytes,
        SimulatedAddress from,
        long[] told,
        @Nullable SimulatedAddress toldDestination) {
    long fact(Datagrams.Fact fact) {
        return told[fact.ordinal()];
    }
}
