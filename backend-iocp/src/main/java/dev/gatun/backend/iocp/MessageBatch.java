package dev.gatun.backend.iocp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.windows.WindowsSockets;
import dev.gatun.bindings.windows.WindowsSystem;
import dev.gatun.bindings.windows.WsaBuf;
import dev.gatun.bindings.windows.WsaMsg;
import dev.gatun.parts.DatagramSlots;
import dev.gatun.spi.Datagrams;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Datagrams for WSARecvMsg and WSASendMsg, one call each: Windows has none for many. One thread: that of its owner.
 *
 * <pre>
 *   WSAMSG | WSABUF | address | addresses [capacity] | control messages [capacity]
 * </pre>
 */
final class MessageBatch extends DatagramSlots {
    private static final MemorySegment ALL = NativeMemory.ALL;
    private static final IocpControls CONTROLS = IocpControls.WINDOWS;
    private static final int PEER_BYTES = IocpAddress.BYTES_MAX;
    private static final long HEAD_BYTES = WsaMsg.sizeof() + WsaBuf.sizeof() + PEER_BYTES;

    private final long message;
    private final long buffer;
    /** Of whom a datagram goes to, as the socket's family wants it. */
    private final long dressed;

    MessageBatch(WindowsSystem system, int capacity) {
        super(
                capacity,
                HEAD_BYTES,
                PEER_BYTES,
                CONTROLS,
                (bytes, alignment) -> system.allocate(bytes, alignment, Arena.ofAuto()));
        message = memory.address();
        buffer = message + WsaMsg.sizeof();
        dressed = buffer + WsaBuf.sizeof();
        ALL.set(JAVA_LONG, message + WsaMsg.LP_BUFFERS, buffer);
        ALL.set(JAVA_INT, message + WsaMsg.DW_BUFFER_COUNT, 1);
    }

    /** The message that receives into a slot. */
    long messageToReceive(int slot) {
        prepare(slot, peerAddress(slot), PEER_BYTES, memoryLengths[slot], CONTROLS.bytes());
        return message;
    }

    /** The message that sends a slot; to whom the socket is connected to, where it names nobody. */
    long messageToSend(int slot, int family) {
        if (peerLengths[slot] == 0) {
            prepare(slot, 0, 0, lengths[slot], controlLengths[slot]);
        } else {
            int length = IocpAddress.copyFor(family, peerAddress(slot), peerLengths[slot], dressed);
            prepare(slot, dressed, length, lengths[slot], controlLengths[slot]);
        }
        return message;
    }

    /** What came into it; of one that was cut off, all that there was room for. */
    void received(int slot, int length, boolean isCut) {
        received(
                slot,
                isCut ? memoryLengths[slot] : length,
                isCut || (ALL.get(JAVA_INT, message + WsaMsg.DW_FLAGS) & WindowsSockets.MSG_TRUNC) != 0,
                ALL.get(JAVA_INT, message + WsaMsg.NAMELEN),
                ALL.get(JAVA_INT, message + WsaMsg.CONTROL + WsaBuf.LEN));
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

    /** Windows refuses what is not of the datagram's own family: whom it goes to must be known before. */
    @Override
    public void sendWith(int slot, Datagrams.Fact fact, int value) {
        boolean isInet6 =
                peerLengths[slot] >= Short.BYTES && IocpAddress.family(peerAddress(slot)) == WindowsSockets.AF_INET6;
        controlLengths[slot] += CONTROLS.add(control(slot), controlLengths[slot], fact, value, isInet6);
    }

    @Override
    public void sendFrom(int slot, long address, int length, int interfaceIndex) {
        controlLengths[slot] +=
                CONTROLS.addSource(control(slot), controlLengths[slot], address, length, interfaceIndex);
    }

    @Override
    public void sendPlainly(int slot) {
        controlLengths[check(slot)] = 0;
    }
}
