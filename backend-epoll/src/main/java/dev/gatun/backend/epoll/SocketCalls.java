package dev.gatun.backend.epoll;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.SystemCalls;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import dev.gatun.bindings.linux.iovec;
import dev.gatun.bindings.linux.msghdr;
import dev.gatun.bindings.linux.pollfd;
import dev.gatun.linux.CachedFiles;
import dev.gatun.linux.LinuxControls;
import dev.gatun.linux.LinuxErrors;
import dev.gatun.linux.LinuxFlags;
import dev.gatun.linux.MessageBatch;
import dev.gatun.readiness.HandleCalls;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Operations as system calls that don't wait: a table, one case for each kind. Short ones are of the immediate kind;
 * what copies much, or takes locks that others hold for long, leaves Java. The Cpu's thread alone.
 */
final class SocketCalls implements HandleCalls {
    private static final MemorySegment MEMORY = NativeMemory.ALL;
    private static final int ACCEPTED = Linux.SOCK_CLOEXEC() | Linux.SOCK_NONBLOCK();
    private static final int NOW = Linux.MSG_DONTWAIT();

    /** What an immediate call may copy: some microseconds, for which the collector would wait. */
    private static final int IMMEDIATE_MAX = 64 << 10;

    /** The place in a file that the handle itself keeps, for what has no places. */
    private static final long NO_OFFSET = -1;

    private final Arena arena;
    private final SystemCalls calls;
    private final CachedFiles cachedFiles;
    private final long header;
    private final long vector;
    private final long word;
    private final long lengthOfWord;
    private final long asked;

    SocketCalls(Arena arena) {
        this.arena = arena;
        calls = new SystemCalls(arena);
        cachedFiles = new CachedFiles(calls, arena);
        header = arena.allocate(msghdr.layout()).address();
        vector = arena.allocate(iovec.layout()).address();
        word = arena.allocate(JAVA_INT).address();
        lengthOfWord = arena.allocate(JAVA_INT).address();
        asked = arena.allocate(pollfd.layout()).address();
    }

    /** Whether SEND_FILE can be tried. */
    boolean sendsFiles() {
        return cachedFiles.areTold();
    }

    @Override
    public long attempt(Operation operation, long address, int length) {
        long result;
        do {
            result = call(operation, address, length);
        } while (result == -Linux.EINTR());
        return result == -Linux.EAGAIN() ? wouldBlock(operation.kind()) : result;
    }

    /** To connect to a UNIX socket whose queue is full makes no edge, ever: it is an error to tell. */
    private static long wouldBlock(OperationKind kind) {
        return kind == OperationKind.CONNECT ? -Linux.EAGAIN() : WOULD_BLOCK;
    }

    private long call(Operation operation, long address, int length) {
        long handle = operation.handle();
        int flags = LinuxFlags.message(operation.flags()) | NOW;
        return switch (operation.kind()) {
            case ACCEPT -> accept(operation);
            case CONNECT -> connect(operation);
            case RECEIVE -> copy(Syscalls.__NR_recvfrom(), handle, address, length, flags, 0, 0);
            case SEND -> copy(Syscalls.__NR_sendto(), handle, address, length, flags, 0, 0);
            case RECEIVE_FROM -> {
                long peerLength = operation.peerAddress() == 0 ? 0 : peerLength(operation);
                yield copy(
                        Syscalls.__NR_recvfrom(), handle, address, length, flags, operation.peerAddress(), peerLength);
            }
            case SEND_TO ->
                copy(
                        Syscalls.__NR_sendto(),
                        handle,
                        address,
                        length,
                        flags,
                        operation.peerAddress(),
                        operation.peerLength());
            case RECEIVE_VECTORED -> calls.waiting(Syscalls.__NR_recvmsg(), handle, message(address, length), flags);
            case SEND_VECTORED -> calls.waiting(Syscalls.__NR_sendmsg(), handle, message(address, length), flags);
            case RECEIVE_BATCH, SEND_BATCH -> batch(operation);
            case SEND_FILE -> cachedFiles.send(operation);
            case READ -> stream(Syscalls.__NR_preadv2(), operation, vector(address, length), 1);
            case WRITE -> stream(Syscalls.__NR_pwritev2(), operation, vector(address, length), 1);
            case READ_VECTORED -> stream(Syscalls.__NR_preadv2(), operation, address, length);
            case WRITE_VECTORED -> stream(Syscalls.__NR_pwritev2(), operation, address, length);
            case SHUTDOWN -> calls.waiting(Syscalls.__NR_shutdown(), handle, LinuxFlags.shutdown(operation.flags()), 0);
            case NOP, SYNC, STATUS, ALLOCATE, TRUNCATE, OPEN, CLOSE, POLL, TIMEOUT ->
                throw new IllegalArgumentException(operation.kind() + " is no call that could block");
        };
    }

    private long copy(int number, long handle, long address, int length, int flags, long peer, long peerLength) {
        return length <= IMMEDIATE_MAX
                ? calls.immediate(number, handle, address, length, flags, peer, peerLength)
                : calls.waiting(number, handle, address, length, flags, peer, peerLength);
    }

    private long accept(Operation operation) {
        long peerLength = operation.peerAddress() == 0 ? 0 : peerLength(operation);
        return calls.waiting(
                Syscalls.__NR_accept4(), operation.handle(), operation.peerAddress(), peerLength, ACCEPTED, 0, 0);
    }

    /** Where the room for a peer's address is told, and its length is written. */
    private long peerLength(Operation operation) {
        MEMORY.set(JAVA_INT, lengthOfWord, operation.peerLength());
        return lengthOfWord;
    }

    private long connect(Operation operation) {
        long result = calls.waiting(
                Syscalls.__NR_connect(), operation.handle(), operation.peerAddress(), operation.peerLength());
        return result == -Linux.EINPROGRESS() ? WOULD_BLOCK : result;
    }

    /** An edge of before is no answer: the socket is asked whether it is still connecting. */
    @Override
    public long finishConnect(Operation operation) {
        long handle = operation.handle();
        MEMORY.set(JAVA_INT, asked + pollfd.fd$offset(), (int) handle);
        MEMORY.set(JAVA_SHORT, asked + pollfd.events$offset(), (short) Linux.POLLOUT());
        if (calls.immediate(Syscalls.__NR_poll(), asked, 1, 0) == 0) {
            return WOULD_BLOCK;
        }
        long error = option(handle, Linux.SO_ERROR());
        boolean isHungUp = (MEMORY.get(JAVA_SHORT, asked + pollfd.revents$offset()) & Linux.POLLHUP()) != 0;
        if (error == 0 && isHungUp) {
            return -Linux.ECONNABORTED(); // somebody else has taken the error
        }
        return error < 0 ? error : -error;
    }

    private long message(long vectors, int count) {
        MEMORY.set(JAVA_LONG, header + msghdr.msg_iov$offset(), vectors);
        MEMORY.set(JAVA_LONG, header + msghdr.msg_iovlen$offset(), count);
        MEMORY.set(JAVA_INT, header + msghdr.msg_flags$offset(), 0);
        return header;
    }

    private long vector(long address, int length) {
        MEMORY.set(JAVA_LONG, vector + iovec.iov_base$offset(), address);
        MEMORY.set(JAVA_LONG, vector + iovec.iov_len$offset(), length);
        return vector;
    }

    private long batch(Operation operation) {
        if (!(operation.batch() instanceof MessageBatch batch)) {
            return -Linux.EINVAL();
        }
        long handle = operation.handle();
        if (operation.kind() == OperationKind.SEND_BATCH) {
            batch.prepareToSend();
            int flags = NOW | Linux.MSG_NOSIGNAL();
            return calls.immediate(
                    Syscalls.__NR_sendmmsg(), handle, batch.firstHeader(), batch.partaking(), flags, 0, 0);
        }
        batch.prepareToReceive();
        long count =
                calls.immediate(Syscalls.__NR_recvmmsg(), handle, batch.firstHeader(), batch.partaking(), NOW, 0, 0);
        if (count > 0) {
            batch.received((int) count);
        }
        return count;
    }

    /** What can be ready, through calls for files: a pipe, a terminal. */
    private long stream(int number, Operation operation, long vectors, int count) {
        long result = now(number, operation.handle(), vectors, count, operation.offset());
        if (result == -Linux.ESPIPE()) {
            result = now(number, operation.handle(), vectors, count, NO_OFFSET);
        }
        return result == -Linux.EOPNOTSUPP() || result == -Linux.ENOSYS() ? NEEDS_THREAD : result;
    }

    private long now(int number, long handle, long vectors, int count, long offset) {
        return calls.waiting(number, handle, vectors, count, offset, 0, Linux.RWF_NOWAIT());
    }

    @Override
    public long attemptWithoutMemory(Operation operation) {
        long handle = operation.handle();
        int flags = NOW | Linux.MSG_PEEK();
        long result = calls.immediate(Syscalls.__NR_recvfrom(), handle, word, 1, flags, 0, 0);
        return result == 0 && !hasEnvelope(operation)
                ? attempt(operation, word, 1) // an end comes again and again, an empty datagram is taken by this
                : result == -Linux.EAGAIN() ? WOULD_BLOCK : result;
    }

    private static boolean hasEnvelope(Operation operation) {
        return operation.kind() == OperationKind.RECEIVE_FROM && operation.has(Operation.ENVELOPE);
    }

    @Override
    public int envelopeBytes(Operation operation) {
        return LinuxControls.ENVELOPE.bytes(operation.has(Operation.ENVELOPE_FACTS));
    }

    /** The header of the message says where the envelope's parts are, and how long they have become. */
    @Override
    public long attemptWithEnvelope(Operation operation, long block, int bytes) {
        int envelope = envelopeBytes(operation);
        long received;
        do {
            MEMORY.set(JAVA_LONG, header + msghdr.msg_name$offset(), LinuxControls.ENVELOPE.sender(block));
            MEMORY.set(JAVA_INT, header + msghdr.msg_namelen$offset(), LinuxControls.ENVELOPE.senderBytes());
            MEMORY.set(JAVA_LONG, header + msghdr.msg_control$offset(), LinuxControls.ENVELOPE.control(block));
            MEMORY.set(
                    JAVA_LONG, header + msghdr.msg_controllen$offset(), LinuxControls.ENVELOPE.controlBytes(envelope));
            long message = message(vector(block + envelope, bytes - envelope), 1);
            received = bytes <= IMMEDIATE_MAX
                    ? calls.immediate(Syscalls.__NR_recvmsg(), operation.handle(), message, NOW)
                    : calls.waiting(Syscalls.__NR_recvmsg(), operation.handle(), message, NOW);
        } while (received == -Linux.EINTR());
        if (received < 0) {
            clearMessage();
            return received == -Linux.EAGAIN() ? WOULD_BLOCK : received;
        }
        LinuxControls.ENVELOPE.seal(
                block,
                MEMORY.get(JAVA_INT, header + msghdr.msg_namelen$offset()),
                (int) MEMORY.get(JAVA_LONG, header + msghdr.msg_controllen$offset()),
                MEMORY.get(JAVA_INT, header + msghdr.msg_flags$offset()));
        clearMessage();
        return received;
    }

    /** As vectored sends and receives want it: to nobody in particular. */
    private void clearMessage() {
        MEMORY.set(JAVA_LONG, header + msghdr.msg_name$offset(), 0);
        MEMORY.set(JAVA_INT, header + msghdr.msg_namelen$offset(), 0);
        MEMORY.set(JAVA_LONG, header + msghdr.msg_control$offset(), 0);
        MEMORY.set(JAVA_LONG, header + msghdr.msg_controllen$offset(), 0);
    }

    // --- files ------------------------------------------------------------------------------------------------------

    /**
     * Less than was asked for is the end of the file, or a page that is not in the cache: nothing behind it is the end.
     * Nothing at all is for a worker to say, because Linux 5.9 and 5.10 say so of what is only not in the cache.
     */
    @Override
    public long attemptCached(Operation operation) {
        long handle = operation.handle();
        long address = operation.address();
        int length = operation.length();
        int read = Syscalls.__NR_preadv2();
        if (operation.kind() == OperationKind.READ_VECTORED) {
            long result = now(read, handle, address, length, operation.offset());
            return result > 0 && result == total(address, length) ? result : NEEDS_THREAD;
        }
        long result = now(read, handle, vector(address, length), 1, operation.offset());
        if (result > 0 && result < length) {
            long rest = vector(address + result, length - (int) result);
            return now(read, handle, rest, 1, operation.offset() + result) == 0 ? result : NEEDS_THREAD;
        }
        return result > 0 ? result : NEEDS_THREAD;
    }

    private static long total(long vectors, int count) {
        long total = 0;
        for (int i = 0; i < count; i++) {
            total += MEMORY.get(JAVA_LONG, vectors + i * iovec.sizeof() + iovec.iov_len$offset());
        }
        return total;
    }

    /** Around the cache a read waits for the device, whatever it is told. */
    @Override
    public boolean hasCache(int handle) {
        long flags = calls.immediate(Syscalls.__NR_fcntl(), handle, Linux.F_GETFL(), 0);
        return flags >= 0 && (flags & Linux.O_DIRECT()) == 0;
    }

    // --- handles ----------------------------------------------------------------------------------------------------

    /**
     * True of TCP, as long as no protocol of the kernel's is on top of it (TLS; Gatun sets none). A UNIX stream
     * stops short where a handle was passed in it, a datagram socket at each datagram.
     */
    @Override
    public boolean isEmptyWhenShort(int handle) {
        return option(handle, Linux.SO_PROTOCOL()) == Linux.IPPROTO_TCP();
    }

    private long option(long handle, int option) {
        MEMORY.set(JAVA_INT, lengthOfWord, Integer.BYTES);
        long got =
                calls.immediate(Syscalls.__NR_getsockopt(), handle, Linux.SOL_SOCKET(), option, word, lengthOfWord, 0);
        return got < 0 ? got : MEMORY.get(JAVA_INT, word);
    }

    @Override
    public long close(int handle) {
        return calls.waiting(Syscalls.__NR_close(), handle, 0, 0);
    }

    @Override
    public void shutDown(int handle) {
        calls.waiting(Syscalls.__NR_shutdown(), handle, Linux.SHUT_RDWR(), 0);
    }

    @Override
    public IoError errorOf(int number) {
        return LinuxErrors.of(number);
    }

    /** The memory of what a worker never ended is not ours, and not in this arena. */
    @Override
    public void release() {
        arena.close();
    }
}
