package dev.gatun.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.iovec;
import dev.gatun.bindings.linux.mmsghdr;
import dev.gatun.bindings.linux.msghdr;
import dev.gatun.spi.DatagramBatch;
import dev.gatun.spi.Datagrams;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * Datagrams as {@code sendmmsg} and {@code recvmmsg} want them: an array of headers, one vector, one address and room
 * for control messages for each, in one allocation that lives as long as this object. An armed operation refers to its
 * batch, so the memory outlives what the kernel does with it (invariant 4). One thread: that of its owner.
 *
 * <pre>
 *   struct mmsghdr [capacity] | struct iovec [capacity] | struct sockaddr_storage [capacity] | control [capacity]
 * </pre>
 *
 * The owner's wishes are kept here, on the heap, and written into the headers before each call, because the kernel
 * writes over them: a batch used again is never cut to what came the last time.
 */
public final class MessageBatch implements DatagramBatch {
    private static final int CACHE_LINE_BYTES = 64;
    private static final int PEER_BYTES = LinuxAddress.BYTES_MAX;
    private static final long HEADER_BYTES = mmsghdr.layout().byteSize();
    private static final long VECTOR_BYTES = iovec.layout().byteSize();
    private static final long NAME = mmsghdr.msg_hdr$offset() + msghdr.msg_name$offset();
    private static final long NAME_LENGTH = mmsghdr.msg_hdr$offset() + msghdr.msg_namelen$offset();
    private static final long VECTOR = mmsghdr.msg_hdr$offset() + msghdr.msg_iov$offset();
    private static final long VECTOR_COUNT = mmsghdr.msg_hdr$offset() + msghdr.msg_iovlen$offset();
    private static final long FLAGS = mmsghdr.msg_hdr$offset() + msghdr.msg_flags$offset();
    private static final long CONTROL = mmsghdr.msg_hdr$offset() + msghdr.msg_control$offset();
    private static final long CONTROL_LENGTH = mmsghdr.msg_hdr$offset() + msghdr.msg_controllen$offset();
    private static final long LENGTH = mmsghdr.msg_len$offset();

    private final int capacity;
    private final long vectors;
    private final long peers;
    private final long controls;
    /** The kernel reads and writes it while an operation is armed; freed by the collector. */
    private final MemorySegment memory;

    private final int[] memoryLengths;
    private final int[] lengths;
    private final int[] peerLengths;
    /** Of what was received, or of what is to be sent. */
    private final int[] controlLengths;

    private final boolean[] truncated;
    private int skipped;
    private int count;

    public MessageBatch(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity " + capacity + " is not positive");
        }
        this.capacity = capacity;
        vectors = capacity * HEADER_BYTES;
        peers = vectors + capacity * VECTOR_BYTES;
        controls = peers + (long) capacity * PEER_BYTES;
        memory = Arena.ofAuto().allocate(controls + (long) capacity * ControlMessages.BYTES, CACHE_LINE_BYTES);
        memoryLengths = new int[capacity];
        lengths = new int[capacity];
        peerLengths = new int[capacity];
        controlLengths = new int[capacity];
        truncated = new boolean[capacity];
        for (int slot = 0; slot < capacity; slot++) {
            memory.set(JAVA_LONG, slot * HEADER_BYTES + VECTOR, memory.address() + vector(slot));
            memory.set(JAVA_LONG, slot * HEADER_BYTES + VECTOR_COUNT, 1);
        }
    }

    /** Where the array of {@code struct mmsghdr} begins. */
    public long headers() {
        return memory.address();
    }

    /** Where the headers of those that take part begin. */
    public long firstHeader() {
        return memory.address() + skipped * HEADER_BYTES;
    }

    /** How many that is. */
    public int partaking() {
        return count - skipped;
    }

    /** Where a slot's {@code struct msghdr} is. */
    public long header(int slot) {
        return memory.address() + check(slot) * HEADER_BYTES + mmsghdr.msg_hdr$offset();
    }

    /** Makes the slots that take part ready for {@code sendmmsg}; without a peer, to whom the socket is connected. */
    public void prepareToSend() {
        for (int slot = skipped; slot < count; slot++) {
            int peerLength = peerLengths[slot];
            prepare(slot, peerLength == 0 ? 0 : peerAddress(slot), peerLength, lengths[slot], controlLengths[slot]);
        }
    }

    /** Makes the slots that take part ready for {@code recvmmsg}: all of their memory, and of all else they have. */
    public void prepareToReceive() {
        for (int slot = skipped; slot < count; slot++) {
            prepare(slot, peerAddress(slot), PEER_BYTES, memoryLengths[slot], ControlMessages.BYTES);
        }
    }

    /** Takes over what {@code recvmmsg} wrote into the first slots, as many as it answered. */
    public void received(int received) {
        if (received < 0 || received > partaking()) {
            throw new IllegalStateException("the kernel says it filled " + received + " slots of " + partaking());
        }
        for (int slot = skipped; slot < skipped + received; slot++) {
            long at = slot * HEADER_BYTES;
            int length = memory.get(JAVA_INT, at + LENGTH);
            boolean isCut = (memory.get(JAVA_INT, at + FLAGS) & Linux.MSG_TRUNC()) != 0;
            // With MSG_TRUNC asked for, the kernel tells the datagram's own length rather than what it copied.
            lengths[slot] = Math.clamp(length, 0, memoryLengths[slot]);
            truncated[slot] = isCut;
            peerLengths[slot] = Math.clamp(memory.get(JAVA_INT, at + NAME_LENGTH), 0, PEER_BYTES);
            controlLengths[slot] = Math.clamp(memory.get(JAVA_LONG, at + CONTROL_LENGTH), 0, ControlMessages.BYTES);
        }
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public void count(int count) {
        if (count < 0 || count > capacity) {
            throw new IllegalArgumentException(count + " slots of a batch of " + capacity);
        }
        this.count = count;
        skipped = 0;
    }

    @Override
    public void skip(int slots) {
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
        memory.set(JAVA_LONG, vector(slot) + iovec.iov_base$offset(), address);
        memoryLengths[slot] = length;
        lengths[slot] = length;
    }

    @Override
    public int length(int slot) {
        return lengths[slot];
    }

    @Override
    public void length(int slot, int length) {
        if (length < 0 || length > memoryLengths[slot]) {
            throw new IllegalArgumentException(
                    "length " + length + " of slot " + slot + ", whose memory has " + memoryLengths[slot] + " bytes");
        }
        lengths[slot] = length;
    }

    /** A length of 0: nobody in particular, so whom the socket is connected to. */
    @Override
    public void peer(int slot, long address, int length) {
        check(slot);
        if (length < 0 || length > PEER_BYTES) {
            throw new IllegalArgumentException("an address of " + length + " bytes; at most " + PEER_BYTES);
        }
        MemorySegment.copy(NativeMemory.ALL, address, memory, peers + (long) slot * PEER_BYTES, length);
        peerLengths[slot] = length;
    }

    @Override
    public long peerAddress(int slot) {
        return memory.address() + peers + (long) check(slot) * PEER_BYTES;
    }

    @Override
    public int peerLength(int slot) {
        return peerLengths[slot];
    }

    @Override
    public int sender(int slot, long into) {
        MemorySegment.copy(memory, peers + (long) check(slot) * PEER_BYTES, NativeMemory.ALL, into, peerLengths[slot]);
        return peerLengths[slot];
    }

    @Override
    public boolean truncated(int slot) {
        return truncated[slot];
    }

    @Override
    public long fact(int slot, Datagrams.Fact fact) {
        return fact == Datagrams.Fact.TRUNCATED
                ? truncated[slot] ? 1 : 0
                : ControlMessages.fact(control(slot), controlLengths[slot], fact);
    }

    @Override
    public int destination(int slot, long into) {
        return ControlMessages.destination(control(slot), controlLengths[slot], into);
    }

    @Override
    public void sendWith(int slot, Datagrams.Fact fact, int value) {
        controlLengths[slot] += ControlMessages.add(control(slot), controlLengths[slot], fact, value);
    }

    @Override
    public void sendFrom(int slot, long address, int length, int interfaceIndex) {
        controlLengths[slot] +=
                ControlMessages.addSource(control(slot), controlLengths[slot], address, length, interfaceIndex);
    }

    @Override
    public void sendPlainly(int slot) {
        controlLengths[check(slot)] = 0;
    }

    private long control(int slot) {
        return memory.address() + controls + (long) check(slot) * ControlMessages.BYTES;
    }

    private void prepare(int slot, long peerAddress, int peerLength, int length, int controlLength) {
        long at = slot * HEADER_BYTES;
        memory.set(JAVA_LONG, at + NAME, peerAddress);
        memory.set(JAVA_INT, at + NAME_LENGTH, peerLength);
        memory.set(JAVA_LONG, at + CONTROL, controlLength == 0 ? 0 : control(slot));
        memory.set(JAVA_LONG, at + CONTROL_LENGTH, controlLength);
        memory.set(JAVA_INT, at + FLAGS, 0);
        memory.set(JAVA_INT, at + LENGTH, 0);
        memory.set(JAVA_LONG, vector(slot) + iovec.iov_len$offset(), length);
    }

    /** Where a slot's vector begins within the memory. */
    private long vector(int slot) {
        return vectors + slot * VECTOR_BYTES;
    }

    private int check(int slot) {
        return Objects.checkIndex(slot, capacity);
    }
}
