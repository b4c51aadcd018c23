package dev.gatun.backend.iocp;

import dev.gatun.spi.Completions;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Handles on their way out: what waits on them ends, what Windows has is cancelled, and only when all of it has come
 * back they are closed. A socket closed under a receive would reset its connection, and its number could be another's
 * while packets of it still come. The Cpu's thread alone.
 */
final class CloseDesk {
    private final Winsock winsock;
    private final Endings endings;
    private final TriedTraffic tried;
    private final ArrayDeque<HandleState> released = new ArrayDeque<>();

    CloseDesk(Winsock winsock, Endings endings, TriedTraffic tried) {
        this.winsock = winsock;
        this.endings = endings;
        this.tried = tried;
    }

    /** A CLOSE of a socket; of a file, it goes on to a worker when nothing is in flight. */
    void start(HandleState handle, Operation operation, FileDesk files, Completions into) {
        if (handle.closing != null) {
            endings.tellError(operation, IoError.BAD_HANDLE, 0, into);
            return;
        }
        handle.closing = operation;
        Place.set(operation, Place.CLOSING, 0);
        tried.endAll(handle, IoError.CANCELLED);
        files.cancelAllOn(handle);
        if (handle.inFlight > 0) {
            tried.endWatches(handle);
            winsock.cancel(handle.number, 0);
        }
        onReleased(handle);
    }

    /** Something that was in flight on it is not any more. */
    void onReleased(HandleState handle) {
        if (handle.closing != null && handle.inFlight == 0) {
            released.addLast(handle);
        }
    }

    boolean isQuiet() {
        return released.isEmpty();
    }

    /** Closes those with nothing in flight. */
    void finish(FileDesk files, Completions into) {
        while (!released.isEmpty() && !into.isFull()) {
            HandleState handle = released.removeFirst();
            Operation operation = handle.closing;
            if (operation != null) {
                close(handle, operation, files, into);
            }
        }
    }

    private void close(HandleState handle, Operation operation, FileDesk files, Completions into) {
        handle.closing = null;
        long closed = handle.isSocket() ? winsock.close(handle.number) : Winsock.WOULD_BLOCK;
        if (closed == Winsock.WOULD_BLOCK) {
            files.start(operation, null); // a file system, or a socket that lingers, makes its caller wait
            return;
        }
        HandleTable.BIRTHS.count(handle.number);
        endings.tell(operation, closed, into);
    }

    /** Closed by a call, at once: what is in flight comes back as it may. */
    void onClosedByCall(@Nullable HandleState handle) {
        if (handle != null && handle.inFlight > 0) {
            tried.endWatches(handle);
            winsock.cancel(handle.number, 0);
        }
    }
}
