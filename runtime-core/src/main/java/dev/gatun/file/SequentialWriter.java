package dev.gatun.file;

import dev.gatun.Buffer;
import dev.gatun.spi.IoError;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Writes a file in order, behind the application's back: buffers are accepted and written later, those of a tick
 * together, some writes at once. Bounded: from a watermark on nothing is accepted. An error is told once and stays:
 * what was accepted behind it is not written, and nothing is accepted any more. In steady state it allocates nothing.
 * The Cpu's thread alone; as long as its file is open.
 */
public final class SequentialWriter implements FileCore.Member {
    private static final int WELL = 0;

    private final AsyncFile file;
    private final ArrayDeque<Buffer> queue = new ArrayDeque<>();
    private final WriterFlights flights;
    private final WriterMarks marks = new WriterMarks();
    private final Runnable goOn = this::goOn;
    private final FileCallback onSynced = (_, result) -> onSynced((int) result);

    private long accepted;
    private long next;
    private long synced;
    private long syncing;
    private long longest = Long.MAX_VALUE;
    private long queuedBytes;
    private int low = 256 << 10;
    private int high = 1 << 20;
    private boolean isFull;
    private boolean isLater;
    private boolean isSyncing;
    private boolean isClosed;
    private int failure;

    private @Nullable WritableCallback onWritable;
    private @Nullable WriterCallback onFailure;

    /** From {@code offset} on, four writes at once. */
    public SequentialWriter(AsyncFile file, long offset) {
        this(file, offset, 4);
    }

    /**
     * @param offset where the first byte goes; of a file that is open to append it only says how long it is
     * @param writesMax how many writes may be in flight; always one where the file appends
     */
    public SequentialWriter(AsyncFile file, long offset, int writesMax) {
        if (offset < 0 || writesMax < 1) {
            throw new IllegalArgumentException("offset " + offset + " and " + writesMax
                    + " writes at once: the one is not negative, the other at least 1");
        }
        this.file = file;
        accepted = offset;
        next = offset;
        synced = offset;
        flights = new WriterFlights(this, file, file.options().isAppend() ? 1 : writesMax);
        file.add(this);
    }

    // --- writing ----------------------------------------------------------------------------------------------------

    /** The readable bytes, behind those accepted before. The answer says whose the buffer is now. */
    public Written write(Buffer buffer) {
        checkOwner();
        if (isClosed || failure != WELL) {
            buffer.free();
            return Written.CLOSED;
        }
        int bytes = buffer.readable();
        if (isFull) {
            return Written.FULL;
        }
        if (bytes > longest - accepted) {
            return Written.TOO_LONG;
        }
        if (bytes == 0) {
            buffer.free();
            return Written.ACCEPTED;
        }
        queue.addLast(buffer);
        accepted += bytes;
        queuedBytes += bytes;
        isFull = queuedBytes >= high;
        later();
        return Written.ACCEPTED;
    }

    /** From {@code high} bytes queued on nothing is accepted, until at most {@code low} are. 256 KiB and 1 MiB else. */
    public SequentialWriter watermarks(int lowBytes, int highBytes) {
        if (lowBytes < 0 || lowBytes >= highBytes) {
            throw new IllegalArgumentException("watermarks of " + lowBytes + " and " + highBytes
                    + " bytes: the low one is below the high one, and not negative");
        }
        low = lowBytes;
        high = highBytes;
        return this;
    }

    /** The file never becomes longer than so many bytes: what would, is answered TOO_LONG. */
    public SequentialWriter longest(long bytes) {
        if (bytes < accepted) {
            throw new IllegalArgumentException(
                    "at most " + bytes + " bytes: there are " + accepted + " already; begin another file");
        }
        longest = bytes;
        return this;
    }

    /** Told when there is room again after {@link Written#FULL}. */
    public SequentialWriter onWritable(WritableCallback callback) {
        onWritable = callback;
        return this;
    }

    /** Told once, of the first error; everything that was asked for is told of it, too. */
    public SequentialWriter onFailure(WriterCallback callback) {
        onFailure = callback;
        return this;
    }

    // --- how far it is ----------------------------------------------------------------------------------------------

    /** Told when the system has all that was accepted before. */
    public void flush(WriterCallback callback) {
        mark(false, callback);
    }

    /** Told when all that was accepted before is on the device; those who ask at a time share one sync. */
    public void sync(WriterCallback callback) {
        mark(true, callback);
    }

    /** Accepts no more, writes what it has, and tells. The file stays open. */
    public void close(WriterCallback callback) {
        mark(false, callback);
        isClosed = true;
    }

    private void mark(boolean isSync, WriterCallback callback) {
        checkOwner();
        if (isClosed) {
            throw new IllegalStateException("the writer of " + file + " was closed");
        }
        marks.add(accepted, isSync, callback);
        later();
    }

    /** Behind the last byte that was accepted. */
    public long position() {
        return accepted;
    }

    /** All before is the system's; after a failure too. */
    public long written() {
        return flights.firstOr(next);
    }

    /** Accepted, and not the system's yet. */
    public long queuedBytes() {
        return queuedBytes;
    }

    /** Whether {@link #write} would accept, as far as the watermark goes. */
    public boolean isWritable() {
        return !isClosed && !isFull && failure == WELL;
    }

    // --- going on ---------------------------------------------------------------------------------------------------

    /** At the end of this tick, so that what is accepted in it goes together. */
    private void later() {
        if (!isLater) {
            isLater = true;
            file.cpu().execute(goOn);
        }
    }

    private void goOn() {
        isLater = false;
        while (failure == WELL && !queue.isEmpty() && flights.hasRoom()) {
            next += flights.begin(queue, next);
        }
        tellMarks();
        if (isClosed && marks.isEmpty()) {
            file.remove(this);
        }
        if (isFull && queuedBytes <= low && failure == WELL) {
            isFull = false;
            WritableCallback told = onWritable;
            if (told != null && !isClosed) {
                told.onWritable(this);
            }
        }
    }

    /** Its file, or its Cpu, ends; what it has accepted and not begun to write is lost, and that is told. */
    @Override
    public void onEnding() {
        if (!isClosed || !marks.isEmpty() || queuedBytes > 0) {
            fail(IoError.CLOSED.result());
        }
        if (file.core().isClosing()) {
            tellMarks(); // there may be no tick any more
        }
    }

    /** So many more bytes are the system's. */
    void onWritten(int bytes) {
        if (failure != WELL) {
            return; // in flight beside the one that failed
        }
        queuedBytes -= bytes;
        assert queuedBytes >= 0 : queuedBytes + " bytes queued";
        later();
    }

    void fail(int error) {
        if (failure != WELL) {
            return;
        }
        failure = error;
        while (!queue.isEmpty()) {
            queue.removeFirst().free();
        }
        queuedBytes = 0;
        WriterCallback told = onFailure;
        if (told != null) {
            told.onDone(this, error);
        }
        later();
    }

    boolean hasFailed() {
        return failure != WELL;
    }

    private void tellMarks() {
        while (!marks.isEmpty()) {
            if (failure != WELL) {
                marks.tellFirst(this, failure);
            } else if (marks.isReached(written(), synced)) {
                marks.tellFirst(this, WELL);
            } else {
                break;
            }
        }
        if (!isSyncing && failure == WELL && marks.wantsSync(written())) {
            isSyncing = true;
            syncing = written();
            file.dataSync(onSynced);
        }
    }

    /** A sync that failed is not tried again: the system may have forgotten what it could not write. */
    private void onSynced(int result) {
        isSyncing = false;
        if (result < 0) {
            fail(result);
        } else {
            synced = syncing;
            later();
        }
    }

    private void checkOwner() {
        if (file.isOpen()) {
            file.handle(); // refuses a foreign thread
        }
    }
}
