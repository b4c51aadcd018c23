package dev.gatun.file;

import dev.gatun.spi.OperationKind;
import org.jspecify.annotations.Nullable;

/**
 * Sends what the system has in its memory of a file to a socket, without a buffer between: one range at a time, each an
 * operation of the file, so that closing the file ends it first. What the system has not, it leaves alone; a
 * {@link SequentialReader} gets that. The Cpu's thread alone; as long as its file is open.
 */
public final class CachedSender implements FileCallback {
    private final AsyncFile file;
    private final FileCallback onSent;

    /** In flight, or null. */
    private @Nullable FileOperation operation;

    /**
     * @param onSent told of each range: bytes, perhaps fewer than asked for; 0 where not all of it is in memory, or the
     *     file ends before; or a negated error
     */
    public CachedSender(AsyncFile file, FileCallback onSent) {
        this.file = file;
        this.onSent = onSent;
    }

    /** Whether the backend can do it at all, and the file be in its memory. */
    public static boolean isPossible(AsyncFile file) {
        return file.cpu().capabilities().supports(OperationKind.SEND_FILE)
                && !file.options().isDirect();
    }

    public void send(long socket, long offset, int length) {
        if (operation != null) {
            throw new IllegalStateException("a range of " + file + " is being sent; wait for its end");
        }
        operation = file.sendTo(socket, offset, length, this);
    }

    public boolean isSending() {
        return operation != null;
    }

    /** It is told all the same, with CANCELLED, or with what happened first. */
    public void cancel() {
        if (operation != null) {
            operation.future.cancel();
        }
    }

    @Override
    public void onDone(AsyncFile of, long result) {
        operation = null;
        onSent.onDone(of, result);
    }
}
