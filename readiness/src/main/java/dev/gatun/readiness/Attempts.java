package dev.gatun.readiness;

import dev.gatun.spi.BufferSource;
import dev.gatun.spi.Completions;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;

/**
 * One try of an operation that may wait for its handle: what is told, and whether it is over. There must be room for a
 * result. The Cpu's thread alone.
 */
final class Attempts {
    /** What became of it. */
    enum Outcome {
        /** Over; the result was told, or will be when the system gives the memory back. */
        ENDED,
        /** One of many results was told. */
        MORE,
        /** As MORE; but not before the next poll, since the peer's address is overwritten by then. */
        MORE_LATER,
        BLOCKED,
        NEEDS_THREAD
    }

    private final Platform platform;
    private final HandleCalls calls;
    private final BufferSource source;
    private final Endings endings;

    Attempts(Platform platform, BufferSource source, Endings endings) {
        this.platform = platform;
        calls = platform.calls();
        this.source = source;
        this.endings = endings;
    }

    Outcome attempt(Direction at, Operation operation, Completions into) {
        OperationKind kind = operation.kind();
        return switch (kind) {
            case RECEIVE, RECEIVE_FROM -> receive(at, operation, into);
            case SEND -> operation.has(Operation.ZERO_COPY) ? lend(at, operation, into) : plain(operation, into);
            case ACCEPT -> accept(operation, into);
            case CONNECT -> connect(operation, into);
            default -> plain(operation, into);
        };
    }

    private Outcome plain(Operation operation, Completions into) {
        return settle(operation, calls.attempt(operation, operation.address(), operation.length()), into);
    }

    private Outcome settle(Operation operation, long result, Completions into) {
        if (result == HandleCalls.WOULD_BLOCK) {
            return Outcome.BLOCKED;
        }
        if (result == HandleCalls.NEEDS_THREAD) {
            return Outcome.NEEDS_THREAD;
        }
        endings.tell(operation, result, into);
        return Outcome.ENDED;
    }

    private Outcome accept(Operation operation, Completions into) {
        long result = calls.attempt(operation, 0, 0);
        if (result >= 0) {
            HandleTable.BIRTHS.count(result);
            if (operation.has(Operation.MULTISHOT)) {
                into.add(operation.userData(), (int) result, Completions.MORE);
                return operation.peerAddress() == 0 ? Outcome.MORE : Outcome.MORE_LATER;
            }
        }
        return settle(operation, result, into);
    }

    private Outcome connect(Operation operation, Completions into) {
        if ((Place.detail(operation) & Place.BEGUN) != 0) {
            return settle(operation, calls.finishConnect(operation), into);
        }
        Outcome outcome = plain(operation, into);
        if (outcome == Outcome.BLOCKED) {
            Place.set(operation, Place.PARKED_WRITING, Place.BEGUN);
        }
        return outcome;
    }

    // --- receiving --------------------------------------------------------------------------------------------------

    private Outcome receive(Direction at, Operation operation, Completions into) {
        if (operation.has(Operation.POOL_BUFFER)) {
            return receiveIntoBlock(at, operation, into);
        }
        if (operation.has(Operation.WAIT_ALL) && !operation.has(Operation.PEEK)) {
            return receiveAll(at, operation, into);
        }
        long result = calls.attempt(operation, operation.address(), operation.length());
        if (!operation.has(Operation.PEEK)) {
            noteShort(at, result, operation.length());
        }
        return settle(operation, result, into);
    }

    private Outcome receiveAll(Direction at, Operation operation, Completions into) {
        int length = operation.length();
        while (true) {
            int come = at.progress;
            long result = calls.attempt(operation, operation.address() + come, length - come);
            if (result == HandleCalls.WOULD_BLOCK) {
                return Outcome.BLOCKED;
            }
            if (result > 0 && come + result < length) {
                at.progress = come + (int) result;
                continue;
            }
            at.progress = 0;
            // After some bytes an error is not told: whoever asks for more is.
            return settle(operation, come > 0 ? come + Math.max(result, 0) : result, into);
        }
    }

    /** A block is taken only now, so whoever waits holds none. */
    private Outcome receiveIntoBlock(Direction at, Operation operation, Completions into) {
        if (operation.kind() == OperationKind.RECEIVE_FROM && operation.has(Operation.ENVELOPE)) {
            return receiveWithEnvelope(operation, into);
        }
        int block = source.take(operation.length());
        if (block < 0) {
            long result = calls.attemptWithoutMemory(operation);
            return receivedNothing(operation, result > 0 ? Endings.NO_BUFFERS : result, into);
        }
        int room = source.blockBytes(block);
        int wanted = operation.length() == 0 ? room : Math.min(operation.length(), room);
        long result = calls.attempt(operation, source.blockAddress(block), wanted);
        if (result <= 0) {
            source.give(block);
            return receivedNothing(operation, result, into);
        }
        noteShort(at, result, wanted);
        if (!operation.has(Operation.MULTISHOT)) {
            endings.tellBlock(operation, (int) result, block, into);
            return Outcome.ENDED;
        }
        into.addBuffer(operation.userData(), (int) result, Completions.MORE, block, 0);
        return operation.peerAddress() == 0 ? Outcome.MORE : Outcome.MORE_LATER;
    }

    /** An empty datagram has an envelope too, so it waits for a block like all others. */
    private Outcome receiveWithEnvelope(Operation operation, Completions into) {
        int block = source.take(0);
        if (block < 0) {
            long readable = calls.attemptWithoutMemory(operation);
            return settle(operation, readable >= 0 ? Endings.NO_BUFFERS : readable, into);
        }
        long result = calls.attemptWithEnvelope(operation, source.blockAddress(block), source.blockBytes(block));
        if (result < 0) {
            source.give(block);
            return settle(operation, result, into);
        }
        int offset = calls.envelopeBytes(operation);
        into.addBuffer(operation.userData(), (int) result, Completions.MORE, block, offset);
        return Outcome.MORE;
    }

    /** An empty datagram is one of many; no bytes of a stream are its end. */
    private Outcome receivedNothing(Operation operation, long result, Completions into) {
        if (result == 0 && operation.kind() == OperationKind.RECEIVE_FROM && operation.has(Operation.MULTISHOT)) {
            into.add(operation.userData(), 0, Completions.MORE);
            return operation.peerAddress() == 0 ? Outcome.MORE : Outcome.MORE_LATER;
        }
        return settle(operation, result, into);
    }

    private void noteShort(Direction at, long result, int wanted) {
        if (result > 0 && result < wanted && at.handle.isEmptyWhenShort(calls)) {
            at.isReady = false;
        }
    }

    // --- lending ----------------------------------------------------------------------------------------------------

    private Outcome lend(Direction at, Operation operation, Completions into) {
        HandleState handle = at.handle;
        if (!canLend(handle)) {
            return plain(operation, into);
        }
        long result = platform.lender().attempt(operation);
        if (result == Lender.NO_ROOM) {
            return plain(operation, into);
        }
        if (result <= 0) {
            return settle(operation, result, into);
        }
        Loans loans = handle.loans;
        if (loans == null) {
            loans = new Loans();
            handle.loans = loans;
        }
        loans.add(operation, (int) result);
        Place.set(operation, Place.LENT);
        return Outcome.ENDED;
    }

    /** It must be watched, to hear of the loan's end. */
    private boolean canLend(HandleState handle) {
        if (!handle.isLendingKnown) {
            handle.isLendingKnown = true;
            handle.isLending = handle.watch(platform.poller(), calls) == 0
                    && platform.lender().begin(handle.handle);
        }
        return handle.isLending;
    }
}
