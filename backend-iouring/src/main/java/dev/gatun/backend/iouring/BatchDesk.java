package dev.gatun.backend.iouring;

import dev.gatun.bindings.SystemCalls;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import dev.gatun.linux.CachedFiles;
import dev.gatun.linux.LinuxErrors;
import dev.gatun.linux.MessageBatch;
import dev.gatun.spi.Completions;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import java.util.ArrayDeque;

/**
 * What io_uring has no entry for: batches of datagrams, files that are sent, and truncating before Linux 6.9. Each is
 * tried at the next poll; where it would block, an entry waits until the socket is ready, and it is tried again.
 * The kernel never holds a batch's memory between calls. Truncating takes the loop's time: 3 µs, and 55 µs for each MiB
 * that is cut out of the page cache; a note in the capabilities says so. The Cpu's thread alone.
 */
final class BatchDesk {
    /** In {@link Operation#backendState}: it waits here to be tried, so there is no entry to cancel. */
    private static final int TO_TRY = 1;
    /** Its end was asked for; remembered, because between two entries there is none that could be cancelled. */
    private static final int TO_CANCEL = 2;

    private final Ring ring;
    private final FlightTable flights;
    private final SystemCalls calls;
    private final CachedFiles cachedFiles;
    private final boolean truncates;
    private final ArrayDeque<Operation> toTry = new ArrayDeque<>();

    BatchDesk(Ring ring, FlightTable flights, SystemCalls calls, CachedFiles cachedFiles) {
        this.ring = ring;
        this.flights = flights;
        this.calls = calls;
        this.cachedFiles = cachedFiles;
        truncates = !ring.features().has(RingFeature.TRUNCATE_ENTRY);
    }

    /** True exactly when the operation is for this desk, and not for the ring. */
    boolean takes(Operation operation) {
        return switch (operation.kind()) {
            case RECEIVE_BATCH, SEND_BATCH, SEND_FILE -> true;
            case TRUNCATE -> truncates;
            default -> false;
        };
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

    /** The handle is about to be closed, and its number may be another's before these are tried. */
    void cancelAllOn(long handle) {
        for (int left = toTry.size(); left > 0; left--) {
            Operation operation = toTry.removeFirst();
            boolean isSent = operation.kind() == OperationKind.SEND_FILE && operation.file() == handle;
            if (isSent || operation.handle() == handle) {
                operation.backendState |= TO_CANCEL;
            }
            toTry.addLast(operation);
        }
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
            } else if (!wouldHaveToWait(operation, result)) {
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

    /** A file is always ready: there is nothing that an entry could wait for. */
    private static boolean wouldHaveToWait(Operation operation, long result) {
        return operation.kind() != OperationKind.TRUNCATE && (result == -Linux.EAGAIN() || result == -Linux.EINTR());
    }

    private long truncate(Operation operation) {
        long result;
        do {
            result = calls.waiting(Syscalls.__NR_ftruncate(), operation.handle(), operation.offset(), 0);
        } while (result == -Linux.EINTR());
        return result;
    }

    private long call(Operation operation) {
        if (operation.kind() == OperationKind.TRUNCATE) {
            return truncate(operation);
        }
        if (operation.kind() == OperationKind.SEND_FILE) {
            return cachedFiles.send(operation);
        }
        if (!(operation.batch() instanceof MessageBatch batch)) {
            return -Linux.EINVAL();
        }
        long handle = operation.handle();
        if (operation.kind() == OperationKind.SEND_BATCH) {
            batch.prepareToSend();
            int flags = Linux.MSG_DONTWAIT() | Linux.MSG_NOSIGNAL();
            return calls.immediate(
                    Syscalls.__NR_sendmmsg(), handle, batch.firstHeader(), batch.partaking(), flags, 0, 0);
        }
        batch.prepareToReceive();
        int flags = Linux.MSG_DONTWAIT();
        long count =
                calls.immediate(Syscalls.__NR_recvmmsg(), handle, batch.firstHeader(), batch.partaking(), flags, 0, 0);
        if (count > 0) {
            batch.received((int) count);
        }
        return count;
    }
}
