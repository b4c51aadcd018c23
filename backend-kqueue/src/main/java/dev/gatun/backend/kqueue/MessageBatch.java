package dev.gatun.backend.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.kqueue.BsdSockets;
import dev.gatun.bindings.kqueue.Iovec;
import dev.gatun.bindings.kqueue.Msghdr;
import dev.gatun.spi.DatagramBatch;
import dev.gatun.spi.Datagrams;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * Datagrams for a loop of {@code sendmsg} or {@code recvmsg}: macOS has no call for many, and FreeBSD's is such a
 * loop in its C library. A header, a vector, an address and room for control messages for each, in one allocation
 * that lives as long as this object (invariant 4). One thread: that of its owner.
 *
 * <pre>
 *   struct msghdr [capacity] | struct iovec [capacity] | struct sockaddr_storage [capacity] | control [capacity]
 * </pre>
 *
 * What a datagram is sent with is kept on the heap, and becomes control messages or options when it goes: which,
 * depends on the socket ({@link SocketCalls}).
 */
final class MessageBatch implements DatagramBatch {
    private static final int CACHE_LINE_BYTES = 64;
    private static final int PEER_BYTES = BsdAddress.BYTES_MAX;
    private static final long HEADER_BYTES = Msghdr.sizeof();
    private static final long VECTOR_BYTES = Iovec.sizeof();
    static final int UNSET = -1;

    /** What one slot is sent with beside its bytes; made when first asked for. */
    static final class Wishes {
        int segmentBytes;
        int hopLimit = UNSET;
        int trafficClass = UNSET;
        boolean hasSource;
        int interfaceIndex;
        final MemorySegment source = Arena.ofAuto().allocate(PEER_BYTES, Long.BYTES);
        int sourceLength;

        /** Of its segments, the bytes that have gone, while the rest waits for room. */
        int gone;

        void clear() {
            segmentBytes = 0;
            hopLimit = UNSET;
            trafficClass = UNSET;
            hasSource = false;
            gone = 0;
        }

        boolean isPlain() {
            return segmentBytes == 0 && hopLimit == UNSET && trafficClass == UNSET && !hasSource;
        }
    }

    private final ControlMessages controlMessages;
    private final int capacity;
    private final long vectors;
    private final long peers;
    private final long controls;
    /** The kernel reads and writes it during a call; freed by the collector. */
    private final MemorySegment memory;

    private final long[] bases;
    private final int[] memoryLengths;
    private final int[] lengths;
    private final int[] peerLengths;
    /** Of what was received. */
    private final int[] controlLengths;

    private final boolean[] truncated;
    private final Wishes[] wishes;
    private int skipped;
    private int count;

    MessageBatch(Bsd bsd, int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity " + capacity + " is not positive");
        }
        controlMessages = new ControlMessages(bsd);
        this.capacity = capacity;
        vectors = capacity * HEADER_BYTES;
        peers = vectors + capacity * VECTOR_BYTES;
        controls = peers + (long) capacity * PEER_BYTES;
        memory = Arena.ofAuto().allocate(controls + (long) capacity * ControlMessages.BYTES, CACHE_LINE_BYTES);
        bases = new long[capacity];
        memoryLengths = new int[capacity];
        lengths = new int[capacity];
        peerLengths = new int[capacity];
        controlLengths = new int[capacity];
        truncated = new boolean[capacity];
        wishes = new Wishes[capacity];
        for (int slot = 0; slot < capacity; slot++) {
            wishes[slot] = new Wishes();
            memory.set(JAVA_LONG, slot * HEADER_BYTES + Msghdr.MSG_IOV, memory.address() + vector(slot));
            memory.set(JAVA_INT, slot * HEADER_BYTES + Msghdr.MSG_IOVLEN, 1);
        }
    }

    int first() {
        return skipped;
    }

    Wishes wishes(int slot) {
        return wishes[slot];
    }

    /** A slot's header, ready to send so many bytes from there; without a peer, to whom the socket is connected. */
    long toSend(int slot, int from, int length, int controlLength) {
        int peerLength = peerLengths[slot];
        long at = slot * HEADER_BYTES;
        memory.set(JAVA_LONG, at + Msghdr.MSG_NAME, peerLength == 0 ? 0 : peerAddress(slot));
        memory.set(JAVA_INT, at + Msghdr.MSG_NAMELEN, peerLength);
        memory.set(JAVA_LONG, at + Msghdr.MSG_CONTROL, controlLength == 0 ? 0 : control(slot));
        memory.set(JAVA_INT, at + Msghdr.MSG_CONTROLLEN, controlLength);
        memory.set(JAVA_INT, at + Msghdr.MSG_FLAGS, 0);
        memory.set(JAVA_LONG, vector(slot) + Iovec.IOV_BASE, bases[slot] + from);
        memory.set(JAVA_LONG, vector(slot) + Iovec.IOV_LEN, length);
        return memory.address() + at;
    }

    /** A slot's header, ready to receive: with all of its memory, and of all else it has. */
    long toReceive(int slot) {
        long at = slot * HEADER_BYTES;
        memory.set(JAVA_LONG, at + Msghdr.MSG_NAME, peerAddress(slot));
        memory.set(JAVA_INT, at + Msghdr.MSG_NAMELEN, PEER_BYTES);
        memory.set(JAVA_LONG, at + Msghdr.MSG_CONTROL, control(slot));
        memory.set(JAVA_INT, at + Msghdr.MSG_CONTROLLEN, ControlMessages.BYTES);
        memory.set(JAVA_INT, at + Msghdr.MSG_FLAGS, 0);
        memory.set(JAVA_LONG, vector(slot) + Iovec.IOV_BASE, bases[slot]);
        memory.set(JAVA_LONG, vector(slot) + Iovec.IOV_LEN, memoryLengths[slot]);
        return memory.address() + at;
    }

    /** Takes over what {@code recvmsg} wrote into a slot. */
    void received(int slot, long bytes) {
        long at = slot * HEADER_BYTES;
        lengths[slot] = Math.clamp(bytes, 0, memoryLengths[slot]);
        truncated[slot] = (memory.get(JAVA_INT, at + Msghdr.MSG_FLAGS) & BsdSockets.MSG_TRUNC) != 0;
        peerLengths[slot] = Math.clamp(memory.get(JAVA_INT, at + Msghdr.MSG_NAMELEN), 0, PEER_BYTES);
        controlLengths[slot] = Math.clamp(memory.get(JAVA_INT, at + Msghdr.MSG_CONTROLLEN), 0, ControlMessages.BYTES);
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
        bases[slot] = address;
        memoryLengths[slot] = length;
        lengths[slot] = length;
        wishes[slot].gone = 0;
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
        peerLengths[slot] = length == 0 ? 0 : BsdAddress.length(address, length);
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
                : controlMessages.fact(control(slot), controlLengths[slot], fact);
    }

    @Override
    public int destination(int slot, long into) {
        return controlMessages.destination(control(slot), controlLengths[slot], into);
    }

    @Override
    public void sendWith(int slot, Datagrams.Fact fact, int value) {
        switch (fact) {
            case SEGMENT_BYTES -> wishes[slot].segmentBytes = value;
            case HOP_LIMIT -> wishes[slot].hopLimit = value;
            case TRAFFIC_CLASS -> wishes[slot].trafficClass = value;
            default -> throw new IllegalArgumentException("no datagram can be sent with " + fact);
        }
    }

    @Override
    public void sendFrom(int slot, long address, int length, int interfaceIndex) {
        Wishes wished = wishes[slot];
        wished.hasSource = true;
        wished.interfaceIndex = interfaceIndex;
        wished.sourceLength = length;
        MemorySegment.copy(NativeMemory.ALL, address, wished.source, 0, length);
    }

    @Override
    public void sendPlainly(int slot) {
        wishes[check(slot)].clear();
    }

    /** Where a slot's control messages are. */
    long control(int slot) {
        return memory.address() + controls + (long) check(slot) * ControlMessages.BYTES;
    }

    /** Where a slot's vector begins within the memory. */
    private long vector(int slot) {
        return vectors + slot * VECTOR_BYTES;
    }

    private int check(int slot) {
        return Objects.checkIndex(slot, capacity);
    }
}
