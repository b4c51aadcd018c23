package dev.gatun;

import dev.gatun.spi.Completions;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of one operation: idle, queued, in the kernel, perhaps cancelling, done, and so on again. It holds
 * what the kernel may touch until the terminal result (invariant 4), delivers exactly one of those (invariant 3), and
 * recognises what belongs to an earlier arming (invariant 7). The Cpu's thread alone.
 */
abstract sealed class Lifecycle extends Holding permits Verbs {
    private static final long GENERATION = 1L << 32;

    final Cpu cpu;
    private IoFuture.State state = IoFuture.State.IDLE;
    private int result;
    private int completionFlags;
    private boolean abandoned;

    /** CANCELLED or TIMED_OUT once the end was asked for; what a cancelled result is then called. */
    private @Nullable IoError endReason;

    private @Nullable CancelOutcome cancelOutcome;
    private IoCallback callback = IoFuture.NOBODY;
    private @Nullable TerminalListener listeners;

    /** The pool's buffer that the last result brought; its receiver frees it. */
    private @Nullable Buffer delivered;

    private long timeoutNanos;
    private @Nullable Timer timeout;
    private @Nullable RemoteOperation remote;

    /** Links of the Cpu's backlog and of its list of results without a backend; owned by the Cpu. */
    @Nullable
    IoFuture next;

    @Nullable
    IoFuture previous;

    Lifecycle(Cpu cpu) {
        this.cpu = cpu;
    }

    abstract IoFuture self();

    final void bind(int slot, int generation) {
        assert userData == 0 : "invariant 7: a future has one slot for life";
        userData = (long) generation << 32 | slot;
    }

    final int generation() {
        return (int) (userData >>> 32);
    }

    final int slot() {
        return (int) userData;
    }

    public final IoFuture.State state() {
        return state;
    }

    final boolean isAbandoned() {
        return abandoned;
    }

    /** True exactly when a terminal result is owed. */
    public final boolean isArmed() {
        return state != IoFuture.State.IDLE && state != IoFuture.State.DONE;
    }

    /** Begins an arming: from idle or done, and by the owner. The verbs then set what the kind needs, and submit. */
    final void begin(OperationKind kind, long handle, int flags) {
        cpu.checkOwner();
        if (isArmed()) {
            throw new IllegalStateException(
                    "this future is " + state + " with " + this + "; cancel it, or wait for its terminal result");
        }
        if (abandoned) {
            throw new IllegalStateException("this future was closed");
        }
        cpu.checkOpen();
        cpu.checkSupported(kind, flags);
        this.kind = kind;
        this.handle = handle;
        this.flags = flags;
        address = 0;
        length = 0;
        offset = 0;
        peerAddress = 0;
        peerLength = 0;
        delivered = null;
    }

    final void submit() {
        userData += GENERATION;
        endReason = null;
        cancelOutcome = null;
        cpu.counters.operations++;
        if (kind == OperationKind.TIMEOUT) {
            state = IoFuture.State.IN_KERNEL;
            return;
        }
        if (timeoutNanos > 0) {
            armTimer(timeoutNanos);
        }
        if (remote != null) {
            submitRemotely(remote);
            return;
        }
        if (cpu.backlogIsEmpty() && cpu.backend().submit(this) == 0) {
            state = IoFuture.State.IN_KERNEL;
            return;
        }
        state = IoFuture.State.QUEUED;
        cpu.addToBacklog(self());
    }

    /** The Cpu found room for a queued one. True exactly when the backend took it. */
    final boolean submitFromBacklog() {
        assert state == IoFuture.State.QUEUED : state;
        if (cpu.backend().submit(this) != 0) {
            return false;
        }
        state = IoFuture.State.IN_KERNEL;
        return true;
    }

    /** A result of this arming. Only the Cpu calls, after the reap. */
    final void onCompletion(int result, int flags, @Nullable Buffer buffer) {
        assert state == IoFuture.State.IN_KERNEL || state == IoFuture.State.CANCELLING
                : "invariant 3: a result for " + this + ", which is " + state;
        this.result = result;
        completionFlags = flags;
        delivered = buffer;
        if ((flags & Completions.MORE) != 0) {
            deliver();
            return;
        }
        if (timeout != null) {
            timeout.cancel();
        }
        letGo(result);
        settleCancel();
        state = IoFuture.State.DONE;
        TerminalListener told = listeners;
        listeners = null;
        if (told != null) {
            told.onTerminal(self());
        }
        deliver();
    }

    private void deliver() {
        if (abandoned) {
            discard();
        } else {
            callback.onComplete(self());
        }
    }

    private void settleCancel() {
        if (endReason == null) {
            return;
        }
        boolean ended = result == IoError.CANCELLED.result();
        cancelOutcome = ended ? CancelOutcome.CANCELLED : CancelOutcome.COMPLETED_FIRST;
        if (ended) {
            result = endReason.result();
        }
    }

    /** Nobody wants this result: what it brought must not leak (a handle that an accept won against its cancel). */
    private void discard() {
        if (result >= 0 && (kind == OperationKind.ACCEPT || kind == OperationKind.OPEN)) {
            cpu.closeOrphan(result);
        }
        if (delivered != null) {
            delivered.free();
            delivered = null;
        }
        if (state == IoFuture.State.DONE) {
            cpu.release(self());
        }
    }

    final CancelOutcome end(IoError reason) {
        return switch (state) {
            case IDLE -> CancelOutcome.NOT_FOUND;
            case DONE -> CancelOutcome.COMPLETED_FIRST;
            case CANCELLING -> CancelOutcome.REQUESTED;
            case QUEUED -> endQueued(reason);
            case IN_KERNEL -> endInKernel(reason);
        };
    }

    private CancelOutcome endQueued(IoError reason) {
        endReason = reason;
        cpu.removeFromBacklog(self());
        finishLocally(IoError.CANCELLED.result());
        return CancelOutcome.CANCELLED;
    }

    private CancelOutcome endInKernel(IoError reason) {
        if (kind == OperationKind.TIMEOUT) {
            endReason = reason;
            finishLocally(IoError.CANCELLED.result());
            return CancelOutcome.CANCELLED;
        }
        if (remote != null && remote.isAway()) {
            endReason = reason;
            state = IoFuture.State.CANCELLING;
            remote.requestCancel();
            return CancelOutcome.REQUESTED;
        }
        if (cpu.backend().cancel(this) != 0) {
            return CancelOutcome.COMPLETED_FIRST;
        }
        endReason = reason;
        state = IoFuture.State.CANCELLING;
        return CancelOutcome.REQUESTED;
    }

    /** A result that no backend brings: it is delivered like one, from the queue, at the next tick. */
    final void finishLocally(int result) {
        this.result = result;
        state = IoFuture.State.CANCELLING;
        if (timeout != null) {
            timeout.cancel(); // it may be due in this very tick, and must not end what has ended
        }
        cpu.addToFinished(self());
    }

    final void deliverFinished() {
        onCompletion(result, 0, null);
    }

    /** Gives the future up: what is in flight is cancelled, its result discarded, and the slot given back after it. */
    final void abandon() {
        cpu.checkOwner();
        if (abandoned) {
            return;
        }
        abandoned = true;
        if (isArmed()) {
            end(IoError.CANCELLED);
        } else {
            cpu.release(self());
        }
    }

    /** The core has stopped and the kernel did not answer: the result is told, what the kernel holds stays pinned. */
    final void giveUp() {
        forsake();
        onCompletion(IoError.BACKEND_FAILED.result(), 0, null);
    }

    final void timeoutAfter(long nanos) {
        cpu.checkOwner();
        if (nanos < 0) {
            throw new IllegalArgumentException("a timeout of " + nanos + " ns is negative; 0 means none");
        }
        timeoutNanos = nanos;
    }

    final void armTimer(long nanos) {
        Timer timer = timeout;
        if (timer == null) {
            timer = new Timer(_ -> onTimeout());
            timeout = timer;
        }
        cpu.schedule(timer, nanos);
    }

    private void onTimeout() {
        if (kind == OperationKind.TIMEOUT) {
            onCompletion(0, 0, null);
        } else {
            end(IoError.TIMED_OUT);
        }
    }

    final void runOn(@Nullable Cpu target) {
        cpu.checkOwner();
        if (isArmed()) {
            throw new IllegalStateException("this future is " + state + "; choose its core before arming it");
        }
        if (target == null || target == cpu) {
            remote = null;
        } else if (remote == null || remote.target() != target) {
            remote = new RemoteOperation(self(), target);
        }
    }

    private void submitRemotely(RemoteOperation away) {
        if (has(MULTISHOT) || has(POOL_BUFFER)) {
            letGo(0);
            throw new IllegalArgumentException(
                    "a multishot operation, or one with a buffer of the pool, can't run on another core: " + this);
        }
        state = IoFuture.State.IN_KERNEL;
        if (!away.send()) {
            finishLocally(IoError.QUEUE_FULL.result());
        }
    }

    /** Copies what {@code from} is to do, for a core that does it on its behalf. */
    final void takeOver(Operation from) {
        begin(from.kind(), from.handle(), from.flags());
        address = from.address();
        length = from.length();
        offset = from.offset();
        extent = from.extent();
        peerAddress = from.peerAddress();
        peerLength = from.peerLength();
    }

    final void callback(IoCallback callback) {
        this.callback = callback;
    }

    final void listen(TerminalListener listener) {
        cpu.checkOwner();
        if (!isArmed()) {
            listener.onTerminal(self());
            return;
        }
        listeners = listeners == null ? listener : listeners.andThen(listener);
    }

    final int lastResult() {
        return result;
    }

    final int lastFlags() {
        return completionFlags;
    }

    final @Nullable Buffer lastBuffer() {
        return delivered;
    }

    final @Nullable CancelOutcome lastCancel() {
        return cancelOutcome;
    }
}
