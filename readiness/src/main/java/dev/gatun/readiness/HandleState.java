package dev.gatun.readiness;

import dev.gatun.parts.HandleBirths;
import dev.gatun.parts.HandleLife;
import dev.gatun.parts.OperationList;
import dev.gatun.spi.Operation;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a handle, and what waits on it. One for each number that was ever used, renewed when the number
 * comes to mean another handle. The Cpu's thread alone.
 */
final class HandleState extends HandleLife {
    /** What kind of thing it is, as far as it was asked. */
    enum Nature {
        UNKNOWN,
        WATCHED,
        /** It never blocks, says the system: a file, for which a worker must wait. */
        FILE
    }

    final int handle;
    final Direction reading = new Direction(this, Place.PARKED_READING);
    final Direction writing = new Direction(this, Place.PARKED_WRITING);
    /** POLLs, which stand in nobody's way. */
    final OperationList watchers = new OperationList();

    /** Which handle of this number; see {@link HandleBirths}. */
    int birth;

    /** Counts how often the number was watched: events of an earlier time are known by it (invariant 7). */
    int generation;

    Nature nature = Nature.UNKNOWN;
    boolean hasCache;
    boolean isClosing;

    @Nullable
    Operation close;

    @Nullable
    Loans loans;

    boolean isLending;
    boolean isLendingKnown;

    private boolean wantsWrites;
    private boolean isUnusual;
    private boolean isEmptyWhenShort;
    private boolean isEmptyWhenShortKnown;

    HandleState(int handle, int birth) {
        this.handle = handle;
        this.birth = birth;
    }

    /** The number means another handle from now on; nothing may wait on it. */
    void renew(int birth) {
        assert isQuiet() : "invariant 3: something waits on " + handle;
        this.birth = birth;
        life++;
        nature = Nature.UNKNOWN;
        hasCache = false;
        isClosing = false;
        inFlight = 0;
        close = null;
        loans = null;
        isLending = false;
        isLendingKnown = false;
        wantsWrites = false;
        isUnusual = false;
        isEmptyWhenShort = false;
        isEmptyWhenShortKnown = false;
        reading.isReady = true;
        writing.isReady = true;
    }

    /**
     * Has the poller tell when it is ready, from the first time on. 0, {@link Poller#NEVER_BLOCKS} for a file, or a
     * negated error number.
     */
    long watch(Poller poller, HandleCalls calls) {
        if (nature == Nature.UNKNOWN) {
            long watched = poller.watch(handle, ++generation);
            if (watched == 0) {
                nature = Nature.WATCHED;
            } else if (watched == Poller.NEVER_BLOCKS) {
                nature = Nature.FILE;
                hasCache = calls.hasCache(handle);
            } else {
                return watched;
            }
        }
        return nature == Nature.FILE ? Poller.NEVER_BLOCKS : 0;
    }

    /** It is watched, and somebody waits to write to it. */
    void wantWrites(Poller poller) {
        if (!wantsWrites) {
            wantsWrites = true;
            poller.wantWrites(handle, generation);
        }
    }

    /** There was room, and nobody to use it: the next one who waits asks for it again. */
    void wantNoWritesIfNobodyWaits(Poller poller) {
        if (wantsWrites && writing.parked.isEmpty() && watchers.isEmpty()) {
            wantsWrites = false;
            poller.wantNoWrites(handle);
        }
    }

    boolean isWatched() {
        return nature == Nature.WATCHED;
    }

    boolean isQuiet() {
        return reading.parked.isEmpty() && writing.parked.isEmpty() && watchers.isEmpty();
    }

    boolean hasLoans() {
        return loans != null && !loans.isEmpty();
    }

    void noteEvents(int events) {
        if ((events & (Poller.UNUSUAL | Poller.HANG_UP)) != 0) {
            isUnusual = true;
        }
    }

    /**
     * True exactly when a read that got less than it asked for has emptied the handle, so that the next try waits for
     * an edge: what came in the meantime has made one.
     */
    boolean isEmptyWhenShort(HandleCalls calls) {
        if (!isWatched() || isUnusual) {
            return false;
        }
        if (!isEmptyWhenShortKnown) {
            isEmptyWhenShortKnown = true;
            isEmptyWhenShort = calls.isEmptyWhenShort(handle);
        }
        return isEmptyWhenShort;
    }
}
