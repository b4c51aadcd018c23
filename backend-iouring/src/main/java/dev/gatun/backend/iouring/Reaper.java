package dev.gatun.backend.iouring;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.linux.IoUring;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.io_uring_recvmsg_out;
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
    private static final int BUFFER = IoUring.IORING_CQE_F_BUFFER();
    private static final int BUFFER_SHIFT = IoUring.IORING_CQE_BUFFER_SHIFT();

    /** What a multishot receive-from writes before the sender's address, which is before the data. */
    private static final int MESSAGE_HEADER = (int) io_uring_recvmsg_out.sizeof();

    private final Ring ring;
    private final FlightTable flights;
    private final BatchDesk batches;
    private final BufferRing buffers;
    private final BufferSource source;

    private boolean isWakeArmed;
    private boolean woken;

    /** A sender's address was written to where the operation wants it, and must be told before the next one is. */
    private boolean mustTellFirst;

    private long strays;

    Reaper(Ring ring, FlightTable flights, BatchDesk batches, BufferRing buffers, BufferSource source) {
        this.ring = ring;
        this.flights = flights;
        this.batches = batches;
        this.buffers = buffers;
        this.source = source;
    }

    /** True exactly when a poll of the wake event is in the ring, or on its way there. */
    boolean isWakeArmed() {
        return isWakeArmed;
    }

    void wakeArmed() {
        isWakeArmed = true;
    }

    /** Completions that nobody had asked for: 0, or the kernel and we disagree. */
    long strays() {
        return strays;
    }

    /** Takes what there is and there is room for; true exactly when the wake event was among it. */
    boolean reap(Completions into) {
        woken = false;
        mustTellFirst = false;
        int head = ring.completionHead();
        int tail = ring.completionTailAcquire();
        while (head != tail && !into.isFull() && !mustTellFirst) {
            long completion = ring.completion(head++);
            complete(Ring.userData(completion), Ring.result(completion), Ring.flags(completion), into);
        }
        ring.completionHeadRelease(head);
        return woken;
    }

    private void complete(long userData, int result, int flags, Completions into) {
        if ((int) userData == 0) {
            completeOwn(userData, flags);
        } else if (!flights.contains(userData)) {
            dropStray(flags);
        } else if (result < 0) {
            fail(userData, result, flags, into);
        } else {
            succeed(userData, result, flags, into);
        }
    }

    private void completeOwn(long userData, int flags) {
        if (userData == EntryWriter.WAKE) {
            woken = true;
            isWakeArmed = (flags & MORE) != 0;
        } // else the answer to a cancel: the cancelled one tells for itself
    }

    private void dropStray(int flags) {
        strays++;
        if ((flags & BUFFER) != 0) {
            buffers.putBack(flags >>> BUFFER_SHIFT);
        }
    }

    private void succeed(long userData, int result, int flags, Completions into) {
        int more = (flags & MORE) != 0 ? Completions.MORE : 0;
        OperationKind kind = flights.kind(userData);
        if (kind == OperationKind.RECEIVE_BATCH || kind == OperationKind.SEND_BATCH) {
            batches.addAgain(flights.operation(userData));
            return;
        }
        if ((flags & BUFFER) != 0) {
            receive(userData, result, more, flags >>> BUFFER_SHIFT, into);
        } else {
            into.add(userData, kind == OperationKind.POLL ? LinuxFlags.pollResult(result) : result, more);
        }
        if (more == 0) {
            flights.land(userData);
        }
    }

    private void receive(long userData, int result, int more, int number, Completions into) {
        Operation messages = flights.find(userData);
        int offset = messages == null ? 0 : MESSAGE_HEADER + messages.peerLength();
        if (result <= offset) {
            if (messages != null) {
                tellPeer(messages, buffers.block(number));
            }
            buffers.putBack(number);
            into.add(userData, 0, more); // the end, or an empty datagram: nothing to put into a buffer
            return;
        }
        int block = buffers.takeOut(number);
        if (messages != null) {
            tellPeer(messages, block);
        }
        into.addBuffer(userData, result - offset, more, block, offset);
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

    /** Only a cancel, or the end of the ring, interrupts what runs on one of the kernel's own threads. */
    private void fail(long userData, int result, int flags, Completions into) {
        if ((flags & BUFFER) != 0) {
            buffers.putBack(flags >>> BUFFER_SHIFT);
        }
        assert (flags & MORE) == 0 : "invariant 3: an error is an end";
        IoError error = result == -Linux.EINTR() ? IoError.CANCELLED : LinuxErrors.of(-result);
        flights.land(userData);
        into.addError(userData, error, -result);
    }
}
