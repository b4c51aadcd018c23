package dev.gatun.backend.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.kqueue.BsdSockets;
import dev.gatun.bindings.kqueue.Iovec;
import dev.gatun.bindings.kqueue.Msghdr;
import dev.gatun.parts.DatagramSlots;
import dev.gatun.spi.Datagrams;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Datagrams for a loop of {@code sendmsg} or {@code recvmsg}: macOS has no call for many, and FreeBSD's is such a
 * loop in its C library. A header and a vector for each. One thread: that of its owner.
 *
 * <pre>
 *   struct msghdr [capacity] | struct iovec [capacity] | struct sockaddr_storage [capacity] | control [capacity]
 * </pre>
 *
 * What a datagram is sent with is kept on the heap, and becomes control messages or options when it goes: which,
 * depends on the socket ({@link SocketCalls}).
 */
final class MessageBatch extends DatagramSlots {
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

    private final int controlBytes;
    private final long vectors;
    private final Wishes[] wishes;

    MessageBatch(BsdControls controlMessages, int capacity) {
        super(capacity, capacity * (HEADER_BYTES + VECTOR_BYTES), PEER_BYTES, controlMessages, Arena.ofAuto());
        controlBytes = controlMessages.bytes();
        vectors = capacity * HEADER_BYTES;
        wishes = new Wishes[capacity];
        for (int slot = 0; slot < capacity; slot++) {
            wishes[slot] = new Wishes();
            memory.set(JAVA_LONG, slot * HEADER_BYTES + Msghdr.MSG_IOV, memory.address() + vector(slot));
            memory.set(JAVA_INT, slot * HEADER_BYTES + Msghdr.MSG_IOVLEN, 1);
        }
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
        memory.set(JAVA_LONG, vector(slot) + Iovec.IOV_BASE, addresses[slot] + from);
        memory.set(JAVA_LONG, vector(slot) + Iovec.IOV_LEN, length);
        return memory.address() + at;
    }

    /** A slot's header, ready to receive: with all of its memory, and of all else it has. */
    long toReceive(int slot) {
        long at = slot * HEADER_BYTES;
        memory.set(JAVA_LONG, at + Msghdr.MSG_NAME, peerAddress(slot));
        memory.set(JAVA_INT, at + Msghdr.MSG_NAMELEN, PEER_BYTES);
        memory.set(JAVA_LONG, at + Msghdr.MSG_CONTROL, control(slot));
        memory.set(JAVA_INT, at + Msghdr.MSG_CONTROLLEN, controlBytes);
        memory.set(JAVA_INT, at + Msghdr.MSG_FLAGS, 0);
        memory.set(JAVA_LONG, vector(slot) + Iovec.IOV_BASE, addresses[slot]);
        memory.set(JAVA_LONG, vector(slot) + Iovec.IOV_LEN, memoryLengths[slot]);
        return memory.address() + at;
    }

    /** Takes over what {@code recvmsg} wrote into a slot. */
    void received(int slot, long bytes) {
        long at = slot * HEADER_BYTES;
        received(
                slot,
                bytes,
                (memory.get(JAVA_INT, at + Msghdr.MSG_FLAGS) & BsdSockets.MSG_TRUNC) != 0,
                memory.get(JAVA_INT, at + Msghdr.MSG_NAMELEN),
                memory.get(JAVA_INT, at + Msghdr.MSG_CONTROLLEN));
    }

    @Override
    public void memory(int slot, long address, int length) {
        super.memory(slot, address, length);
        wishes[slot].gone = 0;
    }

    @Override
    public void peer(int slot, long address, int length) {
        super.peer(slot, address, length == 0 ? 0 : BsdAddress.length(address, length));
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

    /** Where a slot's vector begins within the memory. */
    private long vector(int slot) {
        return vectors + slot * VECTOR_BYTES;
    }
}
