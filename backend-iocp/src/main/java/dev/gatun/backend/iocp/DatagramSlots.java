package dev.gatun.backend.iocp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.windows.WindowsSockets;
import dev.gatun.bindings.windows.WindowsSystem;
import dev.gatun.bindings.windows.WsaBuf;
import dev.gatun.bindings.windows.WsaMsg;
import dev.gatun.spi.DatagramBatch;
import dev.gatun.spi.Datagrams;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * Datagrams for WSARecvMsg and WSASendMsg, one call each: Windows has none for many. An address and room for control
 * messages for each, in memory that lives as long as this object. One thread: that of its owner.
 *
 * <pre>
 *   WSAMSG | WSABUF | address | addresses [capacity] | control messages [capacity]
 * </pre>
 */
final class DatagramSlots implements DatagramBatch {
    private static final int PEER_BYTES = IocpAddress.BYTES_MAX;
    private static final MemorySegment ALL = NativeMemory.ALL;

    private final int capacity;
    /** Freed by the collector. */
    private final MemorySegment memory;

    private final long message;
    private final long buffer;
    /** Of whom a datagram goes to, as the socket's family wants it. */
    private final long dressed;

    private final long peers;
    private final long controls;

    private final long[] addresses;
    private final int[] memoryLengths;
    private final int[] lengths;
    private final int[] peerLengths;
    /** Of what was received, or of what is to be sent. */
    private final int[] controlLengths;

    private final boolean[] truncated;
    private int skipped;
    private int count;

    DatagramSlots(WindowsSystem system, int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity " + capacity + " is not positive");
        }
        this.capacity = capacity;
        long head = WsaMsg.sizeof() + WsaBuf.sizeof() + PEER_BYTES;
        long each = (long) PEER_BYTES + ControlMessages.BYTES;
        memory = system.allocate(head + capacity * each, Long.BYTES, Arena.ofAuto());
        message = memory.address();
        buffer = message + WsaMsg.sizeof();
        dressed = buffer + WsaBuf.sizeof();
        peers = message + head;
        controls = peers + (long) capacity * PEER_BYTES;
        addresses = new long[capacity];
        memoryLengths = new int[capacity];
        lengths = new int[capacity];
        peerLengths = new int[capacity];
        controlLengths = new int[capacity];
        truncated = new boolean[capacity];
        ALL.set(JAVA_LONG, message + WsaMsg.LP_BUFFERS, buffer);
        ALL.set(JAVA_INT, message + WsaMsg.DW_BUFFER_COUNT, 1);
    }

    int skipped() {
        return skipped;
    }

    /** The message that receives into a slot. */
    long messageToReceive(int slot) {
        prepare(slot, peer(slot), PEER_BYTES, memoryLengths[slot], ControlMessages.BYTES);
        return message;
    }

    /** The message that sends a slot; to whom the socket is connected to, where it names nobody. */
    long messageToSend(int slot, int family) {
        if (peerLengths[slot] == 0) {
            prepare(slot, 0, 0, lengths[slot], controlLengths[slot]);
        } else {
            int length = IocpAddress.copyFor(family, peer(slot), peerLengths[slot], dressed);
            prepare(slot, dressed, length, lengths[slot], controlLengths[slot]);
        }
        return message;
    }

    /** What came into it. */
    void received(int slot, int length, boolean isTruncated) {
        lengths[slot] = length;
        peerLengths[slot] = ALL.get(JAVA_INT, message + WsaMsg.NAMELEN);
        controlLengths[slot] = ALL.get(JAVA_INT, message + WsaMsg.CONTROL + WsaBuf.LEN);
        truncated[slot] = isTruncated || (ALL.get(JAVA_INT, message + WsaMsg.DW_FLAGS) & WindowsSockets.MSG_TRUNC) != 0;
    }

    int memoryLength(int slot) {
        return memoryLengths[slot];
    }

    private void prepare(int slot, long peerAddress, int peerLength, int length, int controlLength) {
        ALL.set(JAVA_LONG, message + WsaMsg.NAME, peerAddress);
        ALL.set(JAVA_INT, message + WsaMsg.NAMELEN, peerLength);
        ALL.set(JAVA_LONG, message + WsaMsg.CONTROL + WsaBuf.BUF, controlLength == 0 ? 0 : control(slot));
        ALL.set(JAVA_INT, message + WsaMsg.CONTROL + WsaBuf.LEN, controlLength);
        ALL.set(JAVA_INT, message + WsaMsg.DW_FLAGS, 0);
        ALL.set(JAVA_LONG, buffer + WsaBuf.BUF, addresses[slot]);
        ALL.set(JAVA_INT, buffer + WsaBuf.LEN, length);
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
        MemorySegment.copy(ALL, address, ALL, peer(slot), length);
        peerLengths[slot] = length;
    }

    @Override
    public long peerAddress(int slot) {
        return peer(check(slot));
    }

    @Override
    public int peerLength(int slot) {
        return peerLengths[slot];
    }

    @Override
    public int sender(int slot, long into) {
        MemorySegment.copy(ALL, peer(check(slot)), ALL, into, peerLengths[slot]);
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

    /** Windows refuses what is not of the datagram's own family: whom it goes to must be known before. */
    @Override
    public void sendWith(int slot, Datagrams.Fact fact, int value) {
        boolean isInet6 = peerLengths[slot] >= Short.BYTES && IocpAddress.family(peer(slot)) == WindowsSockets.AF_INET6;
        controlLengths[slot] += ControlMessages.add(control(slot), controlLengths[slot], fact, value, isInet6);
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

    private long peer(int slot) {
        return peers + (long) slot * PEER_BYTES;
    }

    private long control(int slot) {
        return controls + (long) check(slot) * ControlMessages.BYTES;
    }

    private int check(int slot) {
        return Objects.checkIndex(slot, capacity);
    }
}
