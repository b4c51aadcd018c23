package dev.gatun.net;

import dev.gatun.Buffer;
import dev.gatun.BufferBatch;
import dev.gatun.spi.IoError;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What of a datagram socket faces the application: its callbacks, and what becomes of a socket whose callback throws.
 * Its Cpu's thread alone.
 */
abstract sealed class UdpEvents permits UdpSocket {
    private static final Logger LOG = System.getLogger("dev.gatun");

    final NetCore core;
    private @Nullable Runnable onWritable;
    private @Nullable Consumer<IoError> onError;
    private @Nullable Consumer<CloseReason> onClose;
    private long errors;

    UdpEvents(NetCore core) {
        this.core = core;
    }

    abstract UdpSocket self();

    /** Nothing is to be armed, and nothing told but the end. */
    abstract boolean isEnding();

    abstract void end(CloseReason why);

    /** Told when there is room again, after a send that was FULL. */
    public UdpSocket onWritable(Runnable callback) {
        core.checkOwner();
        onWritable = callback;
        return self();
    }

    /**
     * Told of what does not end it: REFUSED and its like, of an earlier datagram that found nobody; and of what could
     * not be sent and was dropped, such as MESSAGE_TOO_BIG.
     */
    public UdpSocket onError(Consumer<IoError> callback) {
        core.checkOwner();
        onError = callback;
        return self();
    }

    /** Told once, when its handle is closed. */
    public UdpSocket onClose(Consumer<CloseReason> callback) {
        core.checkOwner();
        onClose = callback;
        return self();
    }

    /** Errors that were told, or would have been. */
    public long errors() {
        return errors;
    }

    final void deliver(DatagramCallback callback, Datagram datagram, Buffer buffer) {
        core.delivering = buffer;
        try {
            callback.onDatagram(self(), datagram);
        } catch (RuntimeException e) {
            onHandlerFailed(e);
        } finally {
            core.delivering = null;
        }
    }

    final void deliver(BatchCallback callback, BufferBatch batch, int result) {
        try {
            callback.onBatch(self(), batch, result);
        } catch (RuntimeException e) {
            onHandlerFailed(e);
        }
    }

    final void tellWritable() {
        Runnable told = onWritable;
        if (told == null || isEnding()) {
            return;
        }
        try {
            told.run();
        } catch (RuntimeException e) {
            onHandlerFailed(e);
        }
    }

    final void tellError(IoError error) {
        errors++;
        Consumer<IoError> told = onError;
        if (told == null || isEnding()) {
            return;
        }
        try {
            told.accept(error);
        } catch (RuntimeException e) {
            onHandlerFailed(e);
        }
    }

    final void tellClosed(CloseReason why) {
        if (onClose == null) {
            return;
        }
        try {
            onClose.accept(why);
        } catch (RuntimeException e) {
            onHandlerFailed(e);
        }
    }

    /** This socket and no other; what its handler had in its hands is freed, unless somebody else has it. */
    private void onHandlerFailed(RuntimeException failure) {
        Buffer dropped = core.delivering;
        if (dropped != null) {
            core.delivering = null;
            try {
                dropped.free();
            } catch (IllegalStateException _) {
                // the handler had freed it before it threw
            }
        }
        if (onClose == null || isEnding()) {
            LOG.log(Level.WARNING, "Gatun: a handler of " + this + " failed", failure);
        }
        end(CloseReason.failed(failure));
    }
}
