package dev.gatun.testkit;

import dev.gatun.spi.FileFacts;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;

/** An open file. Everything asked of it happens at once; it is the completion that may take its time. */
final class SimulatedFile extends KernelObject {
    /** What direct access wants address, length and offset to be multiples of. */
    static final int DIRECT_BYTES = 4096;

    private static final long FILE_BYTES_MAX = 1L << 50;

    private final FileNode node;
    private final int openFlags;
    private final Dice dice;

    /** What is on its way between memory and disk. */
    private byte[] scratch = new byte[0];

    SimulatedFile(SimulatedKernel kernel, FileNode node, int openFlags) {
        super(kernel);
        this.node = node;
        this.openFlags = openFlags;
        dice = kernel.dice();
    }

    boolean has(int openFlag) {
        return (openFlags & openFlag) != 0;
    }

    @Override
    long fact(FileFacts.Fact fact) {
        return node.fact(fact);
    }

    @Override
    String noun() {
        return node.isDirectory ? "directory" : "file";
    }

    @Override
    boolean takes(OperationKind kind) {
        return switch (kind) {
            case READ, READ_VECTORED -> has(Operation.OPEN_READ);
            case WRITE, WRITE_VECTORED -> has(Operation.OPEN_WRITE);
            case ALLOCATE -> has(Operation.OPEN_WRITE);
            case SYNC, TRUNCATE -> true;
            default -> false;
        };
    }

    @Override
    int readiness() {
        return ALWAYS_READY;
    }

    @Override
    void onClosed() {
        if (has(Operation.OPEN_WRITE)) {
            kernel.files().onWritten(node);
        }
        kernel.files().release(node);
    }

    @Override
    boolean progress(Flight flight) {
        IoError error = dice.error(flight.kind);
        if (error != null) {
            outcomes.end(flight, error);
        } else if (flight.kind == OperationKind.SYNC) {
            outcomes.complete(flight, 0);
        } else if (flight.kind == OperationKind.TRUNCATE) {
            truncate(flight);
        } else if (node.isDirectory) {
            outcomes.end(flight, IoError.IS_DIRECTORY);
        } else if (flight.kind == OperationKind.ALLOCATE) {
            allocate(flight);
        } else if (isMisaligned(flight)) {
            outcomes.end(flight, IoError.INVALID);
        } else if (flight.kind == OperationKind.READ || flight.kind == OperationKind.READ_VECTORED) {
            read(flight);
        } else {
            write(flight);
        }
        return true;
    }

    private byte[] scratch(int bytes) {
        if (scratch.length < bytes) {
            scratch = new byte[bytes];
        }
        return scratch;
    }

    private void read(Flight flight) {
        long left = Math.max(0, node.sizeBytes() - flight.offset);
        int count = dice.shorten(Fault.SHORT_READ, (int) Math.min(flight.room(), left));
        byte[] bytes = scratch(count);
        node.read(flight.offset, bytes, count);
        kernel.open(flight);
        flight.memory.data.put(0, bytes, 0, count);
        node.accessed(kernel.nowNanos());
        outcomes.complete(flight, count);
    }

    /** How much of the range can be sent without the disk: all of it or 0; or a negated error. */
    int cached(long offset, int length) {
        if (!has(Operation.OPEN_READ)) {
            return IoError.BAD_HANDLE.result();
        }
        if (node.isDirectory || has(Operation.OPEN_DIRECT)) {
            return IoError.NOT_SUPPORTED.result();
        }
        return length > node.sizeBytes() - offset || dice.hit(Fault.NOT_CACHED) ? 0 : length;
    }

    void read(long offset, byte[] to) {
        node.read(offset, to, to.length);
        node.accessed(kernel.nowNanos());
    }

    private void write(Flight flight) {
        long offset = has(Operation.OPEN_APPEND) ? node.sizeBytes() : flight.offset;
        int count = dice.shorten(Fault.SHORT_WRITE, flight.room());
        if (offset > FILE_BYTES_MAX - count) {
            outcomes.end(flight, IoError.FILE_TOO_BIG);
            return;
        }
        byte[] bytes = scratch(count);
        kernel.open(flight);
        flight.memory.data.get(0, bytes, 0, count);
        int written = node.write(offset, bytes, count, kernel.files().disk());
        if (written == 0 && count > 0) {
            outcomes.end(flight, IoError.NO_SPACE);
        } else {
            kernel.files().onModified(node);
            outcomes.complete(flight, written);
        }
    }

    /** What is not open for writing is called invalid, as kernels do, and not a bad handle. */
    private void truncate(Flight flight) {
        if (!has(Operation.OPEN_WRITE)) {
            outcomes.end(flight, IoError.INVALID);
        } else if (flight.offset > FILE_BYTES_MAX) {
            outcomes.end(flight, IoError.FILE_TOO_BIG);
        } else {
            node.resize(flight.offset, kernel.files().disk());
            kernel.files().onModified(node);
            outcomes.complete(flight, 0);
        }
    }

    private void allocate(Flight flight) {
        if (flight.offset + flight.extent > FILE_BYTES_MAX) {
            outcomes.end(flight, IoError.FILE_TOO_BIG);
            return;
        }
        if (flight.has(Operation.ALLOCATE_PUNCH_HOLE)) {
            node.punch(flight.offset, flight.extent, kernel.files().disk());
        } else if (!node.allocate(flight.offset, flight.extent, kernel.files().disk())) {
            outcomes.end(flight, IoError.NO_SPACE);
            return;
        } else if (!flight.has(Operation.ALLOCATE_KEEP_SIZE)) {
            node.extend(flight.offset + flight.extent);
        }
        kernel.files().onModified(node);
        outcomes.complete(flight, 0);
    }

    private boolean isMisaligned(Flight flight) {
        if (!has(Operation.OPEN_DIRECT)) {
            return false;
        }
        long bits = flight.offset;
        for (int piece = 0; piece < flight.memory.data.pieces(); piece++) {
            bits |= flight.memory.data.address(piece) | flight.memory.data.length(piece);
        }
        return bits % DIRECT_BYTES != 0;
    }
}
