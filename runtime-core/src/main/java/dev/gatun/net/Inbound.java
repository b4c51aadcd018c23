package dev.gatun.net;

import dev.gatun.Buffer;
import dev.gatun.IoCallback;
import dev.gatun.IoFuture;
import dev.gatun.spi.Capabilities;
import dev.gatun.spi.Capabilities.Feature;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of a stream: one future, armed for buffers of the pool as long as a callback wants them and
 * nothing speaks against it, or for a buffer of the caller's. Its Cpu's thread alone.
 */
final class Inbound implements IoCallback {
    private enum How {
        /** Many results in one arming, in buffers taken when data is there. */
        MANY,
        /** One of those an arming. */
        POOLED,
        /** A backend without those: a buffer is taken, and brought, when the system says that there is something. */
        BROUGHT
    }

    private final StreamLife stream;
    private final IoFuture future;
    private final How how;
    private @Nullable ReceiveCallback callback;
    private @Nullable OwnReceive own;
    private @Nullable Buffer brought;

    /** What came although it was not wanted at the moment, in order; null as long as that never happened. */
    private @Nullable ArrayDeque<Buffer> held;

    /** The application does not want any. */
    private boolean isPaused;

    /** The callback's answers fill the stream's own output. */
    private boolean isBlocked;

    /** Nothing is wanted from now on, and what comes is freed: this side is closing. */
    private boolean isDiscarding;

    /** All the same what comes is taken, to see the other side's end. */
    private boolean isAwaitingEnd;

    private boolean isEnded;
    private boolean isEndTold;

    Inbound(StreamLife stream, IoFuture future, Capabilities capabilities) {
        this.stream = stream;
        this.future = future.onComplete(this);
        boolean isPooled = capabilities.supports(Feature.POOL_BUFFERS);
        how = !isPooled ? How.BROUGHT : capabilities.supports(Feature.MULTISHOT_RECEIVE) ? How.MANY : How.POOLED;
    }

    boolean isArmed() {
        return future.isArmed();
    }

    /** The other side sends no more, and all that it sent was taken. */
    boolean isEndTold() {
        return isEndTold;
    }

    boolean isPaused() {
        return isPaused;
    }

    void callback(ReceiveCallback wanted) {
        if (own != null && own.isUnderWay()) {
            throw new IllegalStateException("a receive into a buffer of your own is under way on " + stream);
        }
        callback = wanted;
        goOn();
    }

    OwnReceive own() {
        if (callback != null) {
            throw new IllegalStateException("what " + stream + " receives goes to its callback; use one or the other");
        }
        OwnReceive receive = own;
        if (receive == null) {
            receive = new OwnReceive(stream, this);
            own = receive;
        }
        return receive;
    }

    void pause(boolean pause) {
        isPaused = pause;
        changed();
    }

    void block(boolean block) {
        isBlocked = block;
        changed();
    }

    void discard(boolean awaitEnd) {
        isDiscarding = true;
        isAwaitingEnd = awaitEnd;
        isPaused = !awaitEnd;
        isBlocked = false;
        if (awaitEnd) {
            stream.later();
        }
    }

    /** A kernel that is armed for many goes on taking from its buffers, and the peer would never feel it. */
    private void changed() {
        if (!isStopped()) {
            stream.later();
        } else if (how == How.MANY && future.isArmed() && callback != null) {
            future.cancel();
        }
    }

    private boolean isStopped() {
        return isPaused || (isBlocked && callback != null);
    }

    /** Hands over what was held, and arms if something is wanted. At the end of a tick, or from a result. */
    void goOn() {
        while (held != null && !held.isEmpty() && !isStopped() && !stream.isEnding()) {
            deliver(held.removeFirst());
        }
        boolean isHeld = held != null && !held.isEmpty();
        if (isStopped() || isHeld || stream.isEnding()) {
            return;
        }
        if (isEnded) {
            tellEnd();
        } else if (!future.isArmed()) {
            arm();
        }
    }

    private void arm() {
        if (own != null && own.isUnderWay() && !isDiscarding) {
            own.goOn();
        } else if (callback != null || isAwaitingEnd) {
            switch (how) {
                case MANY -> future.receiveMany(stream.handle());
                case POOLED -> future.receivePooled(stream.handle());
                case BROUGHT -> future.poll(stream.handle(), Operation.POLL_READ);
            }
        }
    }

    private void bring() {
        Buffer buffer = stream.core().cpu.buffers().allocate(1);
        if (buffer == null) {
            stream.retryLater();
            return;
        }
        brought = buffer;
        future.receive(stream.handle(), buffer);
    }

    void armOwn(Buffer into) {
        if (!future.isArmed()) {
            future.receive(stream.handle(), into);
        }
    }

    @Override
    public void onComplete(IoFuture done) {
        int result = done.result();
        if (done.kind() == OperationKind.POLL && result >= 0 && !stream.isEnding()) {
            bring();
            return;
        }
        Buffer buffer = received(done, result);
        if (stream.isEnding()) {
            if (buffer != null) {
                buffer.free();
            }
            if (!future.isArmed()) {
                stream.onHalfOver(result);
            }
            return;
        }
        if (buffer != null) {
            take(buffer);
        } else if (result > 0 && own != null) {
            own.onBytes();
        } else if (result == 0) {
            isEnded = true;
        } else if (result < 0 && !isRetried(result)) {
            stream.fail(IoError.of(result));
        }
        if (!future.isArmed() || isEnded) {
            goOn();
        }
        if (result > 0) {
            stream.onReceived();
        }
    }

    /** The pool's buffer that the result brought, or the one that was brought along; null when it is the caller's. */
    private @Nullable Buffer received(IoFuture done, int result) {
        Buffer mine = brought;
        if (mine == null) {
            return done.buffer();
        }
        brought = null;
        if (result > 0) {
            return mine;
        }
        mine.free();
        return null;
    }

    /** CANCELLED only where a pause asked for it: who closes does not come here. */
    private boolean isRetried(int result) {
        boolean isPausing = result == IoError.CANCELLED.result() && how == How.MANY && callback != null;
        return isPausing || Outbound.isTransient(result);
    }

    private void take(Buffer buffer) {
        if (isDiscarding) {
            buffer.free();
        } else if (isStopped() || (held != null && !held.isEmpty())) {
            hold(buffer);
        } else {
            deliver(buffer);
        }
    }

    private void hold(Buffer buffer) {
        ArrayDeque<Buffer> kept = held;
        if (kept == null) {
            kept = new ArrayDeque<>();
            held = kept;
        }
        kept.addLast(buffer);
    }

    private void deliver(Buffer buffer) {
        ReceiveCallback to = callback;
        if (to == null || isDiscarding) {
            buffer.free();
            return;
        }
        stream.deliver(to, buffer);
    }

    private void tellEnd() {
        if (isEndTold) {
            return;
        }
        isEndTold = true;
        if (own != null && own.isUnderWay()) {
            own.end(0);
        }
        if (!stream.isEnding()) {
            stream.onEnded();
        }
    }

    /** Nobody gets what is left; the future has ended. */
    void release(IoError error) {
        assert !future.isArmed() : "invariant 4: the kernel may still write";
        if (held != null) {
            held.forEach(Buffer::free);
            held = null;
        }
        future.close();
        if (own != null && own.isUnderWay()) {
            own.end(error.result());
        }
    }

    void cancel() {
        future.cancel();
    }
}
