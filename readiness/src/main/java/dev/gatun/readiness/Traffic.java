package dev.gatun.readiness;

import dev.gatun.parts.ReadyList;
import dev.gatun.spi.Completions;
import dev.gatun.spi.Operation;

/**
 * Operations that may wait for their handles: tried first, parked in order where they would block, tried again after an
 * edge. Who has much to say is heard a budget at a time, and then the next (invariant 6). The Cpu's thread alone.
 */
final class Traffic {
    /** Tries of one direction before the next one's turn. */
    private static final int BUDGET = 16;

    /**
     * Results of one round, more or less. Each is a system call of its own, so nothing is gained by having many; but
     * the first to be served would wait for the last, and its peer with it.
     */
    private static final int SHARE = 8;

    private final Platform platform;
    private final Attempts attempts;
    private final Endings endings;
    private final FileDesk files;
    private final ReadyList<Direction> ready = new ReadyList<>();

    Traffic(Platform platform, Attempts attempts, Endings endings, FileDesk files) {
        this.platform = platform;
        this.attempts = attempts;
        this.endings = endings;
        this.files = files;
    }

    /** True exactly when nobody is worth a try. */
    boolean isQuiet() {
        return ready.isEmpty();
    }

    void start(Direction at, Operation operation, Completions into) {
        boolean mayWait = !isLastTry(operation);
        if (at.handle.isClosing) {
            endings.tell(operation, Endings.BAD_HANDLE, into);
        } else if (!at.parked.isEmpty() || (mayWait && !at.isReady)) {
            parkOrEnd(at, operation, mayWait);
        } else {
            Place.set(operation, Place.SUBMITTED);
            switch (attempts.attempt(at, operation, into)) {
                case ENDED -> {}
                case MORE, MORE_LATER -> {
                    if (parkOrEnd(at, operation, mayWait)) {
                        ready.addLast(at);
                    }
                }
                case BLOCKED -> {
                    if (mayWait) {
                        block(at, operation, into);
                    } else {
                        end(at, operation, true);
                    }
                }
                case NEEDS_THREAD -> files.toWorkers(operation, at.handle);
            }
        }
    }

    private static boolean isLastTry(Operation operation) {
        return (Place.detail(operation) & Place.ONE_TRY) != 0;
    }

    private boolean parkOrEnd(Direction at, Operation operation, boolean mayWait) {
        if (mayWait) {
            park(at, operation);
        } else {
            end(at, operation, at.parked.isEmpty());
        }
        return mayWait;
    }

    private static void park(Direction at, Operation operation) {
        Place.set(operation, at.place, Place.detail(operation));
        at.parked.addLast(operation);
    }

    private void block(Direction at, Operation operation, Completions into) {
        if (mayWait(at, operation, into)) {
            park(at, operation);
        }
    }

    /**
     * The first to wait on its handle has it watched; what became ready before that is told then. Else it goes
     * elsewhere, or ends.
     */
    private boolean mayWait(Direction at, Operation operation, Completions into) {
        long watched = at.handle.watch(platform.poller(), platform.calls());
        if (watched == 0) {
            at.isReady = false;
            if (at.place == Place.PARKED_WRITING) {
                at.handle.wantWrites(platform.poller());
            }
            return true;
        }
        at.progress = 0;
        if (watched == Poller.NEVER_BLOCKS) {
            files.toWorkers(operation, at.handle);
        } else {
            endings.tell(operation, watched, into);
        }
        return false;
    }

    void onReady(HandleState handle, int events) {
        int both = events & Poller.HANG_UP;
        if ((events & (Poller.READ | both)) != 0) {
            becomeReady(handle.reading);
        }
        if ((events & (Poller.WRITE | both)) != 0) {
            becomeReady(handle.writing);
        }
    }

    private void becomeReady(Direction at) {
        at.isReady = true;
        if (!at.parked.isEmpty()) {
            ready.addLast(at);
        }
    }

    /** Directions that were ready when it began get their turn, as many as make a share, as far as there is room. */
    void serve(Completions into) {
        int most = into.count() + SHARE;
        for (int left = ready.size(); left > 0 && into.count() < most && !into.isFull(); left--) {
            Direction at = ready.removeFirst();
            if (at != null && serve(at, into)) {
                ready.addLast(at);
            }
        }
    }

    /** True exactly when it is worth another turn. */
    private boolean serve(Direction at, Completions into) {
        for (int tries = 0; tries < BUDGET; tries++) {
            Operation first = at.parked.first();
            if (first == null || !isWorthATry(at, first)) {
                return false;
            }
            if (into.isFull()) {
                return true;
            }
            boolean isLast = isLastTry(first);
            switch (attempts.attempt(at, first, into)) {
                case ENDED -> at.parked.remove(first);
                case MORE -> endIf(isLast, at, first);
                case MORE_LATER -> {
                    endIf(isLast, at, first);
                    return true;
                }
                case BLOCKED -> {
                    if (!isLast && mayWait(at, first, into)) {
                        return false;
                    }
                    at.parked.remove(first);
                    if (isLast) {
                        end(at, first, true);
                    }
                }
                case NEEDS_THREAD -> {
                    at.parked.remove(first);
                    files.toWorkers(first, at.handle);
                }
            }
        }
        Operation next = at.parked.first();
        return next != null && isWorthATry(at, next);
    }

    private static boolean isWorthATry(Direction at, Operation first) {
        return at.isReady || isLastTry(first);
    }

    private void endIf(boolean isLast, Direction at, Operation first) {
        if (isLast) {
            at.parked.remove(first);
            end(at, first, true);
        }
    }

    /** What has come of it so far is its result; only of the first one has anything come. */
    private void end(Direction at, Operation operation, boolean isFirst) {
        boolean isBegun = isFirst && at.progress > 0;
        endings.keep(operation, isBegun ? at.progress : Endings.CANCELLED);
        if (isBegun) {
            at.progress = 0;
        }
    }

    /** Whose turn it is, is tried once more: what came before the cancel was first. */
    void cancel(Operation operation, Direction at) {
        if (at.parked.first() == operation) {
            Place.set(operation, at.place, Place.detail(operation) | Place.ONE_TRY);
            ready.addLast(at);
        } else {
            at.parked.remove(operation);
            end(at, operation, false);
        }
    }

    /** At once: their handle is closed. */
    void endAll(Direction at) {
        for (Operation next = at.parked.removeFirst(); next != null; next = at.parked.removeFirst()) {
            end(at, next, true);
        }
    }
}
