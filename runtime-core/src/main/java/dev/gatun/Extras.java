package dev.gatun;

import dev.gatun.spi.Completions;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import org.jspecify.annotations.Nullable;

/**
 * What few operations need: a time limit, a cancel, listeners, another core, an owner who gives up. Each leaves a bit
 * beside the state, and an operation without any passes by here. The Cpu's thread alone.
 */
abstract sealed class Extras extends Lifecycle permits Verbs {
    /** CANCELLED or TIMED_OUT once the end was asked for; what a cancelled result is then called. */
    private @Nullable IoError endReason;

    private @Nullable CancelOutcome cancelOutcome;
    private @Nullable TerminalListener listeners;
    private long timeoutNanos;
    private @Nullable Timer timeout;
    private @Nullable RemoteOperation remote;

    Extras(Cpu cpu) {
        super(cpu);
    }

    final boolean isAbandoned() {
        return hasExtra(ABANDONED);
    }

    // --- arming and ending ------------------------------------------------------------------------------------------

    /** A timeout and nothing else: no backend sees it. */
    final void submitTimer(long nanos) {
        cpu.operations++;
        forgetEnd();
        state(IN_KERNEL);
        armTimer(nanos);
    }

    /** True exactly when the operation went to another core. */
    @Override
    final boolean submitExtras() {
        forgetEnd();
        if (hasExtra(TIME_LIMIT)) {
            armTimer(timeoutNanos);
        }
        if (remote != null) {
            submitRemotely(remote);
            return true;
        }
        return false;
    }

    private void forgetEnd() {
        extra(END_ASKED, false);
        endReason = null;
        cancelOutcome = null;
    }

    private void askEnd(IoError reason) {
        extra(END_ASKED, true);
        endReason = reason;
    }

    @Override
    final void endExtras() {
        if (hasExtra(TIMER_ARMED)) {
            disarmTimer();
        }
        settleCancel();
        TerminalListener told = listeners;
        if (told != null) {
            listeners = null;
            extra(LISTENERS, false);
            told.onTerminal(self());
        }
    }

    private void settleCancel() {
        if (endReason == null) {
            return;
        }
        int result = lastResult();
        boolean starved = has(POOL_BUFFER) && result == IoError.NO_BUFFERS.result();
        boolean ended = starved || result == IoError.CANCELLED.result();
        cancelOutcome = ended ? CancelOutcome.CANCELLED : CancelOutcome.COMPLETED_FIRST;
        if (ended) {
            outcome(endReason.result(), lastFlags());
        }
    }

    /** Nobody wants this result: what it brought must not leak (a handle that an accept won against its cancel). */
    @Override
    final void discard() {
        if (lastResult() >= 0 && (kind == OperationKind.ACCEPT || kind == OperationKind.OPEN)) {
            cpu.closeOrphan(lastResult());
        }
        Buffer brought = lastBuffer();
        if (brought != null) {
            brought.free();
            forgetDelivered();
        }
        if (!isArmed()) {
            cpu.release(self());
        }
    }

    final CancelOutcome askForEnd(IoError reason) {
        return switch (state()) {
            case IDLE -> CancelOutcome.NOT_FOUND;
            case DONE -> CancelOutcome.COMPLETED_FIRST;
            case CANCELLING -> CancelOutcome.REQUESTED;
            case QUEUED -> endQueued(reason);
            case IN_KERNEL -> endInKernel(reason);
        };
    }

    private CancelOutcome endQueued(IoError reason) {
        askEnd(reason);
        if (hasExtra(STARVED)) {
            extra(STARVED, false);
            cpu.removeFromStarved(self());
        } else {
            cpu.removeFromBacklog(self());
        }
        finishLocally(IoError.CANCELLED.result());
        return CancelOutcome.CANCELLED;
    }

    private CancelOutcome endInKernel(IoError reason) {
        if (kind == OperationKind.TIMEOUT) {
            askEnd(reason);
            finishLocally(IoError.CANCELLED.result());
            return CancelOutcome.CANCELLED;
        }
        if (remote != null && remote.isAway()) {
            askEnd(reason);
            state(CANCELLING);
            remote.requestCancel();
            return CancelOutcome.REQUESTED;
        }
        askEnd(reason); // also when it comes too late: should the pool be empty, nobody wants it tried again
        if (cpu.backend().cancel(this) != 0) {
            return CancelOutcome.COMPLETED_FIRST;
        }
        state(CANCELLING);
        return CancelOutcome.REQUESTED;
    }

    /** A result that no backend brings: it is delivered like one, from the queue, at the next tick. */
    final void finishLocally(int result) {
        outcome(result, 0);
        state(CANCELLING);
        disarmTimer(); // it may be due in this very tick, and must not end what has ended
        cpu.addToFinished(self());
    }

    final void deliverFinished() {
        onCompletion(Completions.outcome(lastResult(), 0), null);
    }

    /** Gives the future up: what is in flight is cancelled, its result discarded, and the slot given back after it. */
    final void abandon() {
        cpu.checkOwner();
        if (isAbandoned()) {
            return;
        }
        extra(ABANDONED, true);
        if (isArmed()) {
            askForEnd(IoError.CANCELLED);
        } else {
            cpu.release(self());
        }
    }

    /** The core has stopped and the kernel did not answer: the result is told, what the kernel holds stays pinned. */
    final void giveUp() {
        forsake();
        onCompletion(Completions.outcome(IoError.BACKEND_FAILED.result(), 0), null);
    }

    final void timeoutAfter(long nanos) {
        cpu.checkOwner();
        if (nanos < 0) {
            throw new IllegalArgumentException("a timeout of " + nanos + " ns is negative; 0 means none");
        }
        timeoutNanos = nanos;
        extra(TIME_LIMIT, nanos > 0);
    }

    final void armTimer(long nanos) {
        Timer timer = timeout;
        if (timer == null) {
            timer = new Timer(_ -> onTimeout());
            timeout = timer;
        }
        cpu.schedule(timer, nanos);
        extra(TIMER_ARMED, true);
    }

    private void disarmTimer() {
        extra(TIMER_ARMED, false);
        if (timeout != null) {
            timeout.cancel();
        }
    }

    private void onTimeout() {
        if (kind == OperationKind.TIMEOUT) {
            onCompletion(Completions.outcome(0, 0), null);
        } else {
            askForEnd(IoError.TIMED_OUT);
        }
    }

    final void runOn(@Nullable Cpu target) {
        cpu.checkOwner();
        if (isArmed()) {
            throw new IllegalStateException("this future is " + state() + "; choose its core before arming it");
        }
        if (target == null || target == cpu) {
            remote = null;
        } else if (remote == null || remote.target() != target) {
            remote = new RemoteOperation(self(), target);
        }
        extra(REMOTE, remote != null);
    }

    private void submitRemotely(RemoteOperation away) {
        if (has(MULTISHOT) || has(POOL_BUFFER)) {
            letGo(0);
            throw new IllegalArgumentException(
                    "a multishot operation, or one with a buffer of the pool, can't run on another core: " + this);
        }
        state(IN_KERNEL);
        if (!away.send()) {
            finishLocally(IoError.QUEUE_FULL.result());
        }
    }

    /** Copies what {@code from} is to do, for a core that does it on its behalf. */
    final void takeOver(Operation from) {
        begin(from.kind(), plainHandle(from.handle()), from.flags()); // adopted there, and not here
        address = from.address();
        length = from.length();
        offset = from.offset();
        extent = from.extent();
        file = from.file();
        peerAddress = from.peerAddress();
        peerLength = from.peerLength();
    }

    final void listen(TerminalListener listener) {
        cpu.checkOwner();
        if (!isArmed()) {
            listener.onTerminal(self());
            return;
        }
        listeners = listeners == null ? listener : listeners.andThen(listener);
        extra(LISTENERS, true);
    }

    final @Nullable CancelOutcome lastCancel() {
        return cancelOutcome;
    }
}
