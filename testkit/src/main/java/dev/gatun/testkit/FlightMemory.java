package dev.gatun.testkit;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import java.lang.foreign.ValueLayout;

/**
 * All memory that one operation lends: its data, the peer's address, the vector that names the data. Knows for each
 * kind which of it the kernel reads and which it writes. Part of a {@link Flight}; the driver's thread only.
 */
final class FlightMemory {
    private static final int VECTOR_MAX = 1024;
    private static final int PATH_MAX = 4096;
    /** Nothing of a process lies below; a smaller address is a mistake that would take the JVM down. */
    private static final long ADDRESS_MIN = 4096;

    final MemoryGuard data = new MemoryGuard();
    final MemoryGuard peer = new MemoryGuard();
    private final MemoryGuard vector = new MemoryGuard();

    /** False when the operation is one that a kernel would answer with INVALID, and nothing was lent. */
    boolean lend(Flight flight) {
        data.clear();
        peer.clear();
        vector.clear();
        if (!flagsFit(flight) || !describe(flight)) {
            data.clear();
            peer.clear();
            vector.clear();
            return false;
        }
        vector.lend(false);
        data.lend(isWrittenByKernel(flight.kind));
        peer.lend(isPeerWrittenByKernel(flight.kind));
        return true;
    }

    /** What somebody else has changed of it, or nothing. */
    String violated() {
        if (!data.isIntact()) {
            return "its data";
        }
        if (!peer.isIntact()) {
            return "its peer's address";
        }
        return vector.isIntact() ? "" : "its vector";
    }

    void open() {
        data.open();
        peer.open();
    }

    void seal() {
        data.seal();
        peer.seal();
    }

    private static boolean flagsFit(Flight flight) {
        boolean pool = flight.has(Operation.POOL_BUFFER);
        boolean multishot = flight.has(Operation.MULTISHOT);
        if ((pool && !flight.kind.canTakePoolBuffer()) || (multishot && !flight.kind.canBeMultishot())) {
            return false;
        }
        // Memory of its own would be overwritten by each result, and what is only peeked at comes again and again.
        return !multishot || !flight.kind.canTakePoolBuffer() || (pool && !flight.has(Operation.PEEK));
    }

    private static boolean isWrittenByKernel(OperationKind kind) {
        return switch (kind) {
            case RECEIVE, RECEIVE_VECTORED, RECEIVE_FROM, RECEIVE_BATCH, READ, READ_VECTORED, STATUS -> true;
            default -> false;
        };
    }

    private static boolean isPeerWrittenByKernel(OperationKind kind) {
        return switch (kind) {
            case ACCEPT, RECEIVE_FROM, RECEIVE_BATCH -> true;
            default -> false;
        };
    }

    private boolean describe(Flight flight) {
        return switch (flight.kind) {
            case NOP, CLOSE, SHUTDOWN, POLL, SYNC, TIMEOUT -> true;
            case ACCEPT -> flight.peerAddress == 0 || add(peer, flight.peerAddress, flight.peerLength);
            case CONNECT -> add(peer, flight.peerAddress, flight.peerLength);
            case RECEIVE -> addData(flight);
            case SEND -> add(data, flight.address, flight.length);
            case RECEIVE_FROM ->
                addData(flight) && (flight.peerAddress == 0 || add(peer, flight.peerAddress, flight.peerLength));
            case SEND_TO ->
                add(data, flight.address, flight.length)
                        && (flight.peerAddress == 0 || add(peer, flight.peerAddress, flight.peerLength));
            case READ, WRITE -> flight.offset >= 0 && add(data, flight.address, flight.length);
            case READ_VECTORED, WRITE_VECTORED -> flight.offset >= 0 && addVector(flight);
            case RECEIVE_VECTORED, SEND_VECTORED -> addVector(flight);
            case RECEIVE_BATCH, SEND_BATCH -> addBatch(flight);
            case STATUS -> flight.length >= SimulatedFileFacts.BYTES && add(data, flight.address, flight.length);
            case ALLOCATE -> flight.offset >= 0 && flight.extent > 0 && flight.extent <= Long.MAX_VALUE - flight.offset;
            case TRUNCATE -> flight.offset >= 0;
            case SEND_FILE ->
                flight.offset >= 0 && flight.length > 0 && flight.length <= Long.MAX_VALUE - flight.offset;
            case OPEN -> addPath(flight.address);
        };
    }

    private boolean addData(Flight flight) {
        return flight.has(Operation.POOL_BUFFER) ? flight.length >= 0 : add(data, flight.address, flight.length);
    }

    private boolean addVector(Flight flight) {
        if (flight.length < 1
                || flight.length > VECTOR_MAX
                || !add(vector, flight.address, 2L * Long.BYTES * flight.length)) {
            return false;
        }
        for (int i = 0; i < flight.length; i++) {
            long pair = flight.address + 2L * Long.BYTES * i;
            long address = NativeMemory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, pair);
            long length = NativeMemory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, pair + Long.BYTES);
            if (!add(data, address, length)) {
                return false;
            }
        }
        return data.bytes() <= Integer.MAX_VALUE;
    }

    private boolean addBatch(Flight flight) {
        SimulatedBatch batch = flight.batch();
        boolean sending = flight.kind == OperationKind.SEND_BATCH;
        for (int slot = batch.skipped(); slot < batch.count(); slot++) {
            long length = sending ? batch.length(slot) : batch.memoryLength(slot);
            if (length > batch.memoryLength(slot) || !add(data, batch.memoryAddress(slot), length)) {
                return false;
            }
        }
        peer.add(batch.peerAddress(0), (long) batch.capacity() * SimulatedAddress.BYTES_MAX);
        return batch.count() > batch.skipped();
    }

    private boolean addPath(long address) {
        if (address < ADDRESS_MIN) {
            return false;
        }
        int length = 0;
        while (length <= PATH_MAX && NativeMemory.ALL.get(ValueLayout.JAVA_BYTE, address + length) != 0) {
            length++;
        }
        return add(data, address, length);
    }

    private static boolean add(MemoryGuard guard, long address, long length) {
        if (length < 0 || (length > 0 && address < ADDRESS_MIN)) {
            return false;
        }
        guard.add(address, length);
        return true;
    }
}
