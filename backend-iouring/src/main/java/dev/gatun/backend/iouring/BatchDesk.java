package dev.gatun.backend.iouring;

import dev.gatun.bindings.SystemCalls;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import dev.gatun.linux.LinuxErrors;
import dev.gatun.linux.MessageBatch;
import dev.gatun.spi.Completions;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import java.util.ArrayDeque;

/**
 * Batches of datagrams, which io_uring has no entry for: each is tried by one system call at the next poll, and where
 * that would block, an entry waits until the socket is ready, and it is tried again. The kernel never holds a batch's
 * memory between calls. The Cpu's thread alone.
 */
final class BatchDesk {
    /** In {@link Operation#backendState}: it waits here to be tried, so there is no entry to cancel. */
    private static final int TO_TRY = 1;
    /** Its end was asked for; remembered, because between two entries there is none that could be cancelled. */
    private static final int TO_CANCEL = 2;

    private final Ring ring;
    private final FlightTable flights;
    private final SystemCalls calls;
    private final ArrayDeque<Operation> toTry = new ArrayDeque<>();

    BatchDesk(Ring ring, FlightTable flights, SystemCalls calls) {
        this.ring = ring;
        this.flights = flights;
        this.calls = calls;
    }

    boolean isEmpty() {
        return toTry.isEmpty();
    }

    void add(Operation operation) {
        operation.backendState = TO_TRY;
        toTry.addLast(operation);
    }

    /** Its socket is ready. */
    void addAgain(Operation operation) {
        operation.backendState |= TO_TRY;
        toTry.addLast(operation);
    }

    /** True exactly when there may be an entry in the kernel, which must be cancelled too. */
    boolean cancel(Operation operation) {
        operation.backendState |= TO_CANCEL;
        return (operation.backendState & TO_TRY) == 0;
    }

    /** Tries each that is there once; what would block waits by an entry. */
    void attempt(Completions into, EntryWriter writer) {
        for (int left = toTry.size(); left > 0 && !into.isFull(); left--) {
            Operation operation = toTry.removeFirst();
            if ((operation.backendState & TO_CANCEL) != 0) {
                end(operation, into).addError(operation.userData(), IoError.CANCELLED, 0);
                continue;
            }
            long result = call(operation);
            if (result >= 0) {
                end(operation, into).add(operation.userData(), (int) result, 0);
            } else if (result != -Linux.EAGAIN() && result != -Linux.EINTR()) {
                end(operation, into).addError(operation.userData(), LinuxErrors.of((int) -result), (int) -result);
            } else if (ring.hasRoom(1)) {
                operation.backendState &= ~TO_TRY;
                writer.writePoll(operation);
            } else {
                toTry.addLast(operation);
            }
        }
    }

    /** The end of the ring: nothing is tried any more. */
    void drop() {
        while (!toTry.isEmpty()) {
            flights.land(toTry.removeFirst().userData());
        }
    }

    private Completions end(Operation operation, Completions into) {
        flights.land(operation.userData());
        return into;
    }

    private long call(Operation operation) {
        if (!(operation.batch() instanceof MessageBatch batch)) {
            return -Linux.EINVAL();
        }
        long handle = operation.handle();
        if (operation.kind() == OperationKind.SEND_BATCH) {
            batch.prepareToSend();
            int flags = Linux.MSG_DONTWAIT() | Linux.MSG_NOSIGNAL();
            return calls.immediate(Syscalls.__NR_sendmmsg(), handle, batch.headers(), batch.count(), flags, 0, 0);
        }
        batch.prepareToReceive();
        int flags = Linux.MSG_DONTWAIT();
        long count = calls.immediate(Syscalls.__NR_recvmmsg(), handle, batch.headers(), batch.count(), flags, 0, 0);
        if (count > 0) {
            batch.received((int) count);
        }
        return count;
    }
}
