package dev.gatun.testkit;

import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One operation in the kernel, from submit until its terminal result is reaped: what was asked, copied, so that a
 * change in flight is noticed; the memory lent; where it waits. Belongs to a backend, which uses it again. The
 * driver's thread only.
 */
final class Flight {
    /** {@link Operation#backendState} of one that was in flight once and is not now; above it, its slot. */
    static final int LANDED = -1;

    final SimulatedBackend backend;
    final int slot;
    final FlightMemory memory = new FlightMemory();

    OperationKind kind = OperationKind.NOP;
    int flags;
    int length;
    int peerLength;
    long handle;
    long address;
    long offset;
    long extent;
    long file;
    long peerAddress;
    long userData;

    /** Counts how often this object was used: an event for an earlier use is stale (invariant 7). */
    long arming;

    long submittedEvent;
    boolean isValid;
    /** True exactly when the backend still has to hand it over. */
    boolean isQueued;

    boolean isCancelRequested;
    /** True exactly when the terminal result is on its way. */
    boolean isOver;

    /** True exactly when the backend was closed over it. */
    boolean isLeaked;

    /** Bytes transferred so far, of one that waits for all. */
    long transferred;
    /** The pool's block that later results may lie in, and how much of it is used. */
    int block;

    int blockUsed;
    /** Results on their way, and where the last of them stands: a later one must not overtake it. */
    int unseen;

    long lastAtNanos;
    long lastOrder;
    /** What a POLL said last, and how often its object had been stirred by then. */
    int lastReadiness;

    long lastStirs;

    @Nullable
    WaitQueue queue;

    @Nullable
    Flight next;

    @Nullable
    Flight previous;

    @Nullable
    Flight nextToHandOver;

    @Nullable
    Flight nextToCancel;

    @Nullable
    Flight nextFree;

    @Nullable
    KernelObject object;

    private @Nullable Operation operation;
    private @Nullable SimulatedBatch batch;

    Flight(SimulatedBackend backend, int slot) {
        this.backend = backend;
        this.slot = slot;
    }

    boolean isArmed() {
        return operation != null;
    }

    boolean carries(Operation candidate) {
        return operation == candidate;
    }

    void take(Operation from, @Nullable SimulatedBatch itsBatch, long event) {
        assert operation == null && queue == null : this + " is in use (invariant 3)";
        operation = from;
        batch = itsBatch;
        kind = from.kind();
        flags = from.flags();
        length = from.length();
        peerLength = from.peerLength();
        handle = from.handle();
        address = from.address();
        offset = from.offset();
        extent = from.extent();
        file = from.file();
        peerAddress = from.peerAddress();
        userData = from.userData();
        from.backendState = slot;
        arming++;
        submittedEvent = event;
        isQueued = true;
        isCancelRequested = false;
        isOver = false;
        transferred = 0;
        block = Outcomes.NO_BLOCK;
        blockUsed = 0;
        unseen = 0;
        lastAtNanos = 0;
        lastOrder = 0;
        lastReadiness = 0;
        lastStirs = -1;
        isValid = memory.lend(this);
    }

    /** Ends the use: the operation is its owner's again. */
    void land() {
        Operation landed = Objects.requireNonNull(operation);
        assert isOver && queue == null && unseen == 0 : this + " is not over (invariant 3)";
        landed.backendState = LANDED;
        operation = null;
        batch = null;
        object = null;
        arming++;
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** Of either handle, where it has two. */
    boolean needs(long either) {
        return handle == either || (kind == OperationKind.SEND_FILE && file == either);
    }

    boolean isMultishot() {
        return has(Operation.MULTISHOT);
    }

    SimulatedBatch batch() {
        return Objects.requireNonNull(batch);
    }

    KernelObject object() {
        return Objects.requireNonNull(object);
    }

    /** How many more bytes its memory takes. */
    int room() {
        return (int) Math.min(Integer.MAX_VALUE, memory.data.bytes() - transferred);
    }

    /** True exactly when each result needs the memory for the peer, so the next must wait until the last was seen. */
    boolean mustWaitUntilSeen() {
        return unseen > 0 && peerAddress != 0;
    }

    /** What its owner has changed since it was submitted, or nothing. */
    String changed() {
        Operation now = Objects.requireNonNull(operation);
        if (now.kind() != kind || now.flags() != flags || now.handle() != handle || now.userData() != userData) {
            return "kind, flags, handle or user data";
        }
        if (now.address() != address || now.length() != length || now.offset() != offset || now.extent() != extent) {
            return "address, length, offset or extent";
        }
        if (now.file() != file) {
            return "file";
        }
        return now.peerAddress() != peerAddress || now.peerLength() != peerLength ? "peer" : "";
    }

    @Override
    public String toString() {
        return kind + " on " + handle + " (user data 0x" + Long.toHexString(userData) + ", cpu " + backend.cpu()
                + ", submitted at event " + submittedEvent + ")";
    }
}
