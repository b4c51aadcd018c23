package dev.gatun.testkit;

import dev.gatun.spi.IoError;
import dev.gatun.spi.Sockets;
import dev.gatun.spi.Sockets.Family;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What all sockets have: a family, a name, perhaps a peer. The driver's thread only. */
abstract class SimulatedSocket extends KernelObject {
    final Family family;
    final SimulatedNetwork network;
    final Dice dice;

    private SimulatedOptions options;
    private @Nullable SimulatedAddress local;
    private @Nullable SimulatedAddress remote;

    SimulatedSocket(SimulatedKernel kernel, Family family) {
        super(kernel);
        this.family = family;
        network = kernel.network();
        dice = kernel.dice();
        options = new SimulatedOptions(kernel.limits().intValue(Limit.SOCKET_BUFFER_BYTES));
    }

    abstract Sockets.Type type();

    final SimulatedOptions options() {
        return options;
    }

    final void options(SimulatedOptions those) {
        options = those;
    }

    final boolean isBound() {
        return local != null;
    }

    final void onBound(SimulatedAddress address) {
        assert local == null : description() + " is bound already";
        local = address;
    }

    final SimulatedAddress local() {
        return Objects.requireNonNull(local, "not bound");
    }

    /** Where it is bound, or what an unbound socket answers. */
    final SimulatedAddress localOrNone() {
        if (local != null) {
            return local;
        }
        return family == Family.UNIX ? SimulatedAddress.UNNAMED : new SimulatedAddress(family, 0, 0, 0, 0, "");
    }

    final @Nullable SimulatedAddress remote() {
        return remote;
    }

    final void remote(@Nullable SimulatedAddress address) {
        remote = address;
    }

    /** An error that befalls the operation now: it has ended. */
    final boolean isStruck(Flight flight) {
        IoError error = dice.error(flight.kind);
        if (error == null) {
            return false;
        }
        outcomes.end(flight, error);
        return true;
    }

    /** For whoever the operation names; null when it names nobody that this socket can reach: it has ended. */
    final @Nullable SimulatedAddress destination(Flight flight) {
        kernel.open(flight);
        SimulatedAddress address = SimulatedAddress.read(flight.memory.peer);
        IoError error = unreachable(address);
        if (error != null || address == null) {
            outcomes.end(flight, error == null ? IoError.INVALID : error);
            return null;
        }
        return address.destination();
    }

    final @Nullable IoError unreachable(@Nullable SimulatedAddress address) {
        if (address == null || address.equals(SimulatedAddress.UNNAMED)) {
            return IoError.INVALID;
        }
        if (address.family() != family) {
            return IoError.ADDRESS_FAMILY;
        }
        boolean isReachable = address.isOfThisMachine() || (type() == Sockets.Type.DATAGRAM && address.isGroup());
        return isReachable ? null : IoError.NETWORK_UNREACHABLE;
    }
}
