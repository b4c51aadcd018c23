package dev.gatun.backend.iocp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.windows.WindowsErrors;
import dev.gatun.bindings.windows.WindowsSockets;
import dev.gatun.bindings.windows.WsaBuf;
import dev.gatun.parts.OperationList;
import dev.gatun.spi.Completions;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import java.lang.foreign.MemorySegment;

/**
 * Operations that Windows is given whole, and whose end a packet tells: those of streams of our own port, and reading
 * and writing files. What is done at once has no packet, where Windows lets it skip that. Some take several calls:
 * whoever waits for all of its bytes, and vectors of files, for which Windows has no call that takes any memory. The
 * Cpu's thread alone.
 */
final class BegunTraffic {
    /** Behind each address AcceptEx wants room for so much more. */
    private static final int ACCEPT_EXTRA_BYTES = 16;

    /** An offset that means the end of the file. */
    private static final long AT_THE_END = -1;

    private static final MemorySegment ALL = NativeMemory.ALL;

    private final Winsock winsock;
    private final SlotTable slots;
    private final Endings endings;

    /** One call of theirs has ended, and the next is to be made: the slot is theirs still. */
    private final OperationList again = new OperationList();

    BegunTraffic(Winsock winsock, SlotTable slots, Endings endings) {
        this.winsock = winsock;
        this.slots = slots;
        this.endings = endings;
    }

    void start(HandleState handle, Operation operation, Completions into) {
        int slot = slots.takeFor(operation, handle);
        Place.set(operation, Place.SLOT, slot);
        begin(slot, into);
    }

    /** True exactly when no operation waits for its next call. */
    boolean isQuiet() {
        return again.isEmpty();
    }

    /** The next calls of operations that take several; at a poll, where there is room for what they bring. */
    void goOn(Completions into) {
        Operation last = again.last();
        while (last != null && !into.isFull()) {
            Operation operation = again.removeFirst();
            if (operation == null) {
                return;
            }
            int slot = Place.detail(operation);
            if (slots.isEnding(slot) || slots.handle(slot).closing != null) {
                int done = slots.progress(slot);
                finish(slot, done > 0 ? done : -WindowsErrors.ERROR_OPERATION_ABORTED, into);
            } else {
                begin(slot, into);
            }
            if (operation == last) {
                return;
            }
        }
    }

    /** Makes the call, the first or the next of its operation. */
    private void begin(int slot, Completions into) {
        HandleState handle = slots.handle(slot);
        Operation operation = slots.operation(slot);
        long result =
                switch (operation.kind()) {
                    case RECEIVE, RECEIVE_VECTORED -> receive(slot, operation);
                    case SEND, SEND_VECTORED -> send(slot, operation);
                    case ACCEPT -> accept(slot, handle);
                    case CONNECT -> connect(slot, handle, operation);
                    case READ, READ_VECTORED, WRITE, WRITE_VECTORED -> transfer(slot, operation);
                    default -> throw new IllegalStateException(operation + " is never begun");
                };
        if (result == 0 && handle.skipsPackets) {
            onEnded(slot, 0, slots.transferred(slot), into);
        } else if (result < 0 && result != Winsock.PENDING) {
            onEnded(slot, (int) -result, 0, into);
        }
    }

    private long receive(int slot, Operation operation) {
        int count = buffers(slot, operation);
        return winsock.receive(
                slots.handle(slot).number,
                slots.vector(slot),
                count,
                slots.flags(slot),
                slots.count(slot),
                slots.overlapped(slot, 0));
    }

    private long send(int slot, Operation operation) {
        int count = buffers(slot, operation);
        return winsock.send(
                slots.handle(slot).number, slots.vector(slot), count, slots.count(slot), slots.overlapped(slot, 0));
    }

    private int buffers(int slot, Operation operation) {
        if (operation.kind() == OperationKind.RECEIVE_VECTORED || operation.kind() == OperationKind.SEND_VECTORED) {
            return Vectors.copy(operation.address(), operation.length(), slots.vector(slot));
        }
        int done = slots.progress(slot);
        ALL.set(JAVA_LONG, slots.vector(slot) + WsaBuf.BUF, operation.address() + done);
        ALL.set(JAVA_INT, slots.vector(slot) + WsaBuf.LEN, operation.length() - done);
        return 1;
    }

    // --- connections
    // ------------------------------------------------------------------------------------------------

    private long accept(int slot, HandleState listener) {
        long socket = winsock.open(listener.family, WindowsSockets.SOCK_STREAM);
        if (socket < 0) {
            return socket;
        }
        HandleTable.BIRTHS.count(socket);
        slots.socket(slot, socket);
        int bytes = ACCEPT_EXTRA_BYTES + IocpAddress.INET6_BYTES;
        return winsock.accept(
                listener.number, socket, slots.vector(slot), bytes, slots.count(slot), slots.overlapped(slot, 0));
    }

    /** ConnectEx takes none but a bound socket. */
    private long connect(int slot, HandleState handle, Operation operation) {
        long address = slots.address(slot);
        long named = winsock.name(handle.number, false, address, SlotTable.ADDRESS_BYTES);
        if (named == -WindowsErrors.WSAEINVAL) {
            long bound = winsock.bind(handle.number, address, IocpAddress.writeAny(handle.family, address));
            // It has no name either when it is bound to any address: then this is refused, and it is bound all the
            // same.
            if (bound < 0 && bound != -WindowsErrors.WSAEINVAL) {
                return bound;
            }
        }
        int length = IocpAddress.copyFor(handle.family, operation.peerAddress(), operation.peerLength(), address);
        if (IocpAddress.family(address) != handle.family) {
            return -WindowsErrors.WSAEAFNOSUPPORT; // which is what connect says; ConnectEx calls it a bad address
        }
        return winsock.connect(handle.number, address, length, slots.overlapped(slot, 0));
    }

    // --- files
    // ------------------------------------------------------------------------------------------------------

    private long transfer(int slot, Operation operation) {
        int done = slots.progress(slot);
        boolean isVectored = isVectored(operation);
        long address = isVectored ? Vectors.address(operation.address(), slots.part(slot)) : operation.address();
        int length = isVectored ? Vectors.length(operation.address(), slots.part(slot)) : operation.length();
        boolean appends = slots.handle(slot).appends && isWrite(operation);
        long overlapped = slots.overlapped(slot, appends ? AT_THE_END : operation.offset() + done);
        long file = slots.handle(slot).number;
        return isWrite(operation)
                ? winsock.write(file, address, length, slots.count(slot), overlapped)
                : winsock.read(file, address, length, slots.count(slot), overlapped);
    }

    private static boolean isVectored(Operation operation) {
        return operation.kind() == OperationKind.READ_VECTORED || operation.kind() == OperationKind.WRITE_VECTORED;
    }

    private static boolean isWrite(Operation operation) {
        return operation.kind() == OperationKind.WRITE || operation.kind() == OperationKind.WRITE_VECTORED;
    }

    // --- ends
    // -------------------------------------------------------------------------------------------------------

    /** The packet of an operation. */
    void onPacket(int slot, Completions into) {
        onEnded(slot, WindowsErrorTable.errorOf(slots.status(slot)), slots.transferred(slot), into);
    }

    /** A call has ended: with a Windows error, or 0 and so many bytes. */
    private void onEnded(int slot, int error, int bytes, Completions into) {
        switch (slots.operation(slot).kind()) {
            case ACCEPT -> onAccepted(slot, error, into);
            case CONNECT -> {
                if (error == 0) {
                    // Else shutdown, getpeername and others would not know that it is connected.
                    winsock.setBareOption(slots.handle(slot).number, WindowsSockets.SO_UPDATE_CONNECT_CONTEXT);
                }
                finish(slot, -error, into);
            }
            case RECEIVE -> onReceived(slot, error, bytes, into);
            case READ, READ_VECTORED, WRITE, WRITE_VECTORED -> onTransferred(slot, error, bytes, into);
            default -> finish(slot, error != 0 && bytes == 0 ? -error : bytes, into);
        }
    }

    /** Windows has let go of the memory. */
    private void finish(int slot, long result, Completions into) {
        Operation operation = slots.operation(slot);
        slots.give(slot);
        endings.tell(operation, result, into);
    }

    private void onReceived(int slot, int error, int bytes, Completions into) {
        Operation operation = slots.operation(slot);
        int all = slots.progress(slot) + bytes;
        boolean isShort = operation.has(Operation.WAIT_ALL) && all < operation.length();
        if (isShort && error == 0 && bytes > 0) {
            slots.progress(slot, all);
            again.addLast(operation);
            return;
        }
        // After some bytes an error is not told: whoever asks for more is.
        finish(slot, error != 0 && all == 0 ? -error : all, into);
    }

    private void onAccepted(int slot, int error, Completions into) {
        Operation operation = slots.operation(slot);
        long socket = slots.socket(slot);
        slots.socket(slot, 0);
        if (error != 0) {
            if (socket > 0) {
                HandleTable.BIRTHS.count(socket);
                winsock.close(socket);
            }
            if (isOfTheClient(error)) {
                again.addLast(operation); // who connected is gone already, and is nobody's result
            } else {
                finish(slot, -error, into);
            }
            return;
        }
        // Else the connection would not know of its listener, and could not be shut down or asked for its peer.
        winsock.setHandleOption(socket, WindowsSockets.SO_UPDATE_ACCEPT_CONTEXT, slots.handle(slot).number);
        if (operation.peerAddress() != 0) {
            long written = winsock.name(socket, true, slots.address(slot), SlotTable.ADDRESS_BYTES);
            int length = Math.clamp(written, 0, operation.peerLength());
            MemorySegment.copy(ALL, slots.address(slot), ALL, operation.peerAddress(), length);
        }
        if ((int) socket != socket) {
            HandleTable.BIRTHS.count(socket);
            winsock.close(socket);
            slots.give(slot);
            endings.tellError(operation, IoError.OTHER, 0, into); // a handle of more bits than a result has
        } else if (operation.has(Operation.MULTISHOT)) {
            into.add(operation.userData(), (int) socket, Completions.MORE);
            again.addLast(operation);
        } else {
            finish(slot, socket, into);
        }
    }

    private static boolean isOfTheClient(int error) {
        return error == WindowsErrors.WSAECONNRESET
                || error == WindowsErrors.ERROR_NETNAME_DELETED
                || error == WindowsErrors.ERROR_CONNECTION_ABORTED;
    }

    private void onTransferred(int slot, int error, int bytes, Completions into) {
        Operation operation = slots.operation(slot);
        int all = slots.progress(slot) + bytes;
        boolean isWhole = isVectored(operation)
                && bytes == Vectors.length(operation.address(), slots.part(slot))
                && slots.part(slot) + 1 < operation.length();
        if (error == 0 && isWhole) {
            slots.progress(slot, all);
            slots.part(slot, slots.part(slot) + 1);
            again.addLast(operation);
        } else if (error == 0 || all > 0 || error == WindowsErrors.ERROR_HANDLE_EOF) {
            finish(slot, all, into);
        } else if (error == WindowsErrors.ERROR_ACCESS_DENIED) {
            // The handle's access, not the file's: what it was not opened for.
            slots.give(slot);
            endings.tellError(operation, IoError.BAD_HANDLE, -error, into);
        } else {
            finish(slot, -error, into);
        }
    }

    /** It still gets its packet. */
    void cancel(Operation operation) {
        int slot = Place.detail(operation);
        slots.end(slot);
        winsock.cancel(slots.handle(slot).number, slots.overlapped(slot));
    }
}
