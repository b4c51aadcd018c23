package dev.gatun.file;

import dev.gatun.Buffer;
import dev.gatun.Timer;
import dev.gatun.spi.IoError;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads a range of a file in order, some blocks ahead: while one block is with the application, the next are on their
 * way. Each comes in a buffer of the pool, which is the callback's. It reads one range after another, and allocates
 * nothing for that. The Cpu's thread alone; as long as its file is open.
 */
public final class SequentialReader implements FileCore.Member {
    private static final long RETRY_NANOS = 1_000_000;

    private final AsyncFile file;
    private final int blockBytes;
    private final Block[] ahead;
    private final Timer retry = new Timer(_ -> goOn());
    private final Runnable goOn = this::goOn;

    /** The oldest block; {@code count} from there on are in flight, or kept for the application. */
    private int first;

    private int count;
    private int inFlight;

    private long nextOffset;
    private long position;
    private long end;
    private boolean isPaused;
    private boolean isRunning;
    private boolean isDelivering;

    /** 0: it goes on; {@link #WELL}; or a negated error. */
    private int outcome;

    private static final int WELL = 1;

    private @Nullable BlockCallback onBlock;
    private @Nullable ReadEndCallback onEnd;

    /** A place for one block; told of its end. */
    private final class Block implements TransferCallback {
        @Nullable
        Buffer buffer;

        boolean isThere;
        int result;

        @Override
        public void onTransferred(AsyncFile of, Buffer read, int bytes) {
            isThere = true;
            result = bytes;
            inFlight--;
            goOn();
        }
    }

    /**
     * @param blockBytes how much is read at once; 64 KiB to 256 KiB serve most disks
     * @param blocksAhead how many blocks are on their way or kept, and so how many buffers are held, at most
     */
    public SequentialReader(AsyncFile file, int blockBytes, int blocksAhead) {
        if (blockBytes < 1 || blocksAhead < 1) {
            throw new IllegalArgumentException(
                    blockBytes + " bytes a block and " + blocksAhead + " blocks ahead: both are at least 1");
        }
        this.file = file;
        this.blockBytes = blockBytes;
        ahead = new Block[blocksAhead];
        for (int i = 0; i < blocksAhead; i++) {
            ahead[i] = new Block();
        }
    }

    /**
     * Begins at {@code offset} and ends after {@code length} bytes, or where the file does; for all of it give
     * {@link Long#MAX_VALUE}. {@code onEnd} is told once, when nothing is in flight any more.
     */
    public void read(long offset, long length, BlockCallback onBlock, ReadEndCallback onEnd) {
        file.handle(); // refuses a foreign thread and a file that is closed
        if (isRunning) {
            throw new IllegalStateException("a range is being read, at " + position + "; wait for its end");
        }
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException("offset " + offset + " and length " + length + " are not negative");
        }
        this.onBlock = onBlock;
        this.onEnd = onEnd;
        nextOffset = offset;
        position = offset;
        end = length > Long.MAX_VALUE - offset ? Long.MAX_VALUE : offset + length;
        outcome = length == 0 ? WELL : 0;
        isRunning = true;
        isPaused = false;
        file.add(this);
        file.cpu().execute(goOn); // nobody is told from within his own call
        fill();
    }

    /** No block is handed over until {@link #resume}; as many as may be are read ahead meanwhile. */
    public void pause() {
        isPaused = true;
    }

    public void resume() {
        if (isPaused) {
            isPaused = false;
            file.cpu().execute(goOn);
        }
    }

    /** Ends the range here, with CLOSED, unless it has ended. */
    public void stop() {
        if (isRunning) {
            end(IoError.CLOSED.result());
            file.cpu().execute(goOn);
        }
    }

    /** Its file, or its Cpu, ends. */
    @Override
    public void onEnding() {
        end(IoError.CLOSED.result());
        if (file.core().isClosing()) {
            goOn(); // there may be no tick any more
        } else {
            file.cpu().execute(goOn);
        }
    }

    /** Behind the last byte that was handed over. */
    public long position() {
        return position;
    }

    public boolean isRunning() {
        return isRunning;
    }

    private void goOn() {
        if (isDelivering || !isRunning) {
            return; // whoever delivers looks again
        }
        isDelivering = true;
        try {
            while (outcome == 0 && !isPaused && count > 0 && ahead[first].isThere) {
                deliver();
                fill();
            }
            fill();
        } finally {
            isDelivering = false;
        }
        if (outcome != 0 && inFlight == 0) {
            finish();
        }
    }

    private void deliver() {
        Block block = ahead[first];
        int bytes = block.result;
        Buffer buffer = Objects.requireNonNull(block.buffer);
        if (bytes <= 0) {
            end(bytes == 0 ? WELL : bytes);
            return;
        }
        boolean isShort = buffer.writable() > 0;
        if (bytes > end - position) { // the last block may be longer than the range
            bytes = (int) (end - position);
            buffer.writerIndex(bytes);
        }
        removeFirst();
        position += bytes;
        if (isShort || position == end) {
            end(WELL);
        }
        Objects.requireNonNull(onBlock).onBlock(this, buffer);
    }

    /** Reads ahead as far as may be, and as there are buffers. */
    private void fill() {
        while (outcome == 0 && count < ahead.length && nextOffset < end) {
            Buffer buffer = file.cpu().buffers().allocate((int) Math.min(blockBytes, end - nextOffset));
            if (buffer == null) {
                retryLater();
                return;
            }
            Block block = ahead[(first + count) % ahead.length];
            block.buffer = buffer;
            block.isThere = false;
            count++;
            inFlight++;
            long at = nextOffset;
            nextOffset += buffer.writable();
            file.readFully(buffer, at, block);
        }
    }

    /** The pool is empty: what is in flight asks again when it ends, and where nothing is, time does. */
    private void retryLater() {
        if (count == 0 && !retry.isScheduled()) {
            file.cpu().schedule(retry, RETRY_NANOS);
        }
    }

    private void end(int how) {
        if (outcome == 0) {
            outcome = how;
        }
    }

    private void removeFirst() {
        ahead[first].buffer = null;
        first = (first + 1) % ahead.length;
        count--;
    }

    private void finish() {
        while (count > 0) {
            Buffer buffer = ahead[first].buffer;
            removeFirst();
            if (buffer != null) {
                buffer.free();
            }
        }
        retry.cancel();
        isRunning = false;
        file.remove(this);
        Objects.requireNonNull(onEnd).onEnd(this, outcome == WELL ? 0 : outcome);
    }
}
