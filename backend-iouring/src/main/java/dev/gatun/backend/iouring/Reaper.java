package dev.gatun.backend.iouring;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.linux.IoUring;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.io_uring_recvmsg_out;
import dev.gatun.linux.LinuxControls;
import dev.gatun.linux.LinuxErrors;
import dev.gatun.linux.LinuxFlags;
import dev.gatun.spi.BufferSource;
import dev.gatun.spi.Completions;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import java.lang.foreign.MemorySegment;

/**
 * Takes completions out of the ring and tells them in portable words. What is not an operation's (the wake event, the
 * answers to cancels) is swallowed here. The Cpu's thread alone.
 */
final class Reaper {
    private static final MemorySegment MEMORY = NativeMemory.ALL;
    private static final int MORE = IoUring.IORING_CQE_F_MORE();
    private static final int NOTIFICATION = IoUring.IORING_CQE_F_NOTIF();
    private static final int BUFFER = IoUring.IORING_CQE_F_BUFFER();
    private static final int BUFFER_SHIFT = IoUring.IORING_CQE_BUFFER_SHIFT();

    /** What a multishot receive-from writes before the sender's address, which is before the data. */
    private static final int MESSAGE_HEADER = (int) io_uring_recvmsg_out.sizeof();

    /** Set on results of sockets that have more to read: nothing that we ask for. */
    private static final long IGNORED = ~((long) IoUring.IORING_CQE_F_SOCK_NONEMPTY() << 32);

    private final Ring ring;
    private final FlightTable flights;
    private final BatchDesk batches;
    private final ConnectDesk connects;
    private final ZeroCopyDesk zeroCopies;
    private final RegisteredHandles handles;
    private final BufferRing buffers;
    private final BufferSource source;

    private boolean isWakeArmed;
    private boolean woken;

    /** A sender's address was written to where the operation wants it, and must be told before the next one is. */
    private boolean mustTellFirst;

    private long strays;

    Reaper(RingParts parts) {
        ring = parts.ring();
        flights = parts.flights();
        batches = parts.batches();
        connects = parts.connects();
        zeroCopies = parts.zeroCopies();
        handles = parts.handles();
        buffers = parts.buffers();
        source = parts.source();
    }

    /** True exactly when a poll of the wake event is in the ring, or on its way there. */
    boolean isWakeArmed() {
        return isWakeArmed;
    }

    void wakeArmed() {
        isWakeArmed = true;
    }

    /** Completions of special operations that had ended: 0, or the kernel and we disagree. */
    long strays() {
        return strays;
    }

    /** True exactly when nothing more may be reaped in this poll. */
    boolean mustTellFirst() {
        return mustTellFirst;
    }

    /** What was reaped is told before the next poll. */
    void polled() {
        mustTellFirst = false;
    }

    /** Takes what there is and there is room for; true exactly when the wake event was among it. */
    boolean reap(Completions into) {
        woken = false;
        int head = ring.completionHead();
        int tail = ring.completionTailAcquire();
        if (head == tail) {
            return false;
        }
        int landed = 0;
        while (head != tail && !into.isFull()) {
            long completion = ring.completion(head++);
            long tag = Ring.userData(completion);
            long outcome = Ring.outcome(completion) & IGNORED;
            if (outcome >>> 31 == 0 && Tag.isPlain(tag)) {
                into.add(Tag.userData(tag), (int) outcome, 0); // no error, no flag: most are so
                landed++;
            } else {
                complete(tag, (int) outcome, (int) (outcome >>> 32), into);
                if (mustTellFirst) {
                    break;
                }
            }
        }
        flights.landPlain(landed);
        ring.completionHeadRelease(head);
        return woken;
    }

    private void complete(long tag, int result, int flags, Completions into) {
        if (Tag.isPlain(tag)) {
            completePlain(tag, result, flags, into);
        } else if (Tag.isSpecial(tag)) {
            completeSpecial(tag, result, flags, into);
        } else {
            completeOwn(tag, flags);
        }
    }

    private void completePlain(long tag, int result, int flags, Completions into) {
        long userData = Tag.userData(tag);
        if (result < 0) {
            fail(tag, result, flags, into);
        } else if ((flags & BUFFER) != 0) {
            receive(userData, result, flags, into);
        } else {
            into.add(userData, result, more(flags));
        }
        land(flags);
    }

    private void completeSpecial(long tag, int result, int flags, Completions into) {
        long userData = Tag.userData(tag);
        OperationKind kind = Tag.kind(tag);
        if (kind == OperationKind.POLL) {
            completePlain(tag, result < 0 ? result : LinuxFlags.pollResult(result), flags, into);
            return;
        }
        Operation operation = flights.find(userData);
        if (operation == null) {
            dropStray(flags);
        } else if (kind == OperationKind.SEND) {
            completeZeroCopy(operation, tag, result, flags, into);
        } else if (result < 0) {
            fail(tag, result, flags, into);
            flights.land(userData);
        } else if (kind == OperationKind.CONNECT) {
            completeConnect(operation, tag, into);
        } else if (kind == OperationKind.RECEIVE_FROM) {
            receiveMessage(operation, result, flags, into);
        } else {
            batches.addAgain(operation);
        }
    }

    private void completeConnect(Operation operation, long tag, Completions into) {
        int verdict = connects.verdict(operation.handle());
        if (verdict < 0) {
            fail(tag, verdict, 0, into);
        } else {
            into.add(operation.userData(), 0, 0);
        }
        flights.land(operation.userData());
    }

    /** The memory is the kernel's until it notifies, so the result is kept back until then. */
    private void completeZeroCopy(Operation operation, long tag, int result, int flags, Completions into) {
        if ((flags & MORE) != 0) {
            operation.backendState = result;
            return;
        }
        boolean isNotification = (flags & NOTIFICATION) != 0;
        int sent = isNotification ? operation.backendState : result;
        boolean wasAsked = isNotification || operation.backendState == ZeroCopyDesk.ASKED;
        if (sent == -Linux.EOPNOTSUPP() && wasAsked) {
            zeroCopies.refused(operation);
            return;
        }
        if (isNotification) {
            zeroCopies.notified(operation, result);
        }
        if (sent < 0) {
            fail(tag, sent, 0, into);
        } else {
            into.add(operation.userData(), sent, 0);
        }
        flights.land(operation.userData());
    }

    private void completeOwn(long tag, int flags) {
        if (tag == EntryWriter.WAKE) {
            woken = true;
            isWakeArmed = (flags & MORE) != 0;
        } else if (tag >>> Integer.SIZE >= EntryWriter.GIVE_UP) {
            handles.putBack((int) (tag >>> Integer.SIZE) - EntryWriter.GIVE_UP);
        } // else the answer to a cancel: the cancelled one tells for itself
    }

    private void dropStray(int flags) {
        strays++;
        if ((flags & BUFFER) != 0) {
            buffers.putBack(flags >>> BUFFER_SHIFT);
        }
    }

    private static int more(int flags) {
        return (flags & MORE) != 0 ? Completions.MORE : 0;
    }

    private void land(int flags) {
        if ((flags & MORE) == 0) {
            flights.landPlain(1);
        }
    }

    private void receive(long userData, int result, int flags, Completions into) {
        int number = flags >>> BUFFER_SHIFT;
        if (result == 0) {
            buffers.putBack(number);
            into.add(userData, 0, more(flags)); // the end, or an empty datagram: nothing to put into a buffer
        } else {
            into.addBuffer(userData, result, more(flags), buffers.takeOut(number), 0);
        }
    }

    /** A datagram of many: before the data stand a header and the sender's address. */
    private void receiveMessage(Operation operation, int result, int flags, Completions into) {
        long userData = operation.userData();
        if ((flags & BUFFER) == 0) {
            into.add(userData, result, more(flags));
        } else if (operation.has(Operation.ENVELOPE)) {
            receiveWithEnvelope(operation, result, flags, into);
        } else {
            int number = flags >>> BUFFER_SHIFT;
            int offset = MESSAGE_HEADER + operation.peerLength();
            tellPeer(operation, buffers.block(number));
            if (result <= offset) {
                buffers.putBack(number);
                into.add(userData, 0, more(flags));
            } else {
                into.addBuffer(userData, result - offset, more(flags), buffers.takeOut(number), offset);
            }
        }
        if ((flags & MORE) == 0) {
            flights.land(userData);
        }
    }

    /** The kernel has written the envelope as it is wanted; an empty datagram has one too. */
    private void receiveWithEnvelope(Operation operation, int result, int flags, Completions into) {
        int envelope = LinuxControls.ENVELOPE.bytes(operation.has(Operation.ENVELOPE_FACTS));
        int block = buffers.takeOut(flags >>> BUFFER_SHIFT);
        into.addBuffer(operation.userData(), Math.max(result - envelope, 0), more(flags), block, envelope);
    }

    private void tellPeer(Operation operation, int block) {
        long header = source.blockAddress(block);
        int written = MEMORY.get(JAVA_INT_UNALIGNED, header + io_uring_recvmsg_out.namelen$offset());
        int length = Math.min(operation.peerLength(), written);
        if (length > 0) {
            MemorySegment.copy(MEMORY, header + MESSAGE_HEADER, MEMORY, operation.peerAddress(), length);
            mustTellFirst = true;
        }
    }

    private void fail(long tag, int result, int flags, Completions into) {
        if ((flags & BUFFER) != 0) {
            buffers.putBack(flags >>> BUFFER_SHIFT);
        }
        assert (flags & MORE) == 0 : "invariant 3: an error is an end";
        IoError error = error(-result, Tag.kind(tag));
        if (error == IoError.NO_BUFFERS) {
            buffers.ranOut();
        }
        into.addError(Tag.userData(tag), error, -result);
    }

    private static IoError error(int number, OperationKind kind) {
        if (number == Linux.EINTR()) {
            return IoError.CANCELLED; // only a cancel, or the end of the ring, interrupts the kernel's own threads
        }
        if (number == Linux.ENOBUFS() && kind.canTakePoolBuffer()) {
            return IoError.NO_BUFFERS;
        }
        return LinuxErrors.of(number);
    }
}
