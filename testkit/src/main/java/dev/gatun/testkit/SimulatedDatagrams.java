package dev.gatun.testkit;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.spi.Datagrams;
import dev.gatun.spi.IoError;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Envelopes of simulated datagrams, and whom a socket talks to. Stateless but for the kernel; the
 * driver's thread only.
 *
 * <pre>
 *   sender's length, destination's length: ints | 1 when truncated: long | sender | facts: a long each | destination
 * </pre>
 */
final class SimulatedDatagrams implements Datagrams {
    private static final MemorySegment MEMORY = NativeMemory.ALL;
    private static final Fact[] FACTS = Fact.values();
    private static final int DESTINATION_LENGTH = Integer.BYTES;
    /** A destination's length: the data begins where facts would. */
    private static final int NO_FACTS = -1;

    private static final int TRUNCATED = 2 * Integer.BYTES;
    private static final int SENDER = TRUNCATED + Long.BYTES;
    private static final int FACTS_AT = SENDER + SimulatedAddress.BYTES_MAX;
    private static final int DESTINATION = FACTS_AT + FACTS.length * Long.BYTES;
    private static final int ALL_BYTES = DESTINATION + SimulatedAddress.BYTES_MAX;

    private final SimulatedKernel kernel;

    SimulatedDatagrams(SimulatedKernel kernel) {
        this.kernel = kernel;
    }

    static int bytes(boolean withFacts) {
        return withFacts ? ALL_BYTES : FACTS_AT;
    }

    static void write(long envelope, SimulatedDatagram datagram, boolean isTruncated, boolean withFacts) {
        MEMORY.set(ValueLayout.JAVA_INT_UNALIGNED, envelope, datagram.from().write(MEMORY, envelope + SENDER));
        MEMORY.set(ValueLayout.JAVA_LONG_UNALIGNED, envelope + TRUNCATED, isTruncated ? 1 : 0);
        if (!withFacts) {
            MEMORY.set(ValueLayout.JAVA_INT_UNALIGNED, envelope + DESTINATION_LENGTH, NO_FACTS);
            return;
        }
        for (Fact fact : FACTS) {
            MEMORY.set(ValueLayout.JAVA_LONG_UNALIGNED, factAt(envelope, fact), datagram.fact(fact));
        }
        SimulatedAddress destination = datagram.toldDestination();
        int length = destination == null ? 0 : destination.write(MEMORY, envelope + DESTINATION);
        MEMORY.set(ValueLayout.JAVA_INT_UNALIGNED, envelope + DESTINATION_LENGTH, length);
    }

    @Override
    public int envelopeBytes(boolean withFacts) {
        return bytes(withFacts);
    }

    @Override
    public int sender(long envelope, long into) {
        int length = MEMORY.get(ValueLayout.JAVA_INT_UNALIGNED, envelope);
        MemorySegment.copy(MEMORY, envelope + SENDER, MEMORY, into, length);
        return length;
    }

    @Override
    public int destination(long envelope, long into) {
        int length = destinationLength(envelope);
        if (length <= 0) {
            return 0;
        }
        MemorySegment.copy(MEMORY, envelope + DESTINATION, MEMORY, into, length);
        return length;
    }

    @Override
    public long fact(long envelope, Fact fact) {
        if (fact == Fact.TRUNCATED) {
            return MEMORY.get(ValueLayout.JAVA_LONG_UNALIGNED, envelope + TRUNCATED);
        }
        return destinationLength(envelope) == NO_FACTS
                ? UNTOLD
                : MEMORY.get(ValueLayout.JAVA_LONG_UNALIGNED, factAt(envelope, fact));
    }

    @Override
    public int connect(long handle, long address, int length) {
        kernel.enter();
        if (!(kernel.handles().get(handle) instanceof SimulatedDatagramSocket socket)) {
            return IoError.BAD_HANDLE.result();
        }
        return socket.connect(length == 0 ? null : SimulatedAddress.read(MEMORY, address, length));
    }

    /** There is one interface, so it does not matter which is asked for. */
    @Override
    public int join(long handle, int interfaceIndex, long group, int length, long source, int sourceLength) {
        return change(handle, group, length, source, sourceLength, true);
    }

    @Override
    public int leave(long handle, int interfaceIndex, long group, int length, long source, int sourceLength) {
        return change(handle, group, length, source, sourceLength, false);
    }

    private int change(long handle, long group, int length, long source, int sourceLength, boolean isJoining) {
        kernel.enter();
        if (!(kernel.handles().get(handle) instanceof SimulatedDatagramSocket socket)) {
            return IoError.BAD_HANDLE.result();
        }
        SimulatedAddress which = SimulatedAddress.read(MEMORY, group, length);
        SimulatedAddress from = sourceLength == 0 ? null : SimulatedAddress.read(MEMORY, source, sourceLength);
        if (which == null || which.family() != socket.family) {
            return IoError.INVALID.result();
        }
        return isJoining ? socket.groups.join(which, from) : socket.groups.leave(which, from);
    }

    private static int destinationLength(long envelope) {
        return MEMORY.get(ValueLayout.JAVA_INT_UNALIGNED, envelope + DESTINATION_LENGTH);
    }

    private static long factAt(long envelope, Fact fact) {
        return envelope + FACTS_AT + (long) fact.ordinal() * Long.BYTES;
    }
}
