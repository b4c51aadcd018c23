package dev.gatun.file;

import dev.gatun.Buffer;
import dev.gatun.BufferVector;
import dev.gatun.Cpu;
import dev.gatun.FileStatus;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An open file: bytes at places. It comes from {@link #open} and belongs to one Cpu, whose thread alone touches it, in
 * callbacks as well as between them. Any number of operations may be in flight; they end in any order, each is
 * told once, and nobody is called back from within his own call. In steady state it allocates nothing.
 *
 * <p>A buffer that is given along is the file's until the callback, and then the caller's again: what is read goes
 * behind its writer index, what is written is what is readable in it.
 */
public final class AsyncFile implements FileCore.Member {
    private enum State {
        OPEN,
        /** What is in flight was asked to end. */
        ENDING,
        /** The system closes the handle. */
        CLOSING,
        CLOSED
    }

    /** So many operations pay for a name of the ring's own ({@link Cpu#adopt}). */
    private static final int ADOPT_AFTER = 32;

    private final FileCore core;
    private final String path;
    private final OpenOptions options;
    private long handle;
    private State state = State.OPEN;
    private int operations;
    private int inFlight;
    private final List<FileCore.Member> users = new ArrayList<>();
    private @Nullable FileOperation firstInFlight;
    private @Nullable FileOperation telling;
    private @Nullable FileCallback onClosed;

    /** The backend never answered: whatever it has, the handle is a part of it. */
    private boolean isForsaken;

    AsyncFile(FileCore core, String path, OpenOptions options, long handle) {
        this.core = core;
        this.path = path;
        this.options = options;
        this.handle = handle;
        core.add(this);
    }

    /** Opens the file of that name, as UTF-8. The callback is told exactly once. */
    public static void open(Cpu cpu, String path, OpenOptions options, OpenCallback callback) {
        new Opening(FileCore.of(cpu), path, options, callback).begin();
    }

    // --- reading and writing ----------------------------------------------------------------------------------------

    /** At most what {@code into} has room for; 0 at the end of the file. */
    public void read(Buffer into, long offset, TransferCallback callback) {
        FileOperation operation = prepare(callback);
        operation.transfer(false, into, offset);
        began(operation);
    }

    /** Perhaps less than is readable in {@code from}: the result says how much, and its reader index. */
    public void write(Buffer from, long offset, TransferCallback callback) {
        FileOperation operation = prepare(callback);
        operation.transfer(true, from, offset);
        began(operation);
    }

    /**
     * Until {@code into} is full, however often the system stops short. Fewer bytes than there was room for: the file
     * ended there. After an error the indices say how far it came.
     */
    public void readFully(Buffer into, long offset, TransferCallback callback) {
        FileOperation operation = prepare(callback);
        operation.transferAll(false, into, offset);
        began(operation);
    }

    /** All that is readable in {@code from}, however often the system stops short. */
    public void writeFully(Buffer from, long offset, TransferCallback callback) {
        FileOperation operation = prepare(callback);
        operation.transferAll(true, from, offset);
        began(operation);
    }

    /** Scattered over the buffers of {@code into}, in order. */
    public void read(BufferVector into, long offset, VectorCallback callback) {
        FileOperation operation = prepare(callback);
        operation.transfer(false, into, offset);
        began(operation);
    }

    /** Gathered from the buffers of {@code from}, in order. */
    public void write(BufferVector from, long offset, VectorCallback callback) {
        FileOperation operation = prepare(callback);
        operation.transfer(true, from, offset);
        began(operation);
    }

    // --- the file itself --------------------------------------------------------------------------------------------

    /** What was written is on the device, with all that is known of the file. */
    public void sync(FileCallback callback) {
        FileOperation operation = prepare(callback);
        operation.future.sync(handle, 0);
        began(operation);
    }

    /** What was written is on the device, with what is needed to read it; no time stamps. */
    public void dataSync(FileCallback callback) {
        FileOperation operation = prepare(callback);
        operation.future.sync(handle, Operation.DATA_ONLY);
        began(operation);
    }

    /** Gives the range its place on the disk, so that writing there can't find it full; the file grows if it must. */
    public void allocate(long offset, long bytes, FileCallback callback) {
        allocate(offset, bytes, 0, callback);
    }

    /** With {@code ALLOCATE_KEEP_SIZE} or {@code ALLOCATE_PUNCH_HOLE} of {@link Operation}. */
    public void allocate(long offset, long bytes, int flags, FileCallback callback) {
        FileOperation operation = prepare(callback);
        operation.future.allocate(handle, offset, bytes, flags);
        began(operation);
    }

    /** The file is {@code size} bytes long from now on: cut, or made longer by zeros that take no space. */
    public void truncate(long size, FileCallback callback) {
        FileOperation operation = prepare(callback);
        operation.future.truncate(handle, size);
        began(operation);
    }

    /** The result is the size, or a negated error. */
    public void size(FileCallback callback) {
        FileOperation operation = prepare(callback);
        operation.size();
        began(operation);
    }

    public void status(FileStatus into, FileCallback callback) {
        FileOperation operation = prepare(callback);
        operation.future.status(handle, into);
        began(operation);
    }

    /**
     * Within a callback that was told an error: what failed, of which file, why, and the remedy where one is known:
     * such as what direct access wants to be aligned. Null where there was no error; asking costs system calls.
     */
    public @Nullable FileException failure() {
        core.checkOwner();
        FileOperation told = telling;
        if (told == null) {
            throw new IllegalStateException(this + ": what failed is known within the callback that is told of it");
        }
        return told.failure();
    }

    /** For {@link CachedSender}: as any other operation, it ends before the file does. */
    FileOperation sendTo(long socket, long offset, int length, FileCallback callback) {
        FileOperation operation = prepare(callback);
        operation.future.sendFile(socket, handle, offset, length);
        began(operation);
        return operation;
    }

    private FileOperation prepare(Object callback) {
        checkOpen();
        if (++operations == ADOPT_AFTER) {
            handle = core.cpu.adopt(handle);
        }
        return core.unused().of(this, callback);
    }

    private void began(FileOperation operation) {
        core.took(operation);
        FileOperation next = firstInFlight;
        operation.next = next;
        if (next != null) {
            next.previous = operation;
        }
        firstInFlight = operation;
        inFlight++;
    }

    /** Its last result is here. It is told when it is in flight no more, so that the callback may close the file. */
    void onOver(FileOperation operation) {
        unlink(operation);
        isForsaken |= operation.future.result() == IoError.BACKEND_FAILED.result();
        telling = operation;
        try {
            operation.tell();
        } finally {
            telling = null;
            operation.clear();
            core.giveBack(operation);
            inFlight--;
            closeIfIdle();
        }
    }

    private void unlink(FileOperation operation) {
        FileOperation next = operation.next;
        FileOperation previous = operation.previous;
        if (next != null) {
            next.previous = previous;
        }
        if (previous != null) {
            previous.next = next;
        } else {
            assert firstInFlight == operation : "not in flight: " + operation.future;
            firstInFlight = next;
        }
        operation.next = null;
        operation.previous = null;
    }

    // --- the end ----------------------------------------------------------------------------------------------------

    /** Cancels what is in flight, waits until all of it was told, and closes. A second time it does nothing. */
    public void close() {
        core.checkOwner();
        if (state == State.OPEN) {
            end();
        }
    }

    /** Likewise, and says what the system said of it: some file systems tell only now that a write has failed. */
    public void close(FileCallback callback) {
        checkOpen();
        onClosed = callback;
        end();
    }

    private void end() {
        state = State.ENDING;
        for (FileOperation each = firstInFlight; each != null; each = each.next) {
            each.future.cancel();
        }
        List.copyOf(users).forEach(FileCore.Member::onEnding);
        core.cpu.execute(this::closeIfIdle); // nobody is told from within his own call
    }

    /** Its Cpu ends; there may be no tick any more. */
    @Override
    public void onEnding() {
        if (state == State.OPEN) {
            end();
        } else {
            List.copyOf(users).forEach(FileCore.Member::onEnding);
        }
        closeIfIdle();
    }

    /** Who reads or writes it in order, and must hear of its end. */
    void add(FileCore.Member user) {
        users.add(user);
    }

    void remove(FileCore.Member user) {
        users.remove(user);
    }

    FileCore core() {
        return core;
    }

    private void closeIfIdle() {
        if (state != State.ENDING || inFlight > 0) {
            return;
        }
        if (isForsaken) {
            closed(IoError.BACKEND_FAILED.result());
        } else if (core.isClosing()) {
            closed(core.cpu.backend().sockets().close(handle));
        } else {
            state = State.CLOSING;
            core.closing(handle, this);
        }
    }

    void closed(int result) {
        state = State.CLOSED;
        core.remove(this);
        FileCallback told = onClosed;
        if (told != null) {
            told.onDone(this, result);
        }
    }

    /** False as soon as somebody began to close it. */
    public boolean isOpen() {
        return state == State.OPEN;
    }

    // --- about it ---------------------------------------------------------------------------------------------------

    public Cpu cpu() {
        return core.cpu;
    }

    /** As it was opened by. */
    public String path() {
        return path;
    }

    public OpenOptions options() {
        return options;
    }

    /** Of an open file: for operations of one's own, which must end before it is closed. */
    public long handle() {
        checkOpen();
        return handle;
    }

    /** Operations that were not told yet. */
    public int inFlight() {
        return inFlight;
    }

    private void checkOpen() {
        core.checkOwner();
        if (state != State.OPEN) {
            throw new IllegalStateException(this + ": it is not open any more; open it again");
        }
    }

    @Override
    public String toString() {
        return "file " + path + " (handle " + Operation.plainHandle(handle) + ") of Cpu " + core.cpu.index() + ", "
                + state;
    }
}
