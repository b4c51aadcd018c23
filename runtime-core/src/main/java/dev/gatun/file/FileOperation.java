package dev.gatun.file;

import dev.gatun.Buffer;
import dev.gatun.BufferVector;
import dev.gatun.FileStatus;
import dev.gatun.IoCallback;
import dev.gatun.IoException;
import dev.gatun.IoFuture;
import dev.gatun.spi.IoError;
import dev.gatun.spi.OperationKind;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One operation on a file, lent by the {@link FileCore} from the call to the callback: nothing is allocated for it. A
 * whole range it goes on with until all of it is transferred. The Cpu's thread alone.
 */
final class FileOperation implements IoCallback {
    /** What every direct access is aligned to; after a short one it goes on from the last such place. */
    private static final int DIRECT_BYTES = 4096;

    final IoFuture future;

    /** Of the core's unused ones, or of the file's in flight. */
    @Nullable
    FileOperation next;

    @Nullable
    FileOperation previous;

    private final FileCore core;
    private @Nullable AsyncFile file;
    private @Nullable Buffer buffer;
    private @Nullable BufferVector vector;
    private @Nullable Object callback;

    /** Made when the size is first asked for. */
    private @Nullable FileStatus ownStatus;

    private boolean tellsSize;

    // Of a whole range: where it begins, what is transferred, and what was before the last try.
    private boolean isWhole;
    private long offset;
    private int done;
    private int doneBefore;

    FileOperation(FileCore core) {
        this.core = core;
        future = core.cpu.newFuture().onComplete(this);
    }

    /** For whatever is armed next. */
    FileOperation of(AsyncFile file, Object callback) {
        clear();
        this.file = file;
        this.callback = Objects.requireNonNull(callback, "who is to be told?");
        return this;
    }

    // --- arming -----------------------------------------------------------------------------------------------------

    void transfer(boolean isWrite, Buffer with, long at) {
        if (isWrite) {
            future.write(file().handle(), with, at);
        } else {
            future.read(file().handle(), with, at);
        }
        buffer = with;
    }

    void transferAll(boolean isWrite, Buffer with, long at) {
        isWhole = true;
        offset = at;
        done = 0;
        doneBefore = -1;
        transfer(isWrite, with, at);
    }

    void transfer(boolean isWrite, BufferVector with, long at) {
        if (isWrite) {
            future.write(file().handle(), with, at);
        } else {
            future.read(file().handle(), with, at);
        }
        vector = with;
    }

    void size() {
        FileStatus status = ownStatus;
        if (status == null) {
            status = core.cpu.newStatus();
            ownStatus = status;
        }
        future.status(file().handle(), status);
        tellsSize = true;
    }

    // --- ending -----------------------------------------------------------------------------------------------------

    @Override
    public void onComplete(IoFuture ended) {
        int result = ended.result();
        if (isWhole && goesOn(result)) {
            return;
        }
        file().onOver(this);
    }

    /** True exactly when more of the range is under way. */
    private boolean goesOn(int result) {
        boolean isAgain = result == IoError.INTERRUPTED.result() || result == IoError.WOULD_BLOCK.result();
        if (!isAgain && result <= 0) {
            return false;
        }
        done += Math.max(result, 0);
        if (left() == 0 || !file().isOpen()) {
            return false;
        }
        if (file().options().isDirect() && !isAgain && !stepBack()) {
            return false;
        }
        boolean isWrite = future.kind() == OperationKind.WRITE;
        transfer(isWrite, buffer(), offset + done);
        return true;
    }

    /** What a direct access left off in the middle of a block begins there again; twice the same place is the end. */
    private boolean stepBack() {
        int beyond = (int) ((offset + done) % DIRECT_BYTES);
        if (beyond > 0 && done == doneBefore) {
            return false;
        }
        doneBefore = done;
        done -= beyond;
        Buffer with = buffer();
        if (future.kind() == OperationKind.WRITE) {
            with.readerIndex(with.readerIndex() - beyond);
        } else {
            with.writerIndex(with.writerIndex() - beyond);
        }
        return true;
    }

    private int left() {
        return future.kind() == OperationKind.WRITE ? buffer().readable() : buffer().writable();
    }

    /** A value, or a negated error. */
    private long outcome() {
        int result = future.result();
        if (isWhole) {
            boolean isCutOff = result >= 0 && left() > 0 && !file().isOpen();
            return isCutOff ? IoError.CANCELLED.result() : result < 0 ? result : done;
        }
        return tellsSize && result >= 0 ? Objects.requireNonNull(ownStatus).sizeBytes() : result;
    }

    /** The last thing that is done for the caller; it may throw, and then its core ends. */
    void tell() {
        AsyncFile of = file();
        Object told = Objects.requireNonNull(callback);
        long result = outcome();
        switch (told) {
            case TransferCallback transferred -> transferred.onTransferred(of, buffer(), (int) result);
            case VectorCallback transferred ->
                transferred.onTransferred(of, Objects.requireNonNull(vector), (int) result);
            case FileCallback done -> done.onDone(of, result);
            default -> throw new IllegalStateException("nobody's callback: " + told);
        }
    }

    /** Says of an error what is known; null where there was none. */
    @Nullable
    FileException failure() {
        try {
            future.resultOrThrow();
            return null;
        } catch (IoException e) {
            return new FileException(file().path(), e);
        }
    }

    void clear() {
        file = null;
        buffer = null;
        vector = null;
        callback = null;
        isWhole = false;
        tellsSize = false;
    }

    private AsyncFile file() {
        return Objects.requireNonNull(file, "not lent");
    }

    private Buffer buffer() {
        return Objects.requireNonNull(buffer, "without a buffer");
    }
}
