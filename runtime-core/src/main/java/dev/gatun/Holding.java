package dev.gatun;

import dev.gatun.spi.Operation;
import org.jspecify.annotations.Nullable;

/**
 * What an operation keeps away from everybody while the kernel may touch it (invariant 4): pinned when it is armed, let
 * go at the terminal result, and only then. The Cpu's thread alone.
 */
abstract sealed class Holding extends Operation permits Lifecycle {
    private @Nullable Buffer held;
    private @Nullable Held heldBeside;

    final void keep(Buffer buffer) {
        buffer.pin();
        held = buffer;
    }

    final void keep(Held beside) {
        beside.pin();
        heldBeside = beside;
    }

    /** Everything is the caller's again, and what the result says was transferred is accounted for. */
    final void letGo(int result) {
        Buffer buffer = held;
        if (buffer != null) {
            held = null;
            if (result > 0) {
                advance(buffer, result);
            }
            buffer.unpin();
        }
        Held beside = heldBeside;
        if (beside != null) {
            heldBeside = null;
            beside.unpin(result);
        }
        batch = null;
    }

    /** The kernel never answered: what it holds stays pinned for ever. */
    final void forsake() {
        held = null;
        heldBeside = null;
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
