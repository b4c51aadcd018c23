package dev.gatun.readiness;

import dev.gatun.spi.Completions;
import dev.gatun.spi.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Closing handles. What waits on one ends first, so that nothing of it meets whatever the number means next. Where a
 * worker is at it, or the system still has memory that was sent from, the handle is closed when they have let go
 * (invariant 4). The Cpu's thread alone.
 */
final class CloseDesk {
    private final Platform platform;
    private final Endings endings;
    private final Traffic traffic;
    private final PollDesk polls;
    private final FileDesk files;
    private int lost;

    CloseDesk(Platform platform, Endings endings, Traffic traffic, PollDesk polls, FileDesk files) {
        this.platform = platform;
        this.endings = endings;
        this.traffic = traffic;
        this.polls = polls;
        this.files = files;
    }

    void start(HandleState handle, Operation operation, Completions into) {
        if (handle.isClosing) {
            endings.tell(operation, Endings.BAD_HANDLE, into);
            return;
        }
        endAll(handle);
        if (isHeld(handle)) {
            Place.set(operation, Place.CLOSING);
            hold(handle, operation);
        } else if (letGo(handle)) {
            files.toWorkers(operation, null);
        } else {
            endings.tell(operation, platform.calls().close(handle.handle), into);
        }
    }

    /** At once, not by an operation. False where it has to wait for others: it is closed then, later. */
    boolean closeNow(HandleState handle) {
        endAll(handle);
        if (isHeld(handle)) {
            hold(handle, null);
            return false;
        }
        letGo(handle);
        return true;
    }

    /** Loans of handles that others closed: nobody will say when they are over. */
    int lost() {
        return lost;
    }

    /** The number means another handle already: it was closed by others, with all that waited. */
    void renew(HandleState handle, int birth) {
        endAll(handle);
        lost += handle.loans == null ? 0 : handle.loans.open();
        Operation close = handle.close;
        if (close != null) {
            endings.keep(close, Endings.BAD_HANDLE);
        }
        handle.renew(birth);
    }

    private void endAll(HandleState handle) {
        traffic.endAll(handle.reading);
        traffic.endAll(handle.writing);
        polls.cancelAll(handle);
        files.cancelWaitingOn(handle);
    }

    private static boolean isHeld(HandleState handle) {
        return handle.inFlight > 0 || handle.hasLoans();
    }

    private void hold(HandleState handle, @Nullable Operation close) {
        handle.isClosing = true;
        handle.close = close;
        if (handle.hasLoans()) {
            platform.calls().shutDown(handle.handle);
        }
    }

    /** Somebody let go of a handle that is to be closed. */
    void goOn(HandleState handle) {
        if (isHeld(handle)) {
            return;
        }
        Operation close = handle.close;
        boolean isFile = letGo(handle);
        if (close == null) {
            platform.calls().close(handle.handle);
        } else if (isFile) {
            files.toWorkers(close, null);
        } else {
            endings.keep(close, platform.calls().close(handle.handle));
        }
    }

    /** The number is nobody's now. True exactly when closing it may wait for a device. */
    private boolean letGo(HandleState handle) {
        boolean isFile = handle.nature == HandleState.Nature.FILE;
        if (handle.isWatched()) {
            platform.poller().unwatch(handle.handle);
        }
        HandleTable.BIRTHS.count(handle.handle);
        handle.renew(HandleTable.BIRTHS.of(handle.handle));
        return isFile;
    }
}
