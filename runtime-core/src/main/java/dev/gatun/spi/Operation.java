package dev.gatun.spi;

import org.jspecify.annotations.Nullable;

/**
 * One operation as a backend sees it: what to do, to which handle, with which memory. The core sets the fields before
 * it
 * submits; from {@link IoBackend#submit} until the terminal completion they don't change, and the memory they name
 * belongs to the kernel. One thread: that of the Cpu it belongs to.
 */
public abstract class Operation {
    /** Many results until a terminal one. */
    public static final int MULTISHOT = 1;
    /** Take a buffer of the pool when data is there; {@code length} is the largest wanted, 0 for the pool's usual. */
    public static final int POOL_BUFFER = 1 << 1;
    /** Send without copying; the memory is the kernel's until the terminal result, which comes later than usual. */
    public static final int ZERO_COPY = 1 << 2;
    /** Receive: leave the data where it is. */
    public static final int PEEK = 1 << 3;
    /** Receive: complete when the memory is full, or at the end. */
    public static final int WAIT_ALL = 1 << 4;
    /** Send: more follows at once, so the last segment may wait for it. */
    public static final int MORE_FOLLOWS = 1 << 5;
    /** Sync: the data and what is needed to read it, not every time stamp. */
    public static final int DATA_ONLY = 1 << 6;

    /** Allocate: beyond the end too, but the file stays as long as it is. */
    public static final int ALLOCATE_KEEP_SIZE = 1 << 8;
    /** Allocate: the opposite. What lies in the range reads as zeros and takes no space; the size stays. */
    public static final int ALLOCATE_PUNCH_HOLE = 1 << 9;

    /** Receive from, multishot: before each datagram stands who sent it ({@link Datagrams}); the peer is not used. */
    public static final int ENVELOPE = 1 << 8;
    /** With ENVELOPE: and what the socket was asked to tell of each. */
    public static final int ENVELOPE_FACTS = 1 << 9;

    public static final int SHUT_READ = 1 << 8;
    public static final int SHUT_WRITE = 1 << 9;

    public static final int POLL_READ = 1 << 8;
    public static final int POLL_WRITE = 1 << 9;
    /** Only in results: the other side has gone, or the handle failed. */
    public static final int POLL_HANG_UP = 1 << 10;

    public static final int OPEN_READ = 1 << 8;
    public static final int OPEN_WRITE = 1 << 9;
    public static final int OPEN_CREATE = 1 << 10;
    public static final int OPEN_EXCLUSIVE = 1 << 11;
    public static final int OPEN_TRUNCATE = 1 << 12;
    public static final int OPEN_APPEND = 1 << 13;
    public static final int OPEN_DIRECT = 1 << 14;
    public static final int OPEN_DATA_SYNC = 1 << 15;

    protected OperationKind kind = OperationKind.NOP;
    protected int flags;
    protected int length;
    protected int peerLength;
    protected long handle;
    protected long address;
    protected long offset;
    /** Of ALLOCATE alone; of others whatever was left there. */
    protected long extent;

    /** Of SEND_FILE alone, likewise. */
    protected long file;

    protected long peerAddress;
    protected @Nullable DatagramBatch batch;

    /** Slot in the low half, generation in the high: what a completion must carry to be this arming's (invariant 7). */
    protected long userData;

    /**
     * The backend's own, from submit to the terminal completion: links for its queues and a word of state. The core
     * neither reads nor clears them.
     */
    public @Nullable Operation backendNext;

    public @Nullable Operation backendPrevious;
    public int backendState;

    protected Operation() {}

    public final OperationKind kind() {
        return kind;
    }

    public final int flags() {
        return flags;
    }

    public final boolean has(int flag) {
        return (flags & flag) != 0;
    }

    public final long handle() {
        return handle;
    }

    public final long address() {
        return address;
    }

    public final int length() {
        return length;
    }

    public final long offset() {
        return offset;
    }

    /** From the offset on, so many bytes. */
    public final long extent() {
        return extent;
    }

    /** The handle of the file that is sent. */
    public final long file() {
        return file;
    }

    public final long peerAddress() {
        return peerAddress;
    }

    public final int peerLength() {
        return peerLength;
    }

    public final DatagramBatch batch() {
        if (batch == null) {
            throw new IllegalStateException(kind + " carries no batch");
        }
        return batch;
    }

    public final long userData() {
        return userData;
    }

    /** What the system calls a handle, whatever a backend calls it ({@link IoBackend#adopt}). */
    public static long plainHandle(long handle) {
        return (int) handle;
    }

    /** "RECEIVE on 7": for messages. */
    @Override
    public String toString() {
        return kind + " on " + plainHandle(handle);
    }
}
