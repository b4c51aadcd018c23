package dev.gatun.backend.iocp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.windows.WindowsErrors;
import dev.gatun.bindings.windows.WindowsSockets;
import dev.gatun.bindings.windows.WsaBuf;
import dev.gatun.bindings.windows.WsaMsg;
import dev.gatun.spi.BufferSource;
import dev.gatun.spi.Completions;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Operations that are tried, and tried again when their handle is ready: what takes a block of the pool only when
 * there is something to put into it, all datagrams, and streams that belong to another core's port. No call here has
 * an OVERLAPPED, so none brings a packet. The Cpu's thread alone.
 */
final class Attempts {
    enum Outcome {
        ENDED,
        /** It stays, and is worth another try. */
        MORE,
        /** It stays; what was told must be seen before it is tried again. */
        MORE_LATER,
        BLOCKED
    }

    private static final long NO_BUFFERS = Long.MIN_VALUE;
    private static final MemorySegment ALL = NativeMemory.ALL;

    // The memory for one call.
    private static final long MESSAGE = 0;
    private static final long LENGTH = 64;
    private static final long ADDRESS = 72;
    private static final long VECTOR = ADDRESS + SlotTable.ADDRESS_BYTES;
    private static final long BYTES = VECTOR + SlotTable.VECTOR_MAX * 16L;

    private final Winsock winsock;
    private final BufferSource source;
    private final Endings endings;
    private final long memory;

    Attempts(Winsock winsock, BufferSource source, Endings endings, Arena arena) {
        this.winsock = winsock;
        this.source = source;
        this.endings = endings;
        memory = winsock.functions.system.allocate(BYTES, Long.BYTES, arena).address();
    }

    Outcome attempt(HandleState handle, Operation operation, Completions into) {
        return switch (operation.kind()) {
            case RECEIVE ->
                operation.has(Operation.POOL_BUFFER)
                        ? receiveIntoBlock(handle, operation, into)
                        : settle(handle, operation, receive(handle, operation), into);
            case RECEIVE_FROM ->
                operation.has(Operation.POOL_BUFFER)
                        ? receiveIntoBlock(handle, operation, into)
                        : settle(handle, operation, receiveFrom(handle, operation), into);
            case RECEIVE_VECTORED -> settle(handle, operation, receiveVectored(handle, operation), into);
            case SEND -> settle(handle, operation, send(handle, operation), into);
            case SEND_VECTORED ->
                settle(handle, operation, winsock.sendNow(handle.number, VECTOR + memory, vector(operation)), into);
            case SEND_TO -> settle(handle, operation, sendTo(handle, operation), into);
            case RECEIVE_BATCH ->
                settle(handle, operation, receiveBatch(handle, (MessageBatch) operation.batch()), into);
            case SEND_BATCH -> settle(handle, operation, sendBatch(handle, (MessageBatch) operation.batch()), into);
            case ACCEPT -> accept(handle, operation, into);
            case CONNECT -> settle(handle, operation, connect(handle, operation), into);
            default -> throw new IllegalStateException(operation + " is never tried");
        };
    }

    private Outcome settle(HandleState handle, Operation operation, long result, Completions into) {
        if (result == Winsock.WOULD_BLOCK) {
            return Outcome.BLOCKED;
        }
        if (result == NO_BUFFERS) {
            endings.tellError(operation, IoError.NO_BUFFERS, 0, into);
        } else if (result == -WindowsErrors.WSAECONNRESET && handle.kind == HandleState.Kind.DATAGRAM) {
            // The port of the peer is closed: no connection that there never was has been reset.
            endings.tellError(operation, IoError.REFUSED, result, into);
        } else {
            endings.tell(operation, result, into);
        }
        return Outcome.ENDED;
    }

    private Outcome more(Operation operation) {
        return operation.peerAddress() == 0 ? Outcome.MORE : Outcome.MORE_LATER;
    }

    // --- receiving --------------------------------------------------------------------------------------------------

    private long receive(HandleState handle, Operation operation) {
        int flags = operation.has(Operation.PEEK) ? WindowsSockets.MSG_PEEK : 0;
        return receive(handle, operation.address(), operation.length(), flags);
    }

    /** Of a datagram that is too long, as much as there is room for. */
    private long receive(HandleState handle, long address, int length, int flags) {
        buffer(address, length);
        long result = winsock.receiveNow(handle.number, memory + VECTOR, 1, flags);
        return result == -WindowsErrors.WSAEMSGSIZE ? length : result;
    }

    private long receiveVectored(HandleState handle, Operation operation) {
        int count = vector(operation);
        long result = winsock.receiveNow(handle.number, memory + VECTOR, count, 0);
        return result == -WindowsErrors.WSAEMSGSIZE ? Vectors.bytes(memory + VECTOR, count) : result;
    }

    private long receiveFrom(HandleState handle, Operation operation) {
        return receiveFrom(handle, operation, operation.address(), operation.length());
    }

    private long receiveFrom(HandleState handle, Operation operation, long address, int length) {
        buffer(address, length);
        ALL.set(JAVA_INT, memory + LENGTH, SlotTable.ADDRESS_BYTES);
        long result = winsock.receiveFromNow(handle.number, memory + VECTOR, memory + ADDRESS, memory + LENGTH);
        boolean isCut = result == -WindowsErrors.WSAEMSGSIZE;
        if (operation.peerAddress() != 0 && (result >= 0 || isCut)) {
            int written = Math.min(ALL.get(JAVA_INT, memory + LENGTH), operation.peerLength());
            MemorySegment.copy(ALL, memory + ADDRESS, ALL, operation.peerAddress(), written);
        }
        return isCut ? length : result;
    }

    /** A block is taken only now, so whoever waits holds none. */
    private Outcome receiveIntoBlock(HandleState handle, Operation operation, Completions into) {
        if (operation.has(Operation.ENVELOPE)) {
            return receiveWithEnvelope(handle, operation, into);
        }
        int block = source.take(operation.length());
        if (block < 0) {
            return receivedNothing(handle, operation, lookWithoutBlock(handle), into);
        }
        int room = source.blockBytes(block);
        int wanted = operation.length() == 0 ? room : Math.min(operation.length(), room);
        long address = source.blockAddress(block);
        boolean isDatagram = operation.kind() == OperationKind.RECEIVE_FROM;
        long result =
                isDatagram ? receiveFrom(handle, operation, address, wanted) : receive(handle, address, wanted, 0);
        if (result <= 0) {
            source.give(block);
            return receivedNothing(handle, operation, result, into);
        }
        if (!operation.has(Operation.MULTISHOT)) {
            endings.tellBlock(operation, (int) result, block, into);
            return Outcome.ENDED;
        }
        into.addBuffer(operation.userData(), (int) result, Completions.MORE, block, 0);
        return more(operation);
    }

    /** The pool is empty: 0 at an end, NO_BUFFERS where there is something that a block is wanted for. */
    private long lookWithoutBlock(HandleState handle) {
        long result = receive(handle, memory + ADDRESS, 1, WindowsSockets.MSG_PEEK);
        return result > 0 ? NO_BUFFERS : result;
    }

    /** An empty datagram is one of many; no bytes of a stream are its end. */
    private Outcome receivedNothing(HandleState handle, Operation operation, long result, Completions into) {
        boolean isOneOfMany = result == 0 && handle.kind == HandleState.Kind.DATAGRAM;
        if (isOneOfMany && operation.has(Operation.MULTISHOT)) {
            into.add(operation.userData(), 0, Completions.MORE);
            return more(operation);
        }
        return settle(handle, operation, result, into);
    }

    /** An empty datagram has an envelope too, so it waits for a block like all others. */
    private Outcome receiveWithEnvelope(HandleState handle, Operation operation, Completions into) {
        int block = source.take(0);
        if (block < 0) {
            long readable = lookWithoutBlock(handle);
            return settle(handle, operation, readable == 0 ? NO_BUFFERS : readable, into);
        }
        boolean withFacts = operation.has(Operation.ENVELOPE_FACTS);
        int offset = IocpControls.ENVELOPE.bytes(withFacts);
        long envelope = source.blockAddress(block);
        int room = source.blockBytes(block) - offset;
        buffer(envelope + offset, room);
        message(
                IocpControls.ENVELOPE.sender(envelope),
                IocpControls.ENVELOPE.senderBytes(),
                withFacts ? IocpControls.ENVELOPE.control(envelope) : 0,
                withFacts ? IocpControls.WINDOWS.bytes() : 0);
        long result = winsock.receiveMessageNow(handle.number, memory + MESSAGE);
        boolean isCut = result == -WindowsErrors.WSAEMSGSIZE;
        if (result < 0 && !isCut) {
            source.give(block);
            return settle(handle, operation, result, into);
        }
        int flags = ALL.get(JAVA_INT, memory + MESSAGE + WsaMsg.DW_FLAGS);
        IocpControls.ENVELOPE.seal(
                envelope,
                ALL.get(JAVA_INT, memory + MESSAGE + WsaMsg.NAMELEN),
                ALL.get(JAVA_INT, memory + MESSAGE + WsaMsg.CONTROL + WsaBuf.LEN),
                isCut ? flags | WindowsSockets.MSG_TRUNC : flags);
        into.addBuffer(operation.userData(), isCut ? room : (int) result, Completions.MORE, block, offset);
        return Outcome.MORE;
    }

    /** As many as there are; none at all blocks. An error after some is left for the next call to meet. */
    private long receiveBatch(HandleState handle, MessageBatch batch) {
        int received = 0;
        while (received < batch.count()) {
            long result = winsock.receiveMessageNow(handle.number, batch.messageToReceive(received));
            boolean isCut = result == -WindowsErrors.WSAEMSGSIZE;
            if (result < 0 && !isCut) {
                return received > 0 ? received : result;
            }
            batch.received(received, (int) result, isCut);
            received++;
        }
        return received;
    }

    // --- sending
    // ----------------------------------------------------------------------------------------------------

    private long send(HandleState handle, Operation operation) {
        buffer(operation.address(), operation.length());
        return winsock.sendNow(handle.number, memory + VECTOR, 1);
    }

    private long sendTo(HandleState handle, Operation operation) {
        buffer(operation.address(), operation.length());
        int length =
                IocpAddress.copyFor(handle.family, operation.peerAddress(), operation.peerLength(), memory + ADDRESS);
        return winsock.sendToNow(handle.number, memory + VECTOR, memory + ADDRESS, length);
    }

    private long sendBatch(HandleState handle, MessageBatch batch) {
        int sent = 0;
        for (int slot = batch.first(); slot < batch.count(); slot++) {
            long result = winsock.sendMessageNow(handle.number, batch.messageToSend(slot, handle.family));
            if (result < 0) {
                return sent > 0 ? sent : result;
            }
            sent++;
        }
        return sent;
    }

    // --- connections
    // ------------------------------------------------------------------------------------------------

    /** On a listener that is another core's port's: an accept without packets. */
    private Outcome accept(HandleState handle, Operation operation, Completions into) {
        long accepted = winsock.accept(handle.number);
        if (accepted < 0) {
            return settle(handle, operation, accepted, into);
        }
        HandleTable.BIRTHS.count(accepted);
        if (operation.peerAddress() != 0) {
            long written = winsock.name(accepted, true, memory + ADDRESS, SlotTable.ADDRESS_BYTES);
            int length = Math.clamp(written, 0, operation.peerLength());
            MemorySegment.copy(ALL, memory + ADDRESS, ALL, operation.peerAddress(), length);
        }
        if (operation.has(Operation.MULTISHOT)) {
            into.add(operation.userData(), (int) accepted, Completions.MORE);
            return more(operation);
        }
        return settle(handle, operation, accepted, into);
    }

    /** Of a datagram socket: from now on it sends there. */
    private long connect(HandleState handle, Operation operation) {
        int length =
                IocpAddress.copyFor(handle.family, operation.peerAddress(), operation.peerLength(), memory + ADDRESS);
        return winsock.connect(handle.number, memory + ADDRESS, length);
    }

    // --- the memory for one call
    // ------------------------------------------------------------------------------------

    private void buffer(long address, int length) {
        ALL.set(JAVA_LONG, memory + VECTOR + WsaBuf.BUF, address);
        ALL.set(JAVA_INT, memory + VECTOR + WsaBuf.LEN, length);
    }

    private int vector(Operation operation) {
        return Vectors.copy(operation.address(), operation.length(), memory + VECTOR);
    }

    /** Of the one buffer. */
    private void message(long name, int nameLength, long control, int controlLength) {
        long at = memory + MESSAGE;
        ALL.set(JAVA_LONG, at + WsaMsg.NAME, name);
        ALL.set(JAVA_INT, at + WsaMsg.NAMELEN, nameLength);
        ALL.set(JAVA_LONG, at + WsaMsg.LP_BUFFERS, memory + VECTOR);
        ALL.set(JAVA_INT, at + WsaMsg.DW_BUFFER_COUNT, 1);
        ALL.set(JAVA_LONG, at + WsaMsg.CONTROL + WsaBuf.BUF, control);
        ALL.set(JAVA_INT, at + WsaMsg.CONTROL + WsaBuf.LEN, controlLength);
        ALL.set(JAVA_INT, at + WsaMsg.DW_FLAGS, 0);
    }
}
