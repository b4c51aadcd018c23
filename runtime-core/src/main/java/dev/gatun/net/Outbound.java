package dev.gatun.net;

import dev.gatun.Buffer;
import dev.gatun.BufferVector;
import dev.gatun.IoCallback;
import dev.gatun.IoFuture;
import dev.gatun.file.AsyncFile;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of a stream: buffers in a queue, and one future that sends the first of them, several at once where
 * several wait. What is put in within a tick goes at the tick's end, gathered. Its Cpu's thread alone.
 */
final class Outbound implements IoCallback {
    private static final int QUEUE_FIRST = 4;
    private static final @Nullable Buffer[] EMPTY = new @Nullable Buffer[0];

    private final StreamLife stream;
    private final IoFuture future;

    /** A ring: {@code count} buffers from {@code head} on; its length is a power of two, or 0. */
    private @Nullable Buffer[] ring = EMPTY;

    private int head;
    private int count;
    private long queuedBytes;
    private int low = 128 << 10;
    private int high = 512 << 10;
    private boolean isFull;
    private @Nullable BufferVector gathered;

    /** Ranges of files between the buffers; null until the first. */
    private @Nullable FileSends files;

    /** No more is taken: the output is to be shut when the queue is empty. */
    private boolean isEnding;

    private boolean isShut;

    Outbound(StreamLife stream, IoFuture future) {
        this.stream = stream;
        this.future = future.onComplete(this);
    }

    void watermarks(int lowBytes, int highBytes) {
        if (lowBytes < 0 || highBytes < 1 || lowBytes >= highBytes) {
            throw new IllegalArgumentException("watermarks of " + lowBytes + " and " + highBytes
                    + " bytes: the low one is below the high one, and not negative");
        }
        low = lowBytes;
        high = highBytes;
    }

    long queuedBytes() {
        return queuedBytes;
    }

    boolean isFull() {
        return isFull;
    }

    boolean isEmpty() {
        return count == 0 && (files == null || files.isEmpty());
    }

    /** Something is in flight that must end first: a send, or reads of a file. */
    boolean isArmed() {
        return future.isArmed() || (files != null && files.isBusy());
    }

    /** Whether the system has yet to take something. */
    boolean isWriting() {
        return (future.isArmed() && !isEmpty()) || (files != null && files.isSending());
    }

    boolean isShut() {
        return isShut;
    }

    boolean isEnding() {
        return isEnding;
    }

    /** It is the stream's now. Only when it is not full, or behind another that was accepted in the same call. */
    void accept(Buffer buffer) {
        int bytes = buffer.readable();
        if (bytes == 0) {
            buffer.free();
            return;
        }
        if (count == ring.length) {
            grow();
        }
        ring[(head + count++) & (ring.length - 1)] = buffer;
        if (files != null) {
            files.onAccepted();
        }
        queued(bytes);
    }

    /** Behind all that was accepted before. */
    void accept(AsyncFile file, long offset, long length, SendFileCallback callback) {
        FileSends present = files;
        if (present == null) {
            present = new FileSends(stream);
            files = present;
        }
        present.add(new FileSend(this, file, offset, length, callback), count);
        queued(length);
    }

    private void queued(long bytes) {
        queuedBytes += bytes;
        if (queuedBytes >= high) {
            isFull = true;
        }
    }

    /** What is queued still goes, and then the end. */
    void endWhenEmpty() {
        isEnding = true;
    }

    /** Hands over what waits, or the end behind it; nothing while the future is busy. */
    void flush() {
        if (future.isArmed() || stream.isEnding()) {
            return;
        }
        if (files != null && files.isTheirTurn()) {
            flush(files);
        } else if (count > 0) {
            stream.onWriting();
            send();
        } else if (isEnding && !isShut) {
            future.shutdown(stream.handle(), Operation.SHUT_WRITE);
        }
    }

    /** What of the file is read, or what comes behind it. */
    private void flush(FileSends present) {
        FileSend first = present.first();
        if (first.hasBlocks()) {
            stream.onWriting();
            if (first.blocks() == 1) {
                future.send(stream.handle(), first.firstBlock());
            } else {
                BufferVector vector = stream.core().lendVector();
                first.addTo(vector);
                gathered = vector;
                future.send(stream.handle(), vector);
            }
            return;
        }
        if (first.goOn(stream.handle())) {
            stream.onWriting();
        } else if (first.isOver()) {
            queuedBytes -= present.removeFirst();
            stream.later(); // for what is behind it, and for whoever closes when all is sent
            present.tell(first, 0);
            makeRoom();
        }
    }

    /** More of a file is here, or the end of it. */
    void onFileRead() {
        if (stream.isEnding()) {
            stream.finishIfIdle();
        } else {
            flush();
        }
    }

    /** So many bytes of a file, or an error. */
    void onSentBySystem(int result) {
        queuedBytes -= Math.max(result, 0);
        if (stream.isEnding()) {
            stream.onHalfOver(result);
        } else if (result < 0 && FileSend.isOfTheStream(IoError.of(result))) {
            stream.fail(IoError.of(result));
        } else {
            goOn();
        }
    }

    private void send() {
        int taken = files == null ? count : files.buffersAhead(count);
        if (taken == 1) {
            future.send(stream.handle(), first());
            return;
        }
        BufferVector vector = stream.core().lendVector();
        taken = Math.min(taken, NetCore.GATHER_MAX);
        for (int i = 0; i < taken; i++) {
            vector.addReadable(at(i));
        }
        gathered = vector;
        future.send(stream.handle(), vector);
    }

    @Override
    public void onComplete(IoFuture done) {
        int result = done.result();
        boolean wasGathered = gathered != null;
        if (gathered != null) {
            stream.core().giveBack(gathered);
            gathered = null;
        }
        boolean isShutdown = done.kind() == OperationKind.SHUTDOWN;
        if (result > 0 && !isShutdown) {
            if (files != null && files.isTheirTurn()) {
                queuedBytes -= result;
                files.first().drop(result, !wasGathered);
            } else {
                drop(result, wasGathered);
            }
        }
        if (stream.isEnding()) {
            stream.onHalfOver(result);
        } else if (result < 0 && !isTransient(result)) {
            stream.fail(IoError.of(result));
        } else if (isShutdown) {
            isShut = true;
            stream.onOutputShut();
        } else {
            goOn();
        }
    }

    private void goOn() {
        stream.onWritten();
        flush();
        makeRoom();
    }

    private void makeRoom() {
        if (isFull && queuedBytes <= low) {
            isFull = false;
            stream.onRoom();
        }
    }

    /** So many bytes are the system's. Of a single buffer the operation has moved the reader index, of several not. */
    private void drop(int bytes, boolean wasGathered) {
        queuedBytes -= bytes;
        int left = wasGathered ? bytes : 0;
        while (count > 0) {
            Buffer buffer = first();
            int part = Math.min(left, buffer.readable());
            buffer.readerIndex(buffer.readerIndex() + part);
            left -= part;
            if (buffer.readable() > 0) {
                break;
            }
            removeFirst().free();
        }
        assert queuedBytes >= 0 && left == 0 : queuedBytes + " bytes queued, " + left + " too many sent";
    }

    /** Nobody gets what is left; the future has ended. */
    void release(IoError why) {
        assert !future.isArmed() : "invariant 4: the kernel has the first of the queue";
        while (count > 0) {
            removeFirst().free();
        }
        queuedBytes = 0;
        ring = EMPTY;
        future.close();
        if (files != null) {
            files.release(why);
        }
    }

    void cancel() {
        if (future.isArmed()) {
            future.cancel();
        }
        if (files != null) {
            files.stop();
        }
    }

    static boolean isTransient(int result) {
        return result == IoError.INTERRUPTED.result() || result == IoError.WOULD_BLOCK.result();
    }

    private Buffer first() {
        return at(0);
    }

    private Buffer at(int index) {
        return Objects.requireNonNull(ring[(head + index) & (ring.length - 1)]);
    }

    private Buffer removeFirst() {
        Buffer buffer = first();
        ring[head] = null;
        head = (head + 1) & (ring.length - 1);
        count--;
        if (files != null) {
            files.onBufferGone();
        }
        return buffer;
    }

    private void grow() {
        int length = ring.length;
        @Nullable Buffer[] larger = Arrays.copyOf(ring, Math.max(QUEUE_FIRST, 2 * length));
        for (int i = 0; i < count; i++) {
            larger[i] = ring[(head + i) & (length - 1)];
        }
        Arrays.fill(larger, count, larger.length, null);
        ring = larger;
        head = 0;
    }
}
