package dev.gatun;

import dev.gatun.spi.Completions;
import dev.gatun.spi.DatagramBatch;
import dev.gatun.spi.OperationKind;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of one operation: idle, queued, in the kernel, perhaps cancelling, done, and so on again. It holds
 * what the kernel may touch until the terminal result (invariant 4), delivers exactly one of those (invariant 3), and
 * recognises what belongs to an earlier arming (invariant 7). What most operations do is here, and short; what few need
 * is in {@link Extras}. The Cpu's thread alone.
 */
abstract sealed class Lifecycle extends Holding permits Extras {
    // The states by their ordinals: a reference costs the collector's barrier at each change, in an old object a fence.
    static final int IDLE = 0;
    static final int DONE = 1;
    static final int QUEUED = 2;
    static final int IN_KERNEL = 3;
    static final int CANCELLING = 4;

    // What not every operation has: a bit each above the state, so that one comparison tells that there is none of it.
    static final int HOLDS = 1 << 4;
    static final int DELIVERED = 1 << 5;
    static final int TIME_LIMIT = 1 << 6;
    static final int TIMER_ARMED = 1 << 7;
    static final int LISTENERS = 1 << 8;
    static final int REMOTE = 1 << 9;
    static final int END_ASKED = 1 << 10;
    static final int ABANDONED = 1 << 11;
    static final int STARVED = 1 << 12;

    private static final int STATE = HOLDS - 1;
    private static final int PREPARED = TIME_LIMIT | REMOTE | END_ASKED;
    private static final int ENDED = TIMER_ARMED | LISTENERS | END_ASKED;

    private static final long GENERATION = 1L << 32;

    final Cpu cpu;

    /** A state, and bits of what is attached. */
    private int status = IDLE;

    /** The last result, and its flags above it ({@link Completions#outcome}). */
    private long outcome;

    private IoCallback callback = IoFuture.NOBODY;

    /** What the pool had got back when this was last submitted for want of a buffer. */
    private long fedAt = -1;

    /** The pool's buffer that the last result brought; its receiver frees it. */
    private @Nullable Buffer delivered;

    /** Links of the Cpu's backlog and of its list of results without a backend; owned by the Cpu. */
    @Nullable
    IoFuture next;

    @Nullable
    IoFuture previous;

    Lifecycle(Cpu cpu) {
        this.cpu = cpu;
    }

    abstract IoFuture self();

    /** True exactly when there is nothing left to submit here. */
    abstract boolean submitExtras();

    abstract void endExtras();

    abstract void discard();

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
        return IoFuture.State.ofOrdinal(status & STATE);
    }

    /** True exactly when a terminal result is owed. */
    public final boolean isArmed() {
        return (status & STATE) > DONE;
    }

    final void state(int state) {
        status = (status & ~STATE) | state;
    }

    final boolean hasExtra(int extra) {
        return (status & extra) != 0;
    }

    final void extra(int extra, boolean is) {
        status = is ? status | extra : status & ~extra;
    }

    /** Begins an arming: from idle or done, and by the owner. The verbs then set what the kind carries, and submit. */
    final void begin(OperationKind kind, long handle, int flags) {
        cpu.checkOwner();
        if ((status & ~DONE) != 0) {
            beginAttached();
        }
        if ((cpu.readyKinds & 1L << kind.ordinal()) == 0 || Supported.isFeature(flags)) {
            cpu.supported.check(kind, flags);
        }
        if (this.kind != kind) {
            this.kind = kind; // seldom: who receives goes on receiving
        }
        this.handle = handle;
        this.flags = flags;
    }

    private void beginAttached() {
        if (isArmed()) {
            throw new IllegalStateException(
                    "this future is " + state() + " with " + this + "; cancel it, or wait for its terminal result");
        }
        if (hasExtra(ABANDONED)) {
            throw new IllegalStateException("this future was closed");
        }
        forgetDelivered();
    }

    final void hold(Buffer buffer) {
        keep(buffer);
        status |= HOLDS;
    }

    final void hold(Held beside) {
        keep(beside);
        status |= HOLDS;
    }

    final void hold(DatagramBatch batch) {
        this.batch = batch;
        status |= HOLDS;
    }

    final void submit() {
        cpu.operations++;
        if ((status & PREPARED) != 0 && submitExtras()) {
            return;
        }
        if (cpu.readyKinds != 0 && cpu.backend().submit(this) == 0) {
            state(IN_KERNEL);
            return;
        }
        state(QUEUED);
        cpu.addToBacklog(self());
    }

    /** The Cpu found room for a queued one. True exactly when the backend took it. */
    final boolean submitFromBacklog() {
        assert (status & STATE) == QUEUED : state();
        if (cpu.backend().submit(this) != 0) {
            return false;
        }
        state(IN_KERNEL);
        return true;
    }

    /**
     * The pool had no buffer for this receive. True exactly when it shall wait until one comes back: the backend has it
     * no more, and may still have a cancel of its last arming under way, so this is another.
     */
    final boolean starves() {
        if (!has(POOL_BUFFER) || hasExtra(END_ASKED)) {
            return false;
        }
        userData += GENERATION;
        state(QUEUED);
        return true;
    }

    /** True exactly when it was not tried since then; it is now. */
    final boolean isFedSince(long blocksReturned) {
        boolean isNew = fedAt != blocksReturned;
        fedAt = blocksReturned;
        return isNew;
    }

    /** A value that is the end and brings nothing else, as most results are. Only the Cpu calls, after the reap. */
    final void onValue(long outcome) {
        if (status != IN_KERNEL) {
            onCompletion(outcome, null);
            return;
        }
        this.outcome = outcome;
        userData += GENERATION;
        status = DONE;
        callback.onComplete(self());
    }

    /** Any result of this arming. Only the Cpu calls, after the reap. */
    final void onCompletion(long outcome, @Nullable Buffer buffer) {
        assert isArmed() : "invariant 3: a result for " + this + ", which is " + state();
        this.outcome = outcome;
        if (buffer != null) {
            delivered = buffer;
            status |= DELIVERED;
        } else {
            forgetDelivered();
        }
        if ((Completions.flags(outcome) & Completions.MORE) == 0) {
            end();
        }
        if (hasExtra(ABANDONED)) {
            discard();
        } else {
            callback.onComplete(self());
        }
    }

    /** The end of this arming: from now on its user data is nobody's (invariant 7). */
    private void end() {
        if ((status & HOLDS) != 0) {
            letGo(lastResult());
        }
        userData += GENERATION;
        status = (status & ~(STATE | HOLDS)) | DONE;
        if ((status & ENDED) != 0) {
            endExtras();
        }
    }

    final void forgetDelivered() {
        if (hasExtra(DELIVERED)) {
            delivered = null;
            extra(DELIVERED, false);
        }
    }

    final void outcome(int result, int flags) {
        outcome = Completions.outcome(result, flags);
    }

    final void callback(IoCallback callback) {
        this.callback = callback;
    }

    final int lastResult() {
        return Completions.result(outcome);
    }

    final int lastFlags() {
        return Completions.flags(outcome);
    }

    final @Nullable Buffer lastBuffer() {
        return delivered;
    }
}
