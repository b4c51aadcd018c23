package dev.gatun;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The life of a {@link Buffer}: handed out, held by operations, freed, handed out again. All of it is one word, changed
 * by compare-and-set alone once the face is out, so that of two threads that free it, or free it and arm an operation
 * with it, exactly one succeeds and the other throws (invariants 4 and 7). Handed out by the pool's owner; then any
 * thread's, one at a time. Lives as long as its pool.
 *
 * <pre>
 *   63 … 26 generation | 25, 24 phase | 23 … 0 operations that hold it
 * </pre>
 */
abstract sealed class Face permits Buffer {
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Face.class, "state", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final long OPERATIONS = (1L << 24) - 1;

    private static final long PHASE = 3L << 24;
    private static final long FREED = 0;
    private static final long LIVE = 1L << 24;
    /** Freed for the caller; still an operation's, whose end frees the block. */
    private static final long ORPHANED = 2L << 24;

    private static final long CLOSED = 3L << 24;

    private static final long GENERATION = 1L << 26;

    final Block block;

    /** Read plainly on each access: a thread sees its own free, and what came with the message that gave the face. */
    private long state;

    /** Whether it counts among the block's references; also while it is on its way home. The pool's owner's alone. */
    private boolean referring;

    /** How often the block had been handed out when this face stopped referring to it. */
    private int idleSince = -Block.FACES_MIN;

    /** The link of {@link ReturnedBuffers}. */
    @Nullable
    Face returnedNext;

    /** With debug only: where it was handed out, and where freed. */
    private @Nullable Throwable takenAt;

    private @Nullable Throwable freedAt;

    Face(Block block) {
        this.block = block;
    }

    /**
     * Gives the buffer up; its block is free again when its slices are freed, too. Any thread may do it: from another
     * than the pool's owner the block is sent home.
     *
     * @throws IllegalStateException when it was freed before, or when an operation in flight holds it: then
     *     {@link #freeWhenReleased} is the way
     */
    public final void free() {
        long seen;
        do {
            seen = live("free");
            if ((seen & OPERATIONS) != 0) {
                throw held(seen);
            }
        } while (!STATE.compareAndSet(this, seen, inPhase(seen, FREED)));
        remember();
        block.pool.sendHome(this);
    }

    /**
     * Gives the buffer up at once; its block is free when no operation in flight holds it any more, which may be now.
     * Any thread may do it.
     */
    public final void freeWhenReleased() {
        long seen;
        long gone;
        do {
            seen = live("freeWhenReleased");
            gone = inPhase(seen, (seen & OPERATIONS) == 0 ? FREED : ORPHANED);
        } while (!STATE.compareAndSet(this, seen, gone));
        remember();
        if ((seen & OPERATIONS) == 0) {
            block.pool.sendHome(this);
        }
    }

    /** An operation is armed with it; from now on it can't be freed. */
    final void pin() {
        long seen;
        do {
            seen = live("use by an operation");
            if ((seen & OPERATIONS) == OPERATIONS) {
                throw new IllegalStateException("block " + block.index + " is held by " + OPERATIONS + " operations");
            }
        } while (!STATE.compareAndSet(this, seen, seen + 1));
    }

    /** The terminal result of an operation that was armed with it. The last one frees what was orphaned. */
    final void unpin() {
        long seen;
        do {
            seen = stateVolatile();
            if ((seen & OPERATIONS) == 0) {
                throw new IllegalStateException(
                        "block " + block.index + " is released by an operation, and no operation holds it");
            }
        } while (!STATE.compareAndSet(this, seen, seen - 1));
        if ((seen & OPERATIONS) == 1 && (seen & PHASE) == ORPHANED) {
            block.pool.sendHome(this);
        }
    }

    /** The pool is closed: nobody may use it any more. True exactly when an operation holds it. */
    final boolean close() {
        long seen;
        do {
            seen = stateVolatile();
        } while (!STATE.compareAndSet(this, seen, inPhase(seen, CLOSED)));
        return (seen & OPERATIONS) != 0;
    }

    final void startLife() {
        assert !referring && isOver(state) : this;
        referring = true;
        // Plain: a stale face's compare-and-set, at this moment, expects another generation and fails either way.
        state = inPhase(state + GENERATION, LIVE);
        if (block.pool.isDebug()) {
            takenAt = new Throwable("block " + block.index + " was taken here");
        }
    }

    final void stopReferring(int handOuts) {
        assert referring && isOver(stateVolatile()) : this;
        referring = false;
        idleSince = handOuts;
    }

    /** The difference, not the comparison: the count wraps. */
    final boolean isIdleSince(int handOuts) {
        return !referring && handOuts - idleSince >= 0;
    }

    final boolean isLive() {
        return (state & PHASE) == LIVE;
    }

    final void requireLive() {
        if ((state & PHASE) != LIVE) {
            throw stale("use", state);
        }
    }

    private long live(String what) {
        long seen = stateVolatile();
        if ((seen & PHASE) != LIVE) {
            throw stale(what, seen);
        }
        return seen;
    }

    /** True exactly when nobody may use it: neither a caller nor an operation. */
    private static boolean isOver(long seen) {
        return (seen & OPERATIONS) == 0 && (seen & PHASE) != LIVE;
    }

    private static long inPhase(long seen, long phase) {
        return (seen & ~PHASE) | phase;
    }

    private long stateVolatile() {
        return (long) STATE.getVolatile(this);
    }

    private void remember() {
        if (block.pool.isDebug()) {
            freedAt = new Throwable("block " + block.index + " was freed here, by "
                    + Thread.currentThread().getName());
        }
    }

    /** What {@link BufferPool#leaks} says of it; null when it is free, or on its way home. */
    final @Nullable BufferLeak leak() {
        long seen = stateVolatile();
        if ((seen & OPERATIONS) != 0) {
            return new BufferLeak(block.index, block.bytes(), BufferLeak.Holder.OPERATION, takenAt);
        }
        if ((seen & PHASE) == LIVE) {
            return new BufferLeak(block.index, block.bytes(), BufferLeak.Holder.APPLICATION, takenAt);
        }
        return null;
    }

    @Override
    public String toString() {
        long seen = stateVolatile();
        return "buffer of block " + block.index + ", generation " + seen / GENERATION + ": " + phase(seen)
                + ", held by " + (seen & OPERATIONS) + " operations";
    }

    private static String phase(long seen) {
        long phase = seen & PHASE;
        if (phase == LIVE) {
            return "it is live";
        }
        if (phase == FREED) {
            return "it was freed already";
        }
        return phase == CLOSED ? "its pool was closed" : "it was given up by freeWhenReleased";
    }

    private IllegalStateException stale(String what, long seen) {
        IllegalStateException refused = new IllegalStateException(what + " of block " + block.index + ": " + phase(seen)
                + (freedAt == null ? " (to see where, set " + BufferPool.DEBUG_PROPERTY + ")" : ""));
        if (freedAt != null) {
            refused.initCause(freedAt);
        }
        return refused;
    }

    private IllegalStateException held(long seen) {
        return new IllegalStateException("free of block " + block.index + ": it is held by " + (seen & OPERATIONS)
                + " operations in flight; use freeWhenReleased");
    }
}
