package dev.gatun.testkit;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.spi.DatagramBatch;
import dev.gatun.spi.Datagrams;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A batch for simulated datagram sockets: the slots in arrays, the peers' addresses off the heap, because their owner
 * writes them there. While an operation carries it, it is the kernel's, and changing it fails. The driver's thread
 * only.
 */
final class SimulatedBatch implements DatagramBatch {
    private final SimulatedKernel kernel;
    private final long[] addresses;
    private final int[] memoryLengths;
    private final int[] lengths;
    private final int[] peerLengths;
    private final boolean[] truncated;
    private final @Nullable SimulatedDatagram[] received;
    private final SimulatedSending[] sendings;
    /** Freed by the collector: the interface knows no end of a batch. */
    private final MemorySegment peers;

    private int count;
    private int skipped;
    /** The operation that carries it, or empty. */
    private String lentTo = "";

    SimulatedBatch(SimulatedKernel kernel, int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity " + capacity + " is not positive");
        }
        this.kernel = kernel;
        addresses = new long[capacity];
        memoryLengths = new int[capacity];
        lengths = new int[capacity];
        peerLengths = new int[capacity];
        truncated = new boolean[capacity];
        received = new @Nullable SimulatedDatagram[capacity];
        sendings = new SimulatedSending[capacity];
        Arrays.setAll(sendings, _ -> new SimulatedSending());
        peers = Arena.ofAuto().allocate((long) capacity * SimulatedAddress.BYTES_MAX, Long.BYTES);
    }

    @Override
    public int capacity() {
        return addresses.length;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public void count(int slots) {
        checkOwned();
        if (slots < 0 || slots > capacity()) {
            throw new IllegalArgumentException(slots + " slots of a batch of " + capacity());
        }
        count = slots;
        skipped = 0;
    }

    @Override
    public void skip(int slots) {
        checkOwned();
        if (slots < 0 || slots > count) {
            throw new IllegalArgumentException(slots + " slots to skip of " + count + " that take part");
        }
        skipped = slots;
    }

    /** The first slot that takes part. */
    int skipped() {
        return skipped;
    }

    @Override
    public long fact(int slot, Datagrams.Fact fact) {
        SimulatedDatagram datagram = received[slot];
        if (fact == Datagrams.Fact.TRUNCATED) {
            return truncated[slot] ? 1 : 0;
        }
        return datagram == null ? Datagrams.UNTOLD : datagram.fact(fact);
    }

    @Override
    public int destination(int slot, long into) {
        SimulatedDatagram datagram = received[slot];
        SimulatedAddress told = datagram == null ? null : datagram.toldDestination();
        return told == null ? 0 : told.write(NativeMemory.ALL, into);
    }

    @Override
    public void sendWith(int slot, Datagrams.Fact fact, int value) {
        checkOwned();
        sendings[slot].with(fact, value);
    }

    @Override
    public void sendFrom(int slot, long address, int length, int interfaceIndex) {
        checkOwned();
        sendings[slot].source(length == 0 ? null : SimulatedAddress.read(NativeMemory.ALL, address, length));
    }

    @Override
    public void sendPlainly(int slot) {
        checkOwned();
        sendings[slot].plainly();
    }

    SimulatedSending sending(int slot) {
        return sendings[slot];
    }

    @Override
    public void memory(int slot, long address, int length) {
        checkOwned();
        addresses[slot] = address;
        memoryLengths[slot] = length;
        lengths[slot] = length;
    }

    @Override
    public int length(int slot) {
        return lengths[slot];
    }

    @Override
    public void length(int slot, int length) {
        checkOwned();
        lengths[slot] = length;
    }

    @Override
    public long peerAddress(int slot) {
        return peers.address() + (long) slot * SimulatedAddress.BYTES_MAX;
    }

    @Override
    public int peerLength(int slot) {
        return peerLengths[slot];
    }

    @Override
    public void peer(int slot, long address, int length) {
        checkOwned();
        if (length < 0 || length > SimulatedAddress.BYTES_MAX) {
            throw new IllegalArgumentException("an address of " + length + " bytes");
        }
        MemorySegment.copy(NativeMemory.ALL, address, NativeMemory.ALL, peerAddress(slot), length);
        peerLengths[slot] = length;
    }

    @Override
    public int sender(int slot, long into) {
        MemorySegment.copy(NativeMemory.ALL, peerAddress(slot), NativeMemory.ALL, into, peerLengths[slot]);
        return peerLengths[slot];
    }

    @Override
    public boolean truncated(int slot) {
        return truncated[slot];
    }

    long memoryAddress(int slot) {
        return addresses[slot];
    }

    int memoryLength(int slot) {
        return memoryLengths[slot];
    }

    void lend(String operation) {
        if (!lentTo.isEmpty()) {
            throw kernel.failure(operation + " carries a batch that " + lentTo + " carries already (invariant 4)");
        }
        lentTo = operation;
    }

    void giveBack() {
        lentTo = "";
    }

    void received(int slot, int length, boolean isTruncated, SimulatedDatagram datagram) {
        received[slot] = datagram;
        sendings[slot].plainly();
        lengths[slot] = length;
        truncated[slot] = isTruncated;
        peerLengths[slot] = datagram.from().write(NativeMemory.ALL, peerAddress(slot));
    }

    /** Where a slot is to be sent: its peer, or else the socket's own; null for nowhere. */
    @Nullable
    SimulatedAddress destination(int slot, @Nullable SimulatedAddress connected) {
        return peerLengths[slot] == 0
                ? connected
                : SimulatedAddress.read(NativeMemory.ALL, peerAddress(slot), peerLengths[slot]);
    }

    private void checkOwned() {
        if (!lentTo.isEmpty()) {
            throw kernel.failure("a batch was changed while " + lentTo + " carried it (invariant 4)");
        }
    }
}
