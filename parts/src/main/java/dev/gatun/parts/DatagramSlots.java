package dev.gatun.parts;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.spi.DatagramBatch;
import dev.gatun.spi.Datagrams;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.Objects;

/**
 * What a batch of datagrams is, whatever the calls that send and receive it: memory, lengths, peers and control
 * messages of each slot, in one allocation that lives as long as this object. An armed operation refers to its batch,
 * so the memory outlives what the kernel does with it (invariant 4). One thread: that of its owner.
 *
 * <pre>
 *   what the system's calls want | an address [capacity] | control messages [capacity]
 * </pre>
 *
 * The owner's wishes are kept here, on the heap, because kernels write over what they are told them by: a batch used
 * again is never cut to what came the last time.
 */
public abstract class DatagramSlots implements DatagramBatch {
    private static final int CACHE_LINE_BYTES = 64;

    /** The kernel reads and writes it while an operation is armed. */
    protected final MemorySegment memory;

    /** Where a slot's bytes come from or go to. */
    protected final long[] addresses;

    protected final int[] memoryLengths;
    protected final int[] lengths;
    protected final int[] peerLengths;
    /** Of what was received, or of what is to be sent. */
    protected final int[] controlLengths;

    protected final boolean[] truncated;

    private final ControlMessages controlMessages;
    private final int capacity;
    private final int peerBytes;
    private final long peers;
    private final long controls;
    private int skipped;
    private int count;

    /**
     * @param head how many bytes the system's calls want
     * @param peerBytes room for the longest address
     * @param allocator of memory that the kernel may have, freed by the collector
     */
    protected DatagramSlots(
            int capacity, long head, int peerBytes, ControlMessages controlMessages, SegmentAllocator allocator) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity " + capacity + " is not positive");
        }
        this.capacity = capacity;
        this.peerBytes = peerBytes;
        this.controlMessages = controlMessages;
        long controlsFrom = head + (long) capacity * peerBytes;
        memory = allocator.allocate(controlsFrom + (long) capacity * controlMessages.bytes(), CACHE_LINE_BYTES);
        peers = memory.address() + head;
        controls = memory.address() + controlsFrom;
        addresses = new long[capacity];
        memoryLengths = new int[capacity];
        lengths = new int[capacity];
        peerLengths = new int[capacity];
        controlLengths = new int[capacity];
        truncated = new boolean[capacity];
    }

    /** The first slot that takes part. */
    public final int first() {
        return skipped;
    }

    /** Takes over what a call says it wrote into a slot; no length is believed that the slot has no room for. */
    protected final void received(int slot, long length, boolean isTruncated, int peerLength, long controlLength) {
        lengths[slot] = Math.clamp(length, 0, memoryLengths[slot]);
        truncated[slot] = isTruncated;
        peerLengths[slot] = Math.clamp(peerLength, 0, peerBytes);
        controlLengths[slot] = Math.clamp(controlLength, 0, controlMessages.bytes());
    }

    @Override
    public final int capacity() {
        return capacity;
    }

    @Override
    public final int count() {
        return count;
    }

    @Override
    public final void count(int count) {
        if (count < 0 || count > capacity) {
            throw new IllegalArgumentException(count + " slots of a batch of " + capacity);
        }
        this.count = count;
        skipped = 0;
    }

    @Override
    public final void skip(int slots) {
        if (slots < 0 || slots > count) {
            throw new IllegalArgumentException(slots + " slots to skip of " + count + " that take part");
        }
        skipped = slots;
    }

    @Override
    public void memory(int slot, long address, int length) {
        check(slot);
        if (address <= 0 || length < 0) {
            throw new IllegalArgumentException("no memory at address " + address + " of " + length + " bytes");
        }
        addresses[slot] = address;
        memoryLengths[slot] = length;
        lengths[slot] = length;
    }

    @Override
    public final int length(int slot) {
        return lengths[slot];
    }

    @Override
    public final void length(int slot, int length) {
        if (length < 0 || length > memoryLengths[slot]) {
            throw new IllegalArgumentException(
                    "length " + length + " of slot " + slot + ", whose memory has " + memoryLengths[slot] + " bytes");
        }
        lengths[slot] = length;
    }

    /** A length of 0: nobody in particular, so whom the socket is connected to. */
    @Override
    public void peer(int slot, long address, int length) {
        long into = peerAddress(slot);
        if (length < 0 || length > peerBytes) {
            throw new IllegalArgumentException("an address of " + length + " bytes; at most " + peerBytes);
        }
        MemorySegment.copy(NativeMemory.ALL, address, NativeMemory.ALL, into, length);
        peerLengths[slot] = length;
    }

    @Override
    public final long peerAddress(int slot) {
        return peers + (long) check(slot) * peerBytes;
    }

    @Override
    public final int peerLength(int slot) {
        return peerLengths[slot];
    }

    @Override
    public final int sender(int slot, long into) {
        MemorySegment.copy(NativeMemory.ALL, peerAddress(slot), NativeMemory.ALL, into, peerLengths[slot]);
        return peerLengths[slot];
    }

    @Override
    public final boolean truncated(int slot) {
        return truncated[slot];
    }

    @Override
    public final long fact(int slot, Datagrams.Fact fact) {
        return fact == Datagrams.Fact.TRUNCATED
                ? truncated[slot] ? 1 : 0
                : controlMessages.fact(control(slot), controlLengths[slot], fact);
    }

    @Override
    public final int destination(int slot, long into) {
        return controlMessages.destination(control(slot), controlLengths[slot], into);
    }

    /** Where a slot's control messages are. */
    public final long control(int slot) {
        return controls + (long) check(slot) * controlMessages.bytes();
    }

    protected final int check(int slot) {
        return Objects.checkIndex(slot, capacity);
    }
}
