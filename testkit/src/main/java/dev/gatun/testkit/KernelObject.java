package dev.gatun.testkit;

import dev.gatun.spi.FileFacts;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import org.jspecify.annotations.Nullable;

/**
 * What a handle stands for: a socket or an open file. Operations wait in its queues, oldest first, and go on when the
 * kernel services it after something has changed. Lives from open to close; the driver's thread only.
 */
abstract class KernelObject {
    static final int ALWAYS_READY = Operation.POLL_READ | Operation.POLL_WRITE;

    final SimulatedKernel kernel;
    final Outcomes outcomes;

    /** Linked into the kernel's list of objects to service. */
    boolean isMarked;

    @Nullable
    KernelObject nextMarked;

    private final WaitQueue controls = new WaitQueue();
    private final WaitQueue readers = new WaitQueue();
    private final WaitQueue writers = new WaitQueue();
    private final WaitQueue pollers = new WaitQueue();

    private long handle = -1;
    private String origin = "";
    private boolean isOpen;
    /** How often something has happened that a POLL reports: it reports changes, not states. */
    private long stirs;

    KernelObject(SimulatedKernel kernel) {
        this.kernel = kernel;
        this.outcomes = kernel.outcomes();
    }

    /** "stream", "file": for messages. */
    abstract String noun();

    /**
     * Goes on with an operation, one step. True when it got anywhere, so that it is worth trying again; false when it
     * must wait.
     */
    abstract boolean progress(Flight flight);

    /** What a STATUS says of it, as far as it has such a thing; that of a socket, unless it is none. */
    long fact(FileFacts.Fact fact) {
        return switch (fact) {
            case TYPE -> FileFacts.Type.SOCKET.ordinal();
            case PERMISSIONS -> 0777;
            case LINKS -> 1;
            case INODE -> handle;
            default -> 0;
        };
    }

    /** {@code POLL_…} bits. */
    abstract int readiness();

    /** Tells the others; the operations have ended. */
    abstract void onClosed();

    /** An operation that waited here is over. */
    void onEnded(Flight flight) {}

    /** Which operations it takes. */
    abstract boolean takes(OperationKind kind);

    final void onOpened(long itsHandle, String itsOrigin) {
        handle = itsHandle;
        origin = itsOrigin;
        isOpen = true;
    }

    final long handle() {
        return handle;
    }

    final boolean isOpen() {
        return isOpen;
    }

    /** "handle 7: a stream, accepted on 5": for messages. */
    final String description() {
        return "handle " + handle + ": a " + noun() + ", " + origin;
    }

    final void begin(Flight flight) {
        flight.object = this;
        boolean isForAll = flight.kind == OperationKind.POLL || flight.kind == OperationKind.STATUS;
        if (!isForAll && !takes(flight.kind)) {
            outcomes.end(flight, IoError.BAD_HANDLE);
            return;
        }
        queueFor(flight.kind).add(flight);
        kernel.mark(this);
    }

    /** Something has happened that whoever waits here may want to know. */
    final void stir() {
        stirs++;
        kernel.mark(this);
    }

    final void service() {
        drain(controls);
        drain(readers);
        drain(writers);
        Flight poller = pollers.first();
        while (poller != null) {
            Flight next = poller.next;
            poll(poller);
            poller = next;
        }
    }

    final void close() {
        assert isOpen : description() + " was closed twice";
        isOpen = false;
        endAll(controls);
        endAll(readers);
        endAll(writers);
        endAll(pollers);
        onClosed();
    }

    private WaitQueue queueFor(OperationKind kind) {
        return switch (kind) {
            case ACCEPT, RECEIVE, RECEIVE_VECTORED, RECEIVE_FROM, RECEIVE_BATCH -> readers;
            case POLL -> pollers;
            case SHUTDOWN, READ, WRITE, READ_VECTORED, WRITE_VECTORED, SYNC, STATUS, ALLOCATE, TRUNCATE -> controls;
            case CONNECT, SEND, SEND_VECTORED, SEND_TO, SEND_BATCH, SEND_FILE -> writers;
            case NOP, OPEN, CLOSE, TIMEOUT -> throw new IllegalArgumentException(kind + " has no object");
        };
    }

    private void drain(WaitQueue queue) {
        Flight flight = queue.first();
        while (flight != null && (isStatusTold(flight) || progress(flight))) {
            flight.memory.seal();
            flight = queue.first();
        }
        if (flight != null) {
            flight.memory.seal();
        }
    }

    private boolean isStatusTold(Flight flight) {
        if (flight.kind != OperationKind.STATUS) {
            return false;
        }
        IoError error = kernel.dice().error(flight.kind);
        if (error != null) {
            outcomes.end(flight, error);
            return true;
        }
        byte[] status = SimulatedFileFacts.write(this);
        kernel.open(flight);
        flight.memory.data.put(0, status, 0, status.length);
        outcomes.complete(flight, 0);
        return true;
    }

    private void poll(Flight flight) {
        int ready = readiness() & ((flight.flags & ALWAYS_READY) | Operation.POLL_HANG_UP);
        if (ready == 0 || flight.lastStirs == stirs) {
            return;
        }
        flight.lastStirs = stirs;
        if (flight.unseen > 0 && (ready & ~flight.lastReadiness) == 0) {
            return; // who sees that result looks after this change
        }
        flight.lastReadiness = ready;
        outcomes.deliver(flight, ready, null);
    }

    private void endAll(WaitQueue queue) {
        Flight flight = queue.first();
        while (flight != null) {
            outcomes.end(flight, IoError.CLOSED);
            flight = queue.first();
        }
    }
}
