package dev.gatun.net;

import dev.gatun.spi.IoError;
import java.util.ArrayDeque;

/**
 * The ranges of files in a stream's output, and where they stand between its buffers: each knows how many buffers come
 * between the one before it and itself. Its Cpu's thread alone.
 */
final class FileSends {
    private final StreamLife stream;
    private final ArrayDeque<FileSend> queue = new ArrayDeque<>();

    /** Buffers behind the last of them. */
    private int buffersBehind;

    FileSends(StreamLife stream) {
        this.stream = stream;
    }

    /** Behind the {@code buffers} that are in the output now. */
    void add(FileSend file, int buffers) {
        file.buffersAhead = queue.isEmpty() ? buffers : buffersBehind;
        buffersBehind = 0;
        queue.addLast(file);
    }

    /** A buffer, behind all that is there. */
    void onAccepted() {
        buffersBehind++;
    }

    /** The first buffer was sent, or dropped. */
    void onBufferGone() {
        FileSend first = queue.peekFirst();
        if (first != null && first.buffersAhead > 0) {
            first.buffersAhead--;
        } else {
            buffersBehind--;
        }
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    boolean isTheirTurn() {
        FileSend first = queue.peekFirst();
        return first != null && first.buffersAhead == 0;
    }

    /** How many of the output's buffers come before any file. */
    int buffersAhead(int buffers) {
        FileSend first = queue.peekFirst();
        return first == null ? buffers : first.buffersAhead;
    }

    FileSend first() {
        return queue.getFirst();
    }

    /** Only the first one can be. */
    boolean isBusy() {
        FileSend first = queue.peekFirst();
        return first != null && first.isBusy();
    }

    boolean isSending() {
        FileSend first = queue.peekFirst();
        return first != null && first.isSending();
    }

    /** How many of its bytes will not be sent. */
    long removeFirst() {
        return queue.removeFirst().unsent();
    }

    void stop() {
        if (isBusy()) {
            queue.getFirst().stop();
        }
    }

    /** The stream has ended. */
    void release(IoError why) {
        while (!queue.isEmpty()) {
            FileSend file = queue.removeFirst();
            file.freeBlocks();
            tell(file, why.result());
        }
    }

    void tell(FileSend file, int because) {
        try {
            file.tell(stream.self(), because);
        } catch (RuntimeException e) {
            stream.onHandlerFailed(e);
        }
    }
}
