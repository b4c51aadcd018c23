package dev.gatun.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.iovec;
import dev.gatun.bindings.linux.mmsghdr;
import dev.gatun.bindings.linux.msghdr;
import dev.gatun.parts.DatagramSlots;
import dev.gatun.spi.Datagrams;
import java.lang.foreign.Arena;

/**
 * Datagrams as {@code sendmmsg} and {@code recvmmsg} want them: an array of headers, and one vector for each. One
 * thread: that of its owner.
 *
 * <pre>
 *   struct mmsghdr [capacity] | struct iovec [capacity] | struct sockaddr_storage [capacity] | control [capacity]
 * </pre>
 */
public final class MessageBatch extends DatagramSlots {
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

    private final long vectors;

    public MessageBatch(int capacity) {
        super(capacity, capacity * (HEADER_BYTES + VECTOR_BYTES), PEER_BYTES, LinuxControls.LINUX, Arena.ofAuto());
        vectors = capacity * HEADER_BYTES;
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
        return memory.address() + first() * HEADER_BYTES;
    }

    /** How many that is. */
    public int partaking() {
        return count() - first();
    }

    /** Where a slot's {@code struct msghdr} is. */
    public long header(int slot) {
        return memory.address() + check(slot) * HEADER_BYTES + mmsghdr.msg_hdr$offset();
    }

    /** Makes the slots that take part ready for {@code sendmmsg}; without a peer, to whom the socket is connected. */
    public void prepareToSend() {
        for (int slot = first(); slot < count(); slot++) {
            int peerLength = peerLengths[slot];
            prepare(slot, peerLength == 0 ? 0 : peerAddress(slot), peerLength, lengths[slot], controlLengths[slot]);
        }
    }

    /** Makes the slots that take part ready for {@code recvmmsg}: all of their memory, and of all else they have. */
    public void prepareToReceive() {
        for (int slot = first(); slot < count(); slot++) {
            prepare(slot, peerAddress(slot), PEER_BYTES, memoryLengths[slot], LinuxControls.LINUX.bytes());
        }
    }

    /** Takes over what {@code recvmmsg} wrote into the first slots, as many as it answered. */
    public void received(int received) {
        if (received < 0 || received > partaking()) {
            throw new IllegalStateException("the kernel says it filled " + received + " slots of " + partaking());
        }
        for (int slot = first(); slot < first() + received; slot++) {
            long at = slot * HEADER_BYTES;
            // With MSG_TRUNC asked for, the kernel tells the datagram's own length rather than what it copied.
            received(
                    slot,
                    memory.get(JAVA_INT, at + LENGTH),
                    (memory.get(JAVA_INT, at + FLAGS) & Linux.MSG_TRUNC()) != 0,
                    memory.get(JAVA_INT, at + NAME_LENGTH),
                    memory.get(JAVA_LONG, at + CONTROL_LENGTH));
        }
    }

    @Override
    public void sendWith(int slot, Datagrams.Fact fact, int value) {
        controlLengths[slot] += LinuxControls.LINUX.add(control(slot), controlLengths[slot], fact, value);
    }

    @Override
    public void sendFrom(int slot, long address, int length, int interfaceIndex) {
        controlLengths[slot] +=
                LinuxControls.LINUX.addSource(control(slot), controlLengths[slot], address, length, interfaceIndex);
    }

    @Override
    public void sendPlainly(int slot) {
        controlLengths[check(slot)] = 0;
    }

    private void prepare(int slot, long peerAddress, int peerLength, int length, int controlLength) {
        long at = slot * HEADER_BYTES;
        memory.set(JAVA_LONG, at + NAME, peerAddress);
        memory.set(JAVA_INT, at + NAME_LENGTH, peerLength);
        memory.set(JAVA_LONG, at + CONTROL, controlLength == 0 ? 0 : control(slot));
        memory.set(JAVA_LONG, at + CONTROL_LENGTH, controlLength);
        memory.set(JAVA_INT, at + FLAGS, 0);
        memory.set(JAVA_INT, at + LENGTH, 0);
        memory.set(JAVA_LONG, vector(slot) + iovec.iov_base$offset(), addresses[slot]);
        memory.set(JAVA_LONG, vector(slot) + iovec.iov_len$offset(), length);
    }

    /** Where a slot's vector begins within the memory. */
    private long vector(int slot) {
        return vectors + slot * VECTOR_BYTES;
    }
}
