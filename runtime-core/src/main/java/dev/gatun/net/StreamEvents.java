package dev.gatun.net;

import dev.gatun.Buffer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * What of a stream faces the application: its callbacks, and what becomes of a stream whose callback throws. Its Cpu's
 * thread alone.
 */
abstract sealed class StreamEvents permits StreamLife {
    private static final Logger LOG = System.getLogger("dev.gatun");

    // Of NetCore: the list of those that are open, and of those that have put something off.
    @Nullable
    NetStream nextOpen;

    @Nullable
    NetStream previousOpen;

    @Nullable
    NetStream nextLater;

    boolean isLater;

    final NetCore core;

    @Nullable
    NetStreamCallback onWritable;

    @Nullable
    NetStreamCallback onEnd;

    @Nullable
    CloseCallback onClose;

    /** Within its receive callback. */
    boolean isDelivering;

    StreamEvents(NetCore core) {
        this.core = core;
    }

    abstract NetStream self();

    /** Nothing is to be armed, and nothing told but the end. */
    abstract boolean isEnding();

    abstract void end(CloseReason why);

    final void deliver(ReceiveCallback callback, Buffer buffer) {
        core.delivering = buffer;
        isDelivering = true;
        try {
            callback.onReceived(self(), buffer);
        } catch (RuntimeException e) {
            onHandlerFailed(e);
        } finally {
            isDelivering = false;
            core.delivering = null;
        }
    }

    final void deliver(ReceiveIntoCallback callback, Buffer into, int result) {
        try {
            callback.onReceived(self(), into, result);
        } catch (RuntimeException e) {
            onHandlerFailed(e);
        }
    }

    final void tell(@Nullable NetStreamCallback callback) {
        if (callback == null || isEnding()) {
            return;
        }
        try {
            callback.on(self());
        } catch (RuntimeException e) {
            onHandlerFailed(e);
        }
    }

    /** This connection and no other; what its handler had in its hands is freed, unless somebody else has it. */
    final void onHandlerFailed(RuntimeException failure) {
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

    final void tellClosed(CloseCallback told, CloseReason why) {
        try {
            told.onClosed(self(), why);
        } catch (RuntimeException e) {
            onHandlerFailed(e);
        }
    }
}
