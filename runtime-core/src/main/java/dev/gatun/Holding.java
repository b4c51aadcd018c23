package dev.gatun;

import dev.gatun.spi.Operation;
import org.jspecify.annotations.Nullable;

/**
 * What an operation keeps away from everybody while the kernel may touch it (invariant 4): pinned when it is armed, let
 * go at the terminal result, and only then. The Cpu's thread alone.
 */
abstract sealed class Holding extends Operation permits Lifecycle {
    private @Nullable Buffer held;
    private @Nullable BufferVector heldVector;

    final void keep(Buffer buffer) {
        buffer.pin();
        held = buffer;
    }

    final void keep(BufferVector vector) {
        vector.pin();
        heldVector = vector;
    }

    /** Everything is the caller's again, and the {@code bytes} transferred are accounted for. */
    final void letGo(int bytes) {
        Buffer buffer = held;
        if (buffer != null) {
            held = null;
            if (bytes > 0) {
                advance(buffer, bytes);
            }
            buffer.unpin();
        }
        BufferVector vector = heldVector;
        if (vector != null) {
            heldVector = null;
            vector.unpin();
        }
        batch = null;
    }

    /** The kernel never answered: what it holds stays pinned for ever. */
    final void forsake() {
        held = null;
        heldVector = null;
    }

    private void advance(Buffer buffer, int bytes) {
        if (!buffer.isLive()) {
            return; // freed by freeWhenReleased: nobody looks at its positions any more
        }
        switch (kind) {
            case RECEIVE, RECEIVE_FROM, READ -> {
                if (!has(PEEK)) {
                    buffer.writerIndex(buffer.writerIndex() + bytes);
                }
            }
            case SEND, SEND_TO, WRITE -> buffer.readerIndex(buffer.readerIndex() + bytes);
            default -> {
                // OPEN holds its path, which nothing is transferred from
            }
        }
    }
}
