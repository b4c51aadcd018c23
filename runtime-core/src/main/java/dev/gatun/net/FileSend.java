package dev.gatun.net;

import dev.gatun.Buffer;
import dev.gatun.BufferVector;
import dev.gatun.file.AsyncFile;
import dev.gatun.file.SequentialReader;
import dev.gatun.spi.IoError;
import java.util.ArrayDeque;

/**
 * A range of a file in a stream's output, from being accepted until it was told. When its turn comes it is read some
 * blocks ahead, and no further than the peer takes them. Its Cpu's thread alone.
 */
final class FileSend {
    private static final int BLOCK_BYTES = 64 << 10;

    /** Blocks that are read, and blocks that wait to be sent: so many of each. */
    static final int BLOCKS_AHEAD = 4;

    /** Buffers in the output between the file before it, or the beginning, and this. */
    int buffersAhead;

    private final Outbound outbound;
    private final AsyncFile file;
    private final long offset;
    private final long length;
    private final SendFileCallback callback;
    private final ArrayDeque<Buffer> blocks = new ArrayDeque<>(2 * BLOCKS_AHEAD);
    private final SequentialReader reader;
    private boolean isBegun;
    private boolean isRead;
    private int result;
    private long sent;

    FileSend(Outbound outbound, AsyncFile file, long offset, long length, SendFileCallback callback) {
        this.outbound = outbound;
        this.file = file;
        this.offset = offset;
        this.length = length;
        this.callback = callback;
        reader = new SequentialReader(file, BLOCK_BYTES, BLOCKS_AHEAD);
    }

    /** Its turn has come. */
    void begin() {
        if (isBegun) {
            return;
        }
        isBegun = true;
        if (file.isOpen()) {
            reader.read(offset, length, (_, block) -> onBlock(block), (_, how) -> onRead(how));
        } else {
            isRead = true;
            result = IoError.CLOSED.result();
        }
    }

    private void onBlock(Buffer block) {
        blocks.addLast(block);
        if (blocks.size() >= BLOCKS_AHEAD) {
            reader.pause();
        }
        outbound.onFileRead();
    }

    private void onRead(int how) {
        isRead = true;
        result = how;
        outbound.onFileRead();
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
        if (blocks.size() < BLOCKS_AHEAD) {
            reader.resume();
        }
    }

    /** Nothing of it is left to read or to send. */
    boolean isOver() {
        return isRead && blocks.isEmpty();
    }

    /** Whether blocks are on their way, so that it can't be told yet. */
    boolean isReading() {
        return isBegun && !isRead;
    }

    void stop() {
        reader.stop();
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
