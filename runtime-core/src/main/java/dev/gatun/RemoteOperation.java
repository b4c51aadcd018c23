package dev.gatun;

import dev.gatun.spi.Completions;
import dev.gatun.spi.IoError;
import org.jspecify.annotations.Nullable;

/**
 * An operation that runs on another core for a future of this one. It goes there as a message, is armed there on a
 * future
 * that the other core lends, and comes home with the result. One for each future that was ever sent away, used again
 * and again; {@code proxy} and the result are the other core's while it is away, the rest is the origin's.
 */
final class RemoteOperation extends Homecoming implements CoreMessage {
    private final IoFuture origin;
    private final Cpu target;
    private final IoCallback goHome = this::onProxyDone;
    private final CancelRequest cancelRequest = new CancelRequest();
    private @Nullable IoFuture proxy;
    private int result;
    private int flags;
    private long journey;
    private boolean away;

    /** Follows the operation to the other core. One that comes too late finds another journey, and does nothing. */
    private final class CancelRequest extends Homecoming {
        private volatile long ofJourney;
        private volatile boolean underWay;

        void follow(Cpu target, long journey) {
            ofJourney = journey;
            if (!underWay) {
                underWay = true;
                target.sendHome(this);
            }
        }

        @Override
        void arrive(Cpu here) {
            underWay = false;
            IoFuture running = proxy;
            if (running != null && ofJourney == journey) {
                running.cancel();
            }
        }
    }

    RemoteOperation(IoFuture origin, Cpu target) {
        this.origin = origin;
        this.target = target;
    }

    Cpu target() {
        return target;
    }

    boolean isAway() {
        return away;
    }

    /** False when the queue to the other core is full: then it never left. */
    boolean send() {
        journey++;
        away = true;
        if (origin.cpu.send(target, this)) {
            return true;
        }
        away = false;
        return false;
    }

    void requestCancel() {
        assert away;
        cancelRequest.follow(target, journey);
    }

    @Override
    public void onMessage(Cpu here) {
        IoFuture lent = here.borrowFuture();
        proxy = lent;
        lent.onComplete(goHome);
        try {
            lent.takeOver(origin);
        } catch (IllegalStateException | UnsupportedHereException refused) {
            finish(here, refused instanceof IllegalStateException ? IoError.CLOSED : IoError.NOT_SUPPORTED);
            return;
        }
        lent.submit();
        if (cancelRequest.ofJourney == journey) {
            lent.cancel(); // it overtook us: the way of what can't be refused is another
        }
    }

    /** The other core stopped before it looked. */
    @Override
    public void onUndelivered() {
        result = IoError.BACKEND_FAILED.result();
        flags = 0;
        origin.cpu.sendHome(this);
    }

    private void onProxyDone(IoFuture done) {
        result = done.lastResult();
        flags = done.lastFlags();
        leave(done.cpu);
    }

    private void finish(Cpu here, IoError error) {
        result = error.result();
        flags = 0;
        leave(here);
    }

    private void leave(Cpu here) {
        IoFuture lent = proxy;
        proxy = null;
        if (lent != null) {
            here.giveBackFuture(lent);
        }
        origin.cpu.sendHome(this);
    }

    @Override
    void arrive(Cpu here) {
        away = false;
        if (origin.isArmed()) { // else its core gave it up meanwhile
            origin.onCompletion(Completions.outcome(result, flags), null);
        }
    }
}
