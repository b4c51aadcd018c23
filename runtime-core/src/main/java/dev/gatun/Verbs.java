package dev.gatun;

import dev.gatun.spi.DatagramBatch;
import dev.gatun.spi.OperationKind;
import org.jspecify.annotations.Nullable;

/**
 * What a future can be armed to do, a method each; {@link IoFuture} says the rest. A verb checks its arguments, arms
 * the
 * future and submits it; it never waits and never runs the callback.
 */
abstract sealed class Verbs extends Extras permits IoFuture {
    Verbs(Cpu cpu) {
        super(cpu);
    }

    public void nop() {
        begin(OperationKind.NOP, -1, 0);
        submit();
    }

    /** A result of 0 after so long. */
    public void timeout(long nanos) {
        if (nanos < 0) {
            throw new IllegalArgumentException("a timeout of " + nanos + " ns is negative");
        }
        begin(OperationKind.TIMEOUT, -1, 0);
        submitTimer(nanos);
    }

    public void accept(long listener) {
        begin(OperationKind.ACCEPT, listener, 0);
        peer(0, 0);
        submit();
    }

    /** Each connection is a result, until cancelled. */
    public void acceptMany(long listener) {
        begin(OperationKind.ACCEPT, listener, MULTISHOT);
        peer(0, 0);
        submit();
    }

    public void connect(long socket, NativeAddress to) {
        begin(OperationKind.CONNECT, socket, 0);
        peer(to.address(), to.length());
        submit();
    }

    public void receive(long socket, Buffer into) {
        receive(socket, into, 0);
    }

    /** With {@code WAIT_ALL} or {@code PEEK}. */
    public void receive(long socket, Buffer into, int flags) {
        begin(OperationKind.RECEIVE, socket, only(flags, WAIT_ALL | PEEK));
        receiveInto(into);
        submit();
    }

    /** Into a buffer of the pool, taken when data is there; {@link IoFuture#buffer} has it. */
    public void receivePooled(long socket) {
        begin(OperationKind.RECEIVE, socket, POOL_BUFFER);
        memory(0, 0);
        submit();
    }

    /** As {@link #receivePooled}, again and again until the end, an error, or a cancel. */
    public void receiveMany(long socket) {
        begin(OperationKind.RECEIVE, socket, POOL_BUFFER | MULTISHOT);
        memory(0, 0);
        submit();
    }

    public void send(long socket, Buffer from) {
        send(socket, from, 0);
    }

    /** With {@code ZERO_COPY} or {@code MORE_FOLLOWS}. */
    public void send(long socket, Buffer from, int flags) {
        begin(OperationKind.SEND, socket, only(flags, ZERO_COPY | MORE_FOLLOWS));
        sendFrom(from);
        submit();
    }

    public void receive(long socket, BufferVector into) {
        begin(OperationKind.RECEIVE_VECTORED, socket, 0);
        vector(into);
        submit();
    }

    public void send(long socket, BufferVector from) {
        begin(OperationKind.SEND_VECTORED, socket, 0);
        vector(from);
        submit();
    }

    /** What the system has in its memory of {@code file}, by itself; 0 when it has not, or the file ends there. */
    public void sendFile(long socket, long file, long offset, int length) {
        begin(OperationKind.SEND_FILE, socket, 0);
        offset(offset);
        if (length < 1 || length > Long.MAX_VALUE - offset) {
            throw new IllegalArgumentException(length + " bytes from offset " + offset + " on: give one or more");
        }
        memory(0, length);
        this.file = file;
        submit();
    }

    /** The sender's address is written to {@code sender}, if given. */
    public void receiveFrom(long socket, Buffer into, @Nullable NativeAddress sender) {
        begin(OperationKind.RECEIVE_FROM, socket, 0);
        receiveInto(into);
        if (sender != null) {
            peer(sender.address(), sender.capacity());
        } else {
            peer(0, 0);
        }
        submit();
    }

    /** Each datagram is a result in a buffer of the pool, until cancelled. */
    public final void receiveFromMany(long socket) {
        receiveFromMany(socket, 0);
    }

    /** With {@code ENVELOPE}, which tells the sender of each, and perhaps {@code ENVELOPE_FACTS}. */
    public final void receiveFromMany(long socket, int flags) {
        if (only(flags, ENVELOPE | ENVELOPE_FACTS) == ENVELOPE_FACTS) {
            throw new IllegalArgumentException("ENVELOPE_FACTS without ENVELOPE: there is nowhere to tell them");
        }
        begin(OperationKind.RECEIVE_FROM, socket, POOL_BUFFER | MULTISHOT | flags);
        memory(0, 0);
        peer(0, 0);
        submit();
    }

    public void sendTo(long socket, Buffer from, NativeAddress to) {
        begin(OperationKind.SEND_TO, socket, 0);
        sendFrom(from);
        peer(to.address(), to.length());
        submit();
    }

    /** Into every buffer of the batch. The result says how many datagrams came. */
    public void receiveBatch(long socket, BufferBatch into) {
        begin(OperationKind.RECEIVE_BATCH, socket, 0);
        DatagramBatch slots = into.toReceive();
        hold(into);
        hold(slots);
        submit();
    }

    /** The result says how many were sent; what is behind them was not, and may be tried again. */
    public void sendBatch(long socket, BufferBatch from) {
        sendBatch(socket, from, 0);
    }

    /** Without the first {@code skipped}, which an earlier send has sent. */
    public void sendBatch(long socket, BufferBatch from, int skipped) {
        begin(OperationKind.SEND_BATCH, socket, 0);
        DatagramBatch slots = from.toSend(skipped);
        hold(from);
        hold(slots);
        submit();
    }

    /** The memory of the batch must stay alive until the terminal result; see {@link Cpu#newBatch}. */
    public void receiveBatch(long socket, DatagramBatch into) {
        begin(OperationKind.RECEIVE_BATCH, socket, 0);
        hold(into);
        submit();
    }

    public void sendBatch(long socket, DatagramBatch from) {
        begin(OperationKind.SEND_BATCH, socket, 0);
        hold(from);
        submit();
    }

    public void read(long file, Buffer into, long offset) {
        begin(OperationKind.READ, file, 0);
        offset(offset);
        receiveInto(into);
        submit();
    }

    public void write(long file, Buffer from, long offset) {
        begin(OperationKind.WRITE, file, 0);
        offset(offset);
        sendFrom(from);
        submit();
    }

    public void read(long file, BufferVector into, long offset) {
        begin(OperationKind.READ_VECTORED, file, 0);
        offset(offset);
        vector(into);
        submit();
    }

    public void write(long file, BufferVector from, long offset) {
        begin(OperationKind.WRITE_VECTORED, file, 0);
        offset(offset);
        vector(from);
        submit();
    }

    /** What was written is on the device; with {@code DATA_ONLY} without time stamps. */
    public void sync(long file, int flags) {
        begin(OperationKind.SYNC, file, only(flags, DATA_ONLY));
        submit();
    }

    /** What the system knows of an open file, or of anything else that has a handle. */
    public void status(long file, FileStatus into) {
        begin(OperationKind.STATUS, file, 0);
        memory(into.address(), into.bytes());
        hold(into);
        submit();
    }

    /**
     * Gives so many bytes from {@code offset} on their place on the disk, so that writing them can't find it full; the
     * file grows if it must. With {@code ALLOCATE_KEEP_SIZE} it does not, with {@code ALLOCATE_PUNCH_HOLE} they are
     * zeros and take no place any more. Not all file systems can.
     */
    public void allocate(long file, long offset, long bytes, int flags) {
        begin(OperationKind.ALLOCATE, file, only(flags, ALLOCATE_KEEP_SIZE | ALLOCATE_PUNCH_HOLE));
        offset(offset);
        if (bytes <= 0) {
            throw new IllegalArgumentException("an extent of " + bytes + " bytes is none; give one byte or more");
        }
        if (bytes > Long.MAX_VALUE - offset) {
            throw new IllegalArgumentException("the extent ends behind the last byte that a file can have: offset "
                    + offset + ", " + bytes + " bytes; give at most " + (Long.MAX_VALUE - offset));
        }
        extent = bytes;
        submit();
    }

    /** The file is {@code size} bytes long from now on: cut, or made longer by zeros that take no space. */
    public void truncate(long file, long size) {
        begin(OperationKind.TRUNCATE, file, 0);
        if (size < 0) {
            throw new IllegalArgumentException("a size of " + size + " bytes is negative");
        }
        offset = size;
        submit();
    }

    /** Opens the file whose name {@code path} holds (readable bytes, UTF-8); {@code flags} are {@code OPEN_…}. */
    public void open(Buffer path, int flags, int mode) {
        int options = OPEN_READ
                | OPEN_WRITE
                | OPEN_CREATE
                | OPEN_EXCLUSIVE
                | OPEN_TRUNCATE
                | OPEN_APPEND
                | OPEN_DIRECT
                | OPEN_DATA_SYNC;
        if (path.readable() == 0 || path.writable() == 0) {
            throw new IllegalArgumentException("the path is empty, or leaves no room for the zero that ends it");
        }
        begin(OperationKind.OPEN, -1, only(flags, options));
        path.setByte(path.writerIndex(), (byte) 0);
        offset = mode;
        memory(path.address() + path.readerIndex(), path.readable() + 1);
        hold(path);
        submit();
    }

    /** Closes any handle; what is in flight on it should have ended, or been cancelled, before. */
    public void closeHandle(long handle) {
        begin(OperationKind.CLOSE, handle, 0);
        submit();
    }

    /** {@code SHUT_READ}, {@code SHUT_WRITE} or both. */
    public void shutdown(long socket, int sides) {
        begin(OperationKind.SHUTDOWN, socket, some(sides, SHUT_READ | SHUT_WRITE));
        submit();
    }

    /** Ready when {@code POLL_READ} or {@code POLL_WRITE} is; the result says what. */
    public void poll(long handle, int events) {
        begin(OperationKind.POLL, handle, some(events, POLL_READ | POLL_WRITE));
        submit();
    }

    public void pollMany(long handle, int events) {
        begin(OperationKind.POLL, handle, some(events, POLL_READ | POLL_WRITE) | MULTISHOT);
        submit();
    }

    private void receiveInto(Buffer into) {
        memory(into.address() + into.writerIndex(), into.writable());
        if (length == 0) {
            throw new IllegalArgumentException("the buffer has no room: its writer index is at its end");
        }
        hold(into);
    }

    private void sendFrom(Buffer from) {
        memory(from.address() + from.readerIndex(), from.readable());
        hold(from);
    }

    private void vector(BufferVector vector) {
        if (vector.count() == 0) {
            throw new IllegalArgumentException("the vector has no buffer");
        }
        memory(vector.address(), vector.count());
        hold(vector);
    }

    private void memory(long address, int length) {
        this.address = address;
        this.length = length;
    }

    private void peer(long address, int length) {
        peerAddress = address;
        peerLength = length;
    }

    private void offset(long offset) {
        if (offset < 0) {
            throw new IllegalArgumentException("offset " + offset + " is negative");
        }
        this.offset = offset;
    }

    private static int some(int flags, int allowed) {
        if (flags == 0) {
            throw new IllegalArgumentException(
                    "flags 0 ask for nothing; give some of 0x" + Integer.toHexString(allowed));
        }
        return only(flags, allowed);
    }

    private static int only(int flags, int allowed) {
        if ((flags & ~allowed) != 0) {
            throw new IllegalArgumentException("flags 0x" + Integer.toHexString(flags & ~allowed)
                    + " do not belong here; only 0x" + Integer.toHexString(allowed) + " do");
        }
        return flags;
    }
}
