package dev.gatun.backend.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.kqueue.BsdCalls;
import dev.gatun.bindings.kqueue.BsdErrnos;
import dev.gatun.bindings.kqueue.BsdFiles;
import dev.gatun.bindings.kqueue.BsdFunction;
import dev.gatun.bindings.kqueue.BsdSockets;
import dev.gatun.bindings.kqueue.FreebsdConstants;
import dev.gatun.bindings.kqueue.Iovec;
import dev.gatun.bindings.kqueue.MacosConstants;
import dev.gatun.bindings.kqueue.Msghdr;
import dev.gatun.bindings.kqueue.Pollfd;
import dev.gatun.readiness.HandleCalls;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Operations as calls that don't wait: a table, one case for each kind. Short ones are of the immediate kind; what
 * copies much, or takes locks that others hold for long, leaves Java. The Cpu's thread alone.
 */
final class SocketCalls implements HandleCalls {
    private static final MemorySegment MEMORY = NativeMemory.ALL;

    /** What an immediate call may copy: some microseconds, for which the collector would wait. */
    private static final int IMMEDIATE_MAX = 64 << 10;

    private final Arena arena;
    private final Bsd bsd;
    private final BsdErrors errors;
    private final BsdCalls calls;
    private final DatagramLoop datagrams;
    private final CachedFiles cachedFiles;
    private final int now;
    private final long header;
    private final long vector;
    private final long word;
    private final long lengthOfWord;
    private final long asked;
    private final long name;

    SocketCalls(KqueueSystem system, Arena arena) {
        this.arena = arena;
        bsd = system.bsd();
        errors = BsdErrors.of(bsd);
        calls = system.calls(arena);
        datagrams = new DatagramLoop(bsd, calls, arena);
        cachedFiles = new CachedFiles(bsd, calls, arena);
        now = BsdSockets.MSG_DONTWAIT | bsd.noSignal();
        header = arena.allocate(Msghdr.layout()).address();
        vector = arena.allocate(Iovec.layout()).address();
        word = arena.allocate(JAVA_INT).address();
        lengthOfWord = arena.allocate(JAVA_INT).address();
        asked = arena.allocate(Pollfd.layout()).address();
        name = arena.allocate(BsdAddress.BYTES_MAX, Long.BYTES).address();
    }

    @Override
    public long attempt(Operation operation, long address, int length) {
        long result;
        do {
            result = call(operation, address, length);
        } while (result == -BsdErrnos.EINTR);
        return result == -BsdErrnos.EAGAIN ? WOULD_BLOCK : result;
    }

    /** A full receive and a short last segment are the caller's to make: neither flag means anything here. */
    private int flags(Operation operation) {
        return operation.has(Operation.PEEK) ? now | BsdSockets.MSG_PEEK : now;
    }

    private long call(Operation operation, long address, int length) {
        long handle = operation.handle();
        return switch (operation.kind()) {
            case ACCEPT -> accept(operation);
            case CONNECT -> connect(operation);
            case RECEIVE -> copy(BsdFunction.RECV, handle, address, length, flags(operation), 0, 0);
            case SEND -> copy(BsdFunction.SEND, handle, address, length, now, 0, 0);
            case RECEIVE_FROM -> {
                long peer = operation.peerAddress();
                long peerLength = peer == 0 ? 0 : peerLength(operation);
                yield copy(BsdFunction.RECVFROM, handle, address, length, flags(operation), peer, peerLength);
            }
            case SEND_TO -> {
                long peer = operation.peerAddress();
                yield copy(BsdFunction.SENDTO, handle, address, length, now, peer, ownLength(operation));
            }
            case RECEIVE_VECTORED ->
                calls.waiting(BsdFunction.RECVMSG, handle, message(address, length), flags(operation));
            case SEND_VECTORED -> calls.waiting(BsdFunction.SENDMSG, handle, message(address, length), now);
            case RECEIVE_BATCH, SEND_BATCH ->
                operation.batch() instanceof MessageBatch batch
                        ? datagrams.run(operation.kind(), handle, batch)
                        : -BsdErrnos.EINVAL;
            case READ -> read(BsdFunction.READ, operation, address, length);
            case READ_VECTORED -> read(BsdFunction.READV, operation, address, length);
            case WRITE -> write(BsdFunction.WRITE, operation, address, length);
            case WRITE_VECTORED -> write(BsdFunction.WRITEV, operation, address, length);
            case SHUTDOWN -> calls.waiting(BsdFunction.SHUTDOWN, handle, side(operation), 0);
            case SEND_FILE -> cachedFiles.send(operation);
            case NOP, SYNC, STATUS, ALLOCATE, TRUNCATE, OPEN, CLOSE, POLL, TIMEOUT ->
                throw new IllegalArgumentException(operation.kind() + " is no call that could block");
        };
    }

    private long copy(BsdFunction function, long handle, long address, int length, int flags, long peer, long bytes) {
        return length <= IMMEDIATE_MAX
                ? calls.immediate(function, handle, address, length, flags, peer, bytes)
                : calls.waiting(function, handle, address, length, flags, peer, bytes);
    }

    /** No side at all: a number that the kernel refuses as invalid. */
    private static int side(Operation operation) {
        return switch (operation.flags() & (Operation.SHUT_READ | Operation.SHUT_WRITE)) {
            case 0 -> -1;
            case Operation.SHUT_READ -> BsdSockets.SHUT_RD;
            case Operation.SHUT_WRITE -> BsdSockets.SHUT_WR;
            default -> BsdSockets.SHUT_RDWR;
        };
    }

    private long accept(Operation operation) {
        long peer = operation.peerAddress();
        long peerLength = peer == 0 ? 0 : peerLength(operation);
        if (!bsd.isMacos()) {
            int how = FreebsdConstants.SOCK_CLOEXEC | FreebsdConstants.SOCK_NONBLOCK;
            return calls.waiting(BsdFunction.ACCEPT4, operation.handle(), peer, peerLength, how, 0, 0);
        }
        long accepted = calls.waiting(BsdFunction.ACCEPT, operation.handle(), peer, peerLength);
        return accepted < 0 ? accepted : prepare(accepted);
    }

    /** Refused where the peer has broken off already, which the first receive will tell. */
    private long prepare(long accepted) {
        calls.variadic(BsdFunction.FCNTL, accepted, BsdFiles.F_SETFD, BsdFiles.FD_CLOEXEC);
        calls.variadic(BsdFunction.FCNTL, accepted, BsdFiles.F_SETFL, BsdFiles.O_NONBLOCK);
        MEMORY.set(JAVA_INT, word, 1);
        calls.immediate(
                BsdFunction.SETSOCKOPT,
                accepted,
                BsdSockets.SOL_SOCKET,
                MacosConstants.SO_NOSIGPIPE,
                word,
                Integer.BYTES,
                0);
        return accepted;
    }

    /** Where the room for a peer's address is told, and its length is written. */
    private long peerLength(Operation operation) {
        MEMORY.set(JAVA_INT, lengthOfWord, operation.peerLength());
        return lengthOfWord;
    }

    private static int ownLength(Operation operation) {
        return BsdAddress.length(operation.peerAddress(), operation.peerLength());
    }

    /** A signal does not end the attempt. */
    private long connect(Operation operation) {
        long result =
                calls.waiting(BsdFunction.CONNECT, operation.handle(), operation.peerAddress(), ownLength(operation));
        return result == -BsdErrnos.EINPROGRESS || result == -BsdErrnos.EINTR ? WOULD_BLOCK : result;
    }

    /** An edge of before is no answer: the socket is asked whether it is still connecting. */
    @Override
    public long finishConnect(Operation operation) {
        long handle = operation.handle();
        int ready = poll(handle, Pollfd.POLLOUT);
        if (ready == 0) {
            return WOULD_BLOCK;
        }
        long error = option(handle, BsdSockets.SO_ERROR);
        if (error == 0 && (ready & Pollfd.POLLHUP) != 0) {
            return -BsdErrnos.ECONNABORTED; // somebody else has taken the error
        }
        return error < 0 ? error : -error;
    }

    private int poll(long handle, int events) {
        MEMORY.set(JAVA_INT, asked + Pollfd.FD, (int) handle);
        MEMORY.set(JAVA_SHORT, asked + Pollfd.EVENTS, (short) events);
        long polled = calls.immediate(BsdFunction.POLL, asked, 1, 0);
        return polled == 1 ? MEMORY.get(JAVA_SHORT, asked + Pollfd.REVENTS) : 0;
    }

    private long message(long vectors, int count) {
        MEMORY.set(JAVA_LONG, header + Msghdr.MSG_IOV, vectors);
        MEMORY.set(JAVA_INT, header + Msghdr.MSG_IOVLEN, count);
        MEMORY.set(JAVA_INT, header + Msghdr.MSG_FLAGS, 0);
        return header;
    }

    private long vector(long address, int length) {
        MEMORY.set(JAVA_LONG, vector + Iovec.IOV_BASE, address);
        MEMORY.set(JAVA_LONG, vector + Iovec.IOV_LEN, length);
        return vector;
    }

    // --- pipes and their like
    // -----------------------------------------------------------------------------------------

    /** No flag says "now" of one call; but where there is something, a read does not wait. */
    private long read(BsdFunction function, Operation operation, long address, int length) {
        if (!isNonBlocking(operation.handle()) && poll(operation.handle(), Pollfd.POLLIN) == 0) {
            return WOULD_BLOCK;
        }
        return calls.waiting(function, operation.handle(), address, length);
    }

    /** Where there is room, a write of more than that waits all the same. */
    private long write(BsdFunction function, Operation operation, long address, int length) {
        return isNonBlocking(operation.handle())
                ? calls.waiting(function, operation.handle(), address, length)
                : NEEDS_THREAD;
    }

    private boolean isNonBlocking(long handle) {
        long flags = calls.variadic(BsdFunction.FCNTL, handle, BsdFiles.F_GETFL, 0);
        return flags >= 0 && (flags & BsdFiles.O_NONBLOCK) != 0;
    }

    // --- receiving into the pool
    // --------------------------------------------------------------------------------------

    @Override
    public long attemptWithoutMemory(Operation operation) {
        int flags = now | BsdSockets.MSG_PEEK;
        long result = calls.immediate(BsdFunction.RECV, operation.handle(), word, 1, flags, 0, 0);
        return result == 0 && !hasEnvelope(operation)
                ? attempt(operation, word, 1) // an end comes again and again, an empty datagram is taken by this
                : result == -BsdErrnos.EAGAIN ? WOULD_BLOCK : result;
    }

    private static boolean hasEnvelope(Operation operation) {
        return operation.kind() == OperationKind.RECEIVE_FROM && operation.has(Operation.ENVELOPE);
    }

    @Override
    public int envelopeBytes(Operation operation) {
        return BsdControls.ENVELOPE.bytes(operation.has(Operation.ENVELOPE_FACTS));
    }

    /** The header of the message says where the envelope's parts are, and how long they have become. */
    @Override
    public long attemptWithEnvelope(Operation operation, long block, int bytes) {
        int envelope = envelopeBytes(operation);
        long received;
        do {
            int room = BsdControls.ENVELOPE.controlBytes(envelope);
            MEMORY.set(JAVA_LONG, header + Msghdr.MSG_NAME, BsdControls.ENVELOPE.sender(block));
            MEMORY.set(JAVA_INT, header + Msghdr.MSG_NAMELEN, BsdControls.ENVELOPE.senderBytes());
            MEMORY.set(JAVA_LONG, header + Msghdr.MSG_CONTROL, room == 0 ? 0 : BsdControls.ENVELOPE.control(block));
            MEMORY.set(JAVA_INT, header + Msghdr.MSG_CONTROLLEN, room);
            long message = message(vector(block + envelope, bytes - envelope), 1);
            received = bytes <= IMMEDIATE_MAX
                    ? calls.immediate(BsdFunction.RECVMSG, operation.handle(), message, now)
                    : calls.waiting(BsdFunction.RECVMSG, operation.handle(), message, now);
        } while (received == -BsdErrnos.EINTR);
        if (received >= 0) {
            BsdControls.ENVELOPE.seal(
                    block,
                    MEMORY.get(JAVA_INT, header + Msghdr.MSG_NAMELEN),
                    MEMORY.get(JAVA_INT, header + Msghdr.MSG_CONTROLLEN),
                    MEMORY.get(JAVA_INT, header + Msghdr.MSG_FLAGS));
        }
        clearMessage();
        return received == -BsdErrnos.EAGAIN ? WOULD_BLOCK : received;
    }

    /** As vectored sends and receives want it: to nobody in particular. */
    private void clearMessage() {
        MEMORY.set(JAVA_LONG, header + Msghdr.MSG_NAME, 0);
        MEMORY.set(JAVA_INT, header + Msghdr.MSG_NAMELEN, 0);
        MEMORY.set(JAVA_LONG, header + Msghdr.MSG_CONTROL, 0);
        MEMORY.set(JAVA_INT, header + Msghdr.MSG_CONTROLLEN, 0);
    }

    // --- files and handles
    // --------------------------------------------------------------------------------------------

    /** There is no read that refuses to wait for a device. */
    @Override
    public boolean hasCache(int handle) {
        return false;
    }

    @Override
    public long attemptCached(Operation operation) {
        return NEEDS_THREAD;
    }

    /** True of TCP. A UNIX stream stops short where a handle was passed in it, a datagram socket at each datagram. */
    @Override
    public boolean isEmptyWhenShort(int handle) {
        MEMORY.set(JAVA_INT, lengthOfWord, BsdAddress.BYTES_MAX);
        long named = calls.immediate(BsdFunction.GETSOCKNAME, handle, name, lengthOfWord);
        int family = BsdAddress.family(name);
        boolean isInet = named >= 0 && (family == BsdSockets.AF_INET || family == bsd.inet6());
        return isInet && option(handle, BsdSockets.SO_TYPE) == BsdSockets.SOCK_STREAM;
    }

    private long option(long handle, int option) {
        MEMORY.set(JAVA_INT, lengthOfWord, Integer.BYTES);
        long got =
                calls.immediate(BsdFunction.GETSOCKOPT, handle, BsdSockets.SOL_SOCKET, option, word, lengthOfWord, 0);
        return got < 0 ? got : MEMORY.get(JAVA_INT, word);
    }

    @Override
    public long close(int handle) {
        return calls.waiting(BsdFunction.CLOSE, handle, 0, 0);
    }

    @Override
    public void shutDown(int handle) {
        calls.waiting(BsdFunction.SHUTDOWN, handle, BsdSockets.SHUT_RDWR, 0);
    }

    @Override
    public IoError errorOf(int number) {
        return errors.of(number);
    }

    /** The memory of what a worker never ended is not ours, and not in this arena. */
    @Override
    public void release() {
        arena.close();
    }
}
