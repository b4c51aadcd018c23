package dev.gatun.backend.iouring;

import dev.gatun.bindings.linux.IoUring;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.linux.LinuxFileFacts;
import dev.gatun.linux.LinuxFlags;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;

/** Operations as entries of the ring: a table, one case for each kind. The Cpu's thread alone. */
final class EntryWriter {
    /** The most that one operation takes: a close brings a cancel along. */
    static final int ENTRIES_MAX = 2;

    /** What stands in the tag of entries that nobody submitted: slot 0, which no operation has. */
    static final long WAKE = 1L << 32;

    static final long CANCEL = 2L << 32;

    private static final int ACCEPTED = Linux.SOCK_CLOEXEC() | Linux.SOCK_NONBLOCK();
    private static final long BUFFER_GROUP = BufferRing.GROUP;

    private final Ring ring;
    private final FlightTable flights;
    private final MessageSlab messages;
    private final BufferRing buffers;
    private final BatchDesk batches;
    private final ZeroCopyDesk zeroCopies;
    private final boolean cancelsByHandle;

    EntryWriter(
            Ring ring,
            FlightTable flights,
            MessageSlab messages,
            BufferRing buffers,
            BatchDesk batches,
            ZeroCopyDesk zeroCopies) {
        this.ring = ring;
        this.flights = flights;
        this.messages = messages;
        this.buffers = buffers;
        this.batches = batches;
        this.zeroCopies = zeroCopies;
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
            case CONNECT ->
                put(IoUring.IORING_OP_CONNECT(), operation, operation.peerLength(), operation.peerAddress(), 0, 0);
            case RECEIVE -> writeReceive(operation);
            case SEND -> writeSend(operation);
            case RECEIVE_VECTORED -> putMessage(IoUring.IORING_OP_RECVMSG(), operation, messages.ofVector(operation));
            case SEND_VECTORED -> putMessage(IoUring.IORING_OP_SENDMSG(), operation, messages.ofVector(operation));
            case RECEIVE_FROM -> writeReceiveFrom(operation);
            case SEND_TO -> putMessage(IoUring.IORING_OP_SENDMSG(), operation, messages.ofMemory(operation));
            case RECEIVE_BATCH, SEND_BATCH -> writeBatch(operation);
            case READ -> putMemory(IoUring.IORING_OP_READ(), operation, operation.offset(), 0);
            case WRITE -> putMemory(IoUring.IORING_OP_WRITE(), operation, operation.offset(), 0);
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
                    case SEND_BATCH -> Linux.POLLOUT();
                    default -> LinuxFlags.poll(operation.flags());
                };
        boolean many = operation.kind() == OperationKind.POLL && operation.has(Operation.MULTISHOT);
        long head = head(IoUring.IORING_OP_POLL_ADD(), 0, (int) operation.handle());
        long tail = pair(many ? IoUring.IORING_POLL_ADD_MULTI() : 0, events);
        ring.put(head, 0, 0, tail, Tag.special(operation), 0);
    }

    /** Each write of the wake event completes it once more. */
    void writeWakePoll(int eventFd) {
        long head = head(IoUring.IORING_OP_POLL_ADD(), 0, eventFd);
        ring.put(head, 0, 0, pair(IoUring.IORING_POLL_ADD_MULTI(), Linux.POLLIN()), WAKE, 0);
    }

    void writeCancel(long tag) {
        ring.put(head(IoUring.IORING_OP_ASYNC_CANCEL(), 0, -1), 0, tag, 0, CANCEL, 0);
    }

    private void writeAccept(Operation operation) {
        long peer = operation.peerAddress();
        long peerLength = peer == 0 ? 0 : messages.ofPeerLength(operation);
        int how = operation.has(Operation.MULTISHOT) ? IoUring.IORING_ACCEPT_MULTISHOT() : 0;
        long head = head(IoUring.IORING_OP_ACCEPT(), how, (int) operation.handle());
        ring.put(head, peerLength, peer, pair(0, ACCEPTED), Tag.plain(operation), 0);
    }

    /** A multishot receive has no length: each result has what its buffer holds. */
    private void writeReceive(Operation operation) {
        if (operation.has(Operation.POOL_BUFFER)) {
            buffers.use();
        }
        boolean many = operation.has(Operation.MULTISHOT);
        int length = many ? 0 : operation.length();
        long head = head(IoUring.IORING_OP_RECV(), 0, (int) operation.handle()) | howToReceive(operation);
        long tail = pair(length, LinuxFlags.message(operation.flags()));
        ring.put(head, 0, operation.address(), tail, Tag.plain(operation), BUFFER_GROUP);
    }

    private void writeSend(Operation operation) {
        if (operation.has(Operation.ZERO_COPY)) {
            flights.keep(operation);
            if (zeroCopies.pays(operation)) {
                writeSendWithoutCopy(operation);
                return;
            }
        }
        writeSendWithCopy(operation);
    }

    void writeSendWithCopy(Operation operation) {
        long head = head(IoUring.IORING_OP_SEND(), 0, (int) operation.handle());
        long tail = pair(operation.length(), LinuxFlags.message(operation.flags()));
        ring.put(head, 0, operation.address(), tail, Tag.of(operation), 0);
    }

    private void writeSendWithoutCopy(Operation operation) {
        int how = IoUring.IORING_SEND_ZC_REPORT_USAGE();
        long head = head(IoUring.IORING_OP_SEND_ZC(), how, (int) operation.handle());
        long tail = pair(operation.length(), LinuxFlags.message(operation.flags()));
        ring.put(head, 0, operation.address(), tail, Tag.of(operation), 0);
    }

    private void writeReceiveFrom(Operation operation) {
        if (operation.has(Operation.POOL_BUFFER)) {
            buffers.use();
        }
        if (Tag.needsItsOperation(operation)) {
            flights.keep(operation);
        }
        putMessage(IoUring.IORING_OP_RECVMSG(), operation, messages.ofMemory(operation));
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
            long head = head(IoUring.IORING_OP_ASYNC_CANCEL(), 0, (int) operation.handle());
            ring.put(head, 0, 0, pair(0, how), CANCEL, 0);
        }
        put(IoUring.IORING_OP_CLOSE(), operation, 0, 0, 0, 0);
    }

    private void putMessage(int opcode, Operation operation, long header) {
        long head = head(opcode, 0, (int) operation.handle()) | howToReceive(operation);
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
        long head = head(IoUring.IORING_OP_OPENAT(), 0, Linux.AT_FDCWD());
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
        put(IoUring.IORING_OP_STATX(), operation, into, empty, LinuxFileFacts.WANTED, Linux.AT_EMPTY_PATH());
    }

    private void putMemory(int opcode, Operation operation, long offset, int flags) {
        put(opcode, operation, offset, operation.address(), operation.length(), flags);
    }

    private void put(int opcode, Operation operation, long offset, long address, int length, int flags) {
        long head = head(opcode, 0, (int) operation.handle());
        ring.put(head, offset, address, pair(length, flags), Tag.plain(operation), 0);
    }

    private static long head(int opcode, int priority, int fd) {
        return opcode | (long) priority << 16 | (long) fd << 32;
    }

    private static long pair(int low, int high) {
        return (low & 0xffff_ffffL) | (long) high << 32;
    }
}
