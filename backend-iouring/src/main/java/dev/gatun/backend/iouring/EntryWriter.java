package dev.gatun.backend.iouring;

import dev.gatun.bindings.linux.IoUring;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.linux.LinuxFileFacts;
import dev.gatun.linux.LinuxFlags;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;

/** Operations as entries of the ring: a table, one case for each kind. The Cpu's thread alone. */
final class EntryWriter {
    /** The most that one operation takes: a close brings a cancel along, and gives a registered number up. */
    static final int ENTRIES_MAX = 3;

    /** What stands in the tag of entries that nobody submitted: slot 0, which no operation has. */
    static final long WAKE = 1L << 32;

    static final long CANCEL = 2L << 32;

    /** The first of those that give a registered handle's number up, which is added. */
    static final int GIVE_UP = 1 << 8;

    private static final int FIXED_FILE = IoUring.IOSQE_FIXED_FILE() << 8;

    private static final int ACCEPTED = Linux.SOCK_CLOEXEC() | Linux.SOCK_NONBLOCK();
    private static final long BUFFER_GROUP = BufferRing.GROUP;

    private final Ring ring;
    private final FlightTable flights;
    private final MessageSlab messages;
    private final BufferRing buffers;
    private final BatchDesk batches;
    private final ZeroCopyDesk zeroCopies;
    private final RegisteredMemory memory;
    private final RegisteredHandles handles;
    private final boolean cancelsByHandle;

    EntryWriter(RingParts parts) {
        ring = parts.ring();
        flights = parts.flights();
        messages = parts.messages();
        buffers = parts.buffers();
        batches = parts.batches();
        zeroCopies = parts.zeroCopies();
        memory = parts.memory();
        handles = parts.handles();
        cancelsByHandle = ring.features().cancelByHandle();
    }

    /**
     * Needs room for {@link #ENTRIES_MAX}. Longer than what the JIT compiles into its callers, and that is wanted: from
     * however deep in an application's handlers it is called, all that it calls is compiled into it.
     */
    void write(Operation operation) {
        flights.takeOff();
        int flags = operation.flags();
        switch (operation.kind()) {
            case NOP -> put(IoUring.IORING_OP_NOP(), operation, 0, 0, 0, 0);
            case ACCEPT -> writeAccept(operation);
            case CONNECT -> writeConnect(operation);
            case RECEIVE -> writeReceive(operation);
            case SEND -> writeSend(operation);
            case RECEIVE_VECTORED -> putMessage(IoUring.IORING_OP_RECVMSG(), operation, messages.ofVector(operation));
            case SEND_VECTORED -> putMessage(IoUring.IORING_OP_SENDMSG(), operation, messages.ofVector(operation));
            case RECEIVE_FROM -> writeReceiveFrom(operation);
            case SEND_TO -> putMessage(IoUring.IORING_OP_SENDMSG(), operation, messages.ofMemory(operation));
            case RECEIVE_BATCH, SEND_BATCH, SEND_FILE -> writeBatch(operation);
            case READ -> putFile(IoUring.IORING_OP_READ(), IoUring.IORING_OP_READ_FIXED(), operation);
            case WRITE -> putFile(IoUring.IORING_OP_WRITE(), IoUring.IORING_OP_WRITE_FIXED(), operation);
            case READ_VECTORED -> putMemory(IoUring.IORING_OP_READV(), operation, operation.offset(), 0);
            case WRITE_VECTORED -> putMemory(IoUring.IORING_OP_WRITEV(), operation, operation.offset(), 0);
            case SYNC -> writeSync(operation);
            case STATUS -> writeStatus(operation);
            case ALLOCATE -> writeAllocate(operation);
            case TRUNCATE -> writeTruncate(operation);
            case OPEN -> writeOpen(operation);
            case CLOSE -> writeClose(operation);
            case SHUTDOWN -> put(IoUring.IORING_OP_SHUTDOWN(), operation, 0, 0, LinuxFlags.shutdown(flags), 0);
            case POLL -> writePoll(operation);
            case TIMEOUT -> throw noEntry(operation);
        }
    }

    private static IllegalArgumentException noEntry(Operation operation) {
        return new IllegalArgumentException(operation.kind() + " is no entry of a ring");
    }

    /** Waits until the handle is ready for the operation, or for what a POLL asks. */
    void writePoll(Operation operation) {
        int events =
                switch (operation.kind()) {
                    case RECEIVE_BATCH -> Linux.POLLIN();
                    case SEND_BATCH, SEND_FILE -> Linux.POLLOUT();
                    default -> LinuxFlags.poll(operation.flags());
                };
        boolean many = operation.kind() == OperationKind.POLL && operation.has(Operation.MULTISHOT);
        long head = head(IoUring.IORING_OP_POLL_ADD(), 0, operation.handle());
        long tail = pair(many ? IoUring.IORING_POLL_ADD_MULTI() : 0, events);
        ring.put(head, 0, 0, tail, Tag.special(operation), 0);
    }

    /** Each write of the wake event completes it once more. */
    void writeWakePoll(int eventFd) {
        long head = plainHead(IoUring.IORING_OP_POLL_ADD(), 0, eventFd);
        ring.put(head, 0, 0, pair(IoUring.IORING_POLL_ADD_MULTI(), Linux.POLLIN()), WAKE, 0);
    }

    void writeCancel(long tag) {
        ring.put(plainHead(IoUring.IORING_OP_ASYNC_CANCEL(), 0, -1), 0, tag, 0, CANCEL, 0);
    }

    private void writeAccept(Operation operation) {
        long peer = operation.peerAddress();
        long peerLength = peer == 0 ? 0 : messages.ofPeerLength(operation);
        int how = operation.has(Operation.MULTISHOT) ? IoUring.IORING_ACCEPT_MULTISHOT() : 0;
        long head = head(IoUring.IORING_OP_ACCEPT(), how, operation.handle());
        ring.put(head, peerLength, peer, pair(0, ACCEPTED), Tag.plain(operation), 0);
    }

    /** A multishot receive has no length: each result has what its buffer holds. */
    private void writeReceive(Operation operation) {
        if (operation.has(Operation.POOL_BUFFER)) {
            buffers.use();
        }
        boolean many = operation.has(Operation.MULTISHOT);
        int length = many ? 0 : operation.length();
        long head = head(IoUring.IORING_OP_RECV(), 0, operation.handle()) | howToReceive(operation);
        long tail = pair(length, LinuxFlags.message(operation.flags()));
        ring.put(head, 0, operation.address(), tail, Tag.plain(operation), BUFFER_GROUP);
    }

    private void writeSend(Operation operation) {
        if (operation.has(Operation.ZERO_COPY)) {
            flights.keep(operation);
            if (zeroCopies.pays(operation)) {
                operation.backendState = ZeroCopyDesk.ASKED;
                writeSendWithoutCopy(operation);
                return;
            }
            operation.backendState = ZeroCopyDesk.NOT_ASKED;
        }
        writeSendWithCopy(operation);
    }

    private void writeConnect(Operation operation) {
        flights.keep(operation);
        long head = head(IoUring.IORING_OP_CONNECT(), 0, operation.handle());
        ring.put(head, operation.peerLength(), operation.peerAddress(), 0, Tag.of(operation), 0);
    }

    void writeSendWithCopy(Operation operation) {
        long head = head(IoUring.IORING_OP_SEND(), 0, operation.handle());
        long tail = pair(operation.length(), LinuxFlags.message(operation.flags()));
        ring.put(head, 0, operation.address(), tail, Tag.of(operation), 0);
    }

    private void writeSendWithoutCopy(Operation operation) {
        int piece = memory.pieceOf(operation.address(), operation.length());
        int how = IoUring.IORING_SEND_ZC_REPORT_USAGE()
                | (piece == RegisteredMemory.NONE ? 0 : IoUring.IORING_RECVSEND_FIXED_BUF());
        long head = head(IoUring.IORING_OP_SEND_ZC(), how, operation.handle());
        long tail = pair(operation.length(), LinuxFlags.message(operation.flags()));
        ring.put(head, 0, operation.address(), tail, Tag.of(operation), Math.max(piece, 0));
    }

    private void writeReceiveFrom(Operation operation) {
        if (operation.has(Operation.POOL_BUFFER)) {
            buffers.use();
        }
        if (Tag.needsItsOperation(operation)) {
            flights.keep(operation);
        }
        long message =
                operation.has(Operation.ENVELOPE) ? messages.ofEnvelope(operation) : messages.ofMemory(operation);
        putMessage(IoUring.IORING_OP_RECVMSG(), operation, message);
    }

    /** No entry until it would block: {@link #writePoll}. */
    private void writeBatch(Operation operation) {
        flights.keep(operation);
        batches.add(operation);
    }

    /** What waits on the handle would not notice the close: it keeps the file, and eats what comes for it. */
    private void writeClose(Operation operation) {
        batches.cancelAllOn(operation.handle());
        if (cancelsByHandle && flights.count() > 1) {
            int how = IoUring.IORING_ASYNC_CANCEL_FD() | IoUring.IORING_ASYNC_CANCEL_ALL();
            long head = plainHead(IoUring.IORING_OP_ASYNC_CANCEL(), 0, (int) operation.handle());
            ring.put(head, 0, 0, pair(0, how), CANCEL, 0);
        }
        int number = handles.numberOf(operation.handle());
        if (number >= 0) { // else the ring would keep what the descriptor meant
            long head = plainHead(IoUring.IORING_OP_FILES_UPDATE(), 0, -1);
            ring.put(head, number, handles.none(), pair(1, 0), (long) (GIVE_UP + number) << Integer.SIZE, 0);
        }
        long head = plainHead(IoUring.IORING_OP_CLOSE(), 0, (int) operation.handle());
        ring.put(head, 0, 0, 0, Tag.plain(operation), 0);
    }

    private void putMessage(int opcode, Operation operation, long header) {
        long head = head(opcode, 0, operation.handle()) | howToReceive(operation);
        ring.put(head, 0, header, pair(1, LinuxFlags.message(operation.flags())), Tag.of(operation), BUFFER_GROUP);
    }

    /** The part of the head that says whether the kernel takes a buffer of the pool, and how often. */
    private static long howToReceive(Operation operation) {
        int flags = operation.has(Operation.POOL_BUFFER) ? IoUring.IOSQE_BUFFER_SELECT() : 0;
        int how = operation.has(Operation.MULTISHOT) ? IoUring.IORING_RECV_MULTISHOT() : 0;
        return (long) flags << 8 | (long) how << 16;
    }

    private void writeSync(Operation operation) {
        int sync = operation.has(Operation.DATA_ONLY) ? IoUring.IORING_FSYNC_DATASYNC() : 0;
        put(IoUring.IORING_OP_FSYNC(), operation, 0, 0, 0, sync);
    }

    private void writeOpen(Operation operation) {
        long head = plainHead(IoUring.IORING_OP_OPENAT(), 0, Linux.AT_FDCWD());
        long tail = pair((int) operation.offset(), LinuxFlags.open(operation.flags()));
        ring.put(head, 0, operation.address(), tail, Tag.plain(operation), 0);
    }

    /** The mode stands where a length would, and the length where an address would. */
    private void writeAllocate(Operation operation) {
        int mode = LinuxFlags.allocate(operation.flags());
        put(IoUring.IORING_OP_FALLOCATE(), operation, operation.offset(), operation.extent(), mode, 0);
    }

    private void writeTruncate(Operation operation) {
        if (batches.takes(operation)) {
            batches.add(operation);
        } else {
            put(IoUring.IORING_OP_FTRUNCATE(), operation, operation.offset(), 0, 0, 0);
        }
    }

    /** Of the handle itself: the path is empty, and where to write stands where an offset would. */
    private void writeStatus(Operation operation) {
        long into = operation.address();
        long empty = LinuxFileFacts.NO_PATH;
        long head = plainHead(IoUring.IORING_OP_STATX(), 0, (int) operation.handle()); // refused with a number
        long tail = pair(LinuxFileFacts.WANTED, Linux.AT_EMPTY_PATH());
        ring.put(head, into, empty, tail, Tag.plain(operation), 0);
    }

    private void putFile(int opcode, int registeredOpcode, Operation operation) {
        int piece = memory.pieceOf(operation.address(), operation.length());
        if (piece == RegisteredMemory.NONE) {
            putMemory(opcode, operation, operation.offset(), 0);
            return;
        }
        long head = head(registeredOpcode, 0, operation.handle());
        ring.put(head, operation.offset(), operation.address(), operation.length(), Tag.plain(operation), piece);
    }

    private void putMemory(int opcode, Operation operation, long offset, int flags) {
        put(opcode, operation, offset, operation.address(), operation.length(), flags);
    }

    private void put(int opcode, Operation operation, long offset, long address, int length, int flags) {
        long head = head(opcode, 0, operation.handle());
        ring.put(head, offset, address, pair(length, flags), Tag.plain(operation), 0);
    }

    private long head(int opcode, int priority, long handle) {
        int number = handles.numberOf(handle);
        return number < 0
                ? plainHead(opcode, priority, (int) handle)
                : plainHead(opcode, priority, number) | FIXED_FILE;
    }

    private static long plainHead(int opcode, int priority, int fd) {
        return opcode | (long) priority << 16 | (long) fd << 32;
    }

    private static long pair(int low, int high) {
        return (low & 0xffff_ffffL) | (long) high << 32;
    }
}
