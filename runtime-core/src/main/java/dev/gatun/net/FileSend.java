package dev.gatun.net;

import dev.gatun.Buffer;
import dev.gatun.BufferVector;
import dev.gatun.file.AsyncFile;
import dev.gatun.file.CachedSender;
import dev.gatun.file.SequentialReader;
import dev.gatun.spi.IoError;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A range of a file in a stream's output, from being accepted until it was told. When its turn comes, what the system
 * has in its memory it sends by itself, piece by piece; what it has not is read some blocks ahead, and no further than
 * the peer takes them. Its Cpu's thread alone.
 */
final class FileSend {
    private static final int BLOCK_BYTES = 64 << 10;

    /** Blocks that are read, and blocks that wait to be sent: so many of each. */
    static final int BLOCKS_AHEAD = 4;

    /** Buffers in the output between the file before it, or the beginning, and this. */
    int buffersAhead;

    /** What the system sends of its memory in one go: some 100 µs of the loop's time. */
    static final int PIECE_BYTES = 256 << 10;

    /** What is read into buffers before the system is asked again; it has read on meanwhile. */
    private static final int PART_BYTES = 1 << 20;

    private final Outbound outbound;
    private final AsyncFile file;
    private final long offset;
    private final long length;
    private final SendFileCallback callback;
    private final ArrayDeque<Buffer> blocks = new ArrayDeque<>(2 * BLOCKS_AHEAD);

    /** Null where the system can't send the file by itself. */
    private @Nullable CachedSender sender;

    /** Made when something has to be read. */
    private @Nullable SequentialReader reader;

    /** What comes next the system has not in its memory. */
    private boolean isMissing;

    private boolean isReading;

    /** Where what is being read ends, from {@link #offset} on. */
    private long partEnd;

    /** Nothing more comes of it: all was sent or is in blocks, it ended, or it failed. */
    private boolean isOver;

    private int result;
    private long sent;

    FileSend(Outbound outbound, AsyncFile file, long offset, long length, SendFileCallback callback) {
        this.outbound = outbound;
        this.file = file;
        this.offset = offset;
        this.length = length;
        this.callback = callback;
        sender = CachedSender.isPossible(file) ? new CachedSender(file, (_, how) -> onSent((int) how)) : null;
    }

    /**
     * Its turn has come, and no block waits: something more of it is sent by the system, or read. True exactly when
     * the system began to send.
     */
    boolean goOn(long socket) {
        if (isOver || isBusy()) {
            return false;
        }
        if (sent == length) {
            isOver = true;
        } else if (!file.isOpen()) {
            isOver = true;
            result = IoError.CLOSED.result();
        } else if (sender != null && !isMissing) {
            sender.send(socket, offset + sent, (int) Math.min(PIECE_BYTES, length - sent));
            return true;
        } else {
            read();
        }
        return false;
    }

    private void read() {
        isMissing = false;
        partEnd = sender == null ? length : Math.min(length, sent + PART_BYTES);
        isReading = true;
        SequentialReader present = reader;
        if (present == null) {
            present = new SequentialReader(file, BLOCK_BYTES, BLOCKS_AHEAD);
            reader = present;
        }
        present.read(offset + sent, partEnd - sent, (_, block) -> onBlock(block), this::onRead);
    }

    private void onBlock(Buffer block) {
        blocks.addLast(block);
        if (blocks.size() >= BLOCKS_AHEAD && reader != null) {
            reader.pause();
        }
        outbound.onFileRead();
    }

    private void onRead(SequentialReader of, int how) {
        isReading = false;
        if (how < 0 || of.position() < offset + partEnd || partEnd == length) {
            isOver = true;
            result = how;
        }
        outbound.onFileRead();
    }

    /** By the system itself. What may be the file's fault shows again, and whose it is, when it is read and sent. */
    private void onSent(int how) {
        if (how > 0) {
            sent += how;
        } else if (how == 0) {
            isMissing = true;
        } else if (!Outbound.isTransient(how)) {
            sender = null;
        }
        outbound.onSentBySystem(how);
    }

    static boolean isOfTheStream(IoError error) {
        return switch (error) {
            case RESET,
                    BROKEN_PIPE,
                    ABORTED,
                    NOT_CONNECTED,
                    TIMED_OUT,
                    REFUSED,
                    NETWORK_DOWN,
                    NETWORK_UNREACHABLE,
                    HOST_UNREACHABLE,
                    BACKEND_FAILED -> true;
            default -> false;
        };
    }

    boolean hasBlocks() {
        return !blocks.isEmpty();
    }

    Buffer firstBlock() {
        return blocks.getFirst();
    }

    int blocks() {
        return blocks.size();
    }

    void addTo(BufferVector vector) {
        for (Buffer block : blocks) {
            vector.addReadable(block);
        }
    }

    /** So many bytes are the system's; {@code moved}: of the first block the operation has moved the index. */
    void drop(int bytes, boolean moved) {
        sent += bytes;
        int left = moved ? 0 : bytes;
        while (!blocks.isEmpty()) {
            Buffer block = blocks.getFirst();
            int part = Math.min(left, block.readable());
            block.readerIndex(block.readerIndex() + part);
            left -= part;
            if (block.readable() > 0) {
                break;
            }
            blocks.removeFirst().free();
        }
        if (blocks.size() < BLOCKS_AHEAD && reader != null) {
            reader.resume();
        }
    }

    /** Nothing of it is left to read or to send. */
    boolean isOver() {
        return isOver && blocks.isEmpty();
    }

    /** Something of it is on its way, so that it can't be told yet. */
    boolean isBusy() {
        return isReading || isSending();
    }

    boolean isSending() {
        return sender != null && sender.isSending();
    }

    void stop() {
        if (isReading && reader != null) {
            reader.stop();
        }
        if (sender != null) {
            sender.cancel();
        }
    }

    /** What of it will not be sent any more. */
    long unsent() {
        return length - sent;
    }

    void freeBlocks() {
        while (!blocks.isEmpty()) {
            blocks.removeFirst().free();
        }
    }

    void tell(NetStream stream, int because) {
        callback.onSent(stream, file, sent, sent == length ? 0 : result < 0 ? result : because);
    }
}
