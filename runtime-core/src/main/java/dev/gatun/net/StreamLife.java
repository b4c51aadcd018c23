package dev.gatun.net;

import dev.gatun.IoFuture;
import dev.gatun.NativeAddress;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.SocketOption;
import dev.gatun.spi.Sockets;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The life of a stream: open, closing (what is queued still goes), ending (whatever is in flight must end first),
 * closed. Each half tells here what happened; here is decided what that means. The first reason for an end counts, and
 * the end is told once, when the kernel has let go of everything (invariants 3 and 4). Its Cpu's thread alone.
 */
abstract sealed class StreamLife extends StreamEvents permits NetStream {
    private enum State {
        OPEN,
        CLOSING,
        ENDING,
        CLOSED
    }

    /** So many sends pay for a name of the ring's own ({@link dev.gatun.Cpu#adopt}). */
    private static final int ADOPT_AFTER = 32;

    /** Who closes and set no limit for writing does not wait for ever. */
    private static final long CLOSING_STALL_NANOS = 30_000_000_000L;

    private static final long RETRY_NANOS = 1_000_000;

    final StreamOrigin origin;
    final Inbound inbound;
    final Outbound outbound;

    private @Nullable StreamTimers timers;
    private State state = State.OPEN;
    private @Nullable CloseReason reason;
    private long handle;
    private int writes;
    private boolean isLingering;
    private boolean owesAcknowledgement;

    /** The backend never answered: whatever it has, the handle is a part of it. */
    private boolean isForsaken;

    StreamLife(NetCore core, long handle, StreamOrigin origin, IoFuture sending) {
        super(core);
        this.handle = handle;
        this.origin = origin;
        inbound = new Inbound(this, core.cpu.newFuture(), core.cpu.capabilities());
        outbound = new Outbound(this, sending);
        core.opened(self());
    }

    final NetCore core() {
        return core;
    }

    final long handle() {
        return handle;
    }

    final Sockets sockets() {
        return core.cpu.backend().sockets();
    }

    final void checkOwner() {
        core.checkOwner();
    }

    final void checkOpen() {
        core.checkOwner();
        if (state != State.OPEN) {
            throw new IllegalStateException(this + ": it is not open any more; onClose says when and why");
        }
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    final boolean takesMore() {
        return state == State.OPEN && !outbound.isEnding();
    }

    @Override
    final boolean isEnding() {
        return state.compareTo(State.ENDING) >= 0;
    }

    final void later() {
        core.later(self());
    }

    /** What was put off until the end of the tick. */
    final void runLater() {
        if (isEnding()) {
            finishIfIdle();
            return;
        }
        inbound.goOn();
        if (isEnding()) {
            return;
        }
        if (owesAcknowledgement) {
            owesAcknowledgement = false;
            if (outbound.isEmpty()) { // else it travels with the answer
                sockets().setOption(handle, SocketOption.QUICK_ACK, 1);
            }
        }
        outbound.flush();
        if (state == State.CLOSING && outbound.isEmpty() && !outbound.isArmed()) {
            onEmptied();
        }
    }

    final void retryLater() {
        timers().retryIn(RETRY_NANOS, core.cpu.nowNanos());
    }

    final StreamTimers timers() {
        StreamTimers present = timers;
        if (present == null) {
            present = new StreamTimers(this);
            timers = present;
        }
        return present;
    }

    /** From now on; what is on its way already counts as begun now. */
    final void limitWrites(long nanos) {
        StreamTimers present = timers();
        long now = core.cpu.nowNanos();
        if (outbound.isWriting()) {
            present.onWriting(now);
        }
        present.writeNanos(nanos, now);
    }

    // --- what the halves tell ---------------------------------------------------------------------------------------

    final void onWriting() {
        if (++writes == ADOPT_AFTER) {
            handle = core.cpu.adopt(handle);
        }
        if (timers != null) {
            timers.onWriting(core.cpu.nowNanos());
        }
    }

    final void onWritten() {
        if (timers != null) {
            timers.onWritten(core.cpu.nowNanos());
        }
        if (state == State.CLOSING && outbound.isEmpty()) {
            onEmptied();
        }
    }

    final void onReceived() {
        if (timers != null) {
            timers.onActivity(core.cpu.nowNanos());
        }
        if (origin.keepsQuickAck() && !isEnding()) {
            owesAcknowledgement = true;
            later();
        }
    }

    final void onRoom() {
        inbound.block(false);
        tell(onWritable);
    }

    /** The other side sends no more. */
    final void onEnded() {
        if (state == State.CLOSING) {
            if (outbound.isShut()) {
                end(CloseReason.HERE);
            }
        } else if (onEnd == null) {
            closeFor(CloseReason.PEER, 0);
        } else {
            tell(onEnd);
            endIfBothHalvesHave();
        }
    }

    final void onOutputShut() {
        if (state == State.CLOSING && inbound.isEndTold()) {
            end(CloseReason.HERE);
        } else {
            endIfBothHalvesHave();
        }
    }

    private void endIfBothHalvesHave() {
        if (state == State.OPEN && inbound.isEndTold() && outbound.isShut()) {
            end(CloseReason.PEER);
        }
    }

    /** Closing, and nothing is queued any more. */
    private void onEmptied() {
        if (!isLingering) {
            end(CloseReason.HERE);
        }
    }

    final void fail(IoError error) {
        end(CloseReason.failed(error));
    }

    // --- the end ----------------------------------------------------------------------------------------------------

    /** What is queued goes first; then, if so wished, this side waits for the other's end. */
    final void closeFor(CloseReason why, long lingerNanos) {
        assert state == State.OPEN : this;
        state = State.CLOSING;
        reason = why;
        isLingering = lingerNanos > 0 && !inbound.isEndTold();
        long now = core.cpu.nowNanos();
        if (!timers().hasWriteLimit()) {
            timers().writeNanos(CLOSING_STALL_NANOS, now);
        }
        inbound.discard(isLingering);
        if (isLingering) {
            outbound.endWhenEmpty();
            timers().lingerFor(lingerNanos, now);
        }
        later();
    }

    final void breakOff() {
        if (!isEnding()) {
            sockets().setOption(handle, SocketOption.LINGER_SECONDS, 0);
            end(CloseReason.HERE);
        }
    }

    /** Whatever is in flight is cancelled, and awaited. */
    @Override
    final void end(CloseReason why) {
        if (isEnding()) {
            return;
        }
        if (reason == null) {
            reason = why;
        }
        state = State.ENDING;
        if (timers != null) {
            timers.stop();
        }
        if (inbound.isArmed()) {
            inbound.cancel();
        }
        outbound.cancel();
        later(); // with nothing in flight; nobody is told from within his own call
    }

    /** One half of an ending stream had its last result. */
    final void onHalfOver(int result) {
        isForsaken |= result == IoError.BACKEND_FAILED.result();
        finishIfIdle();
    }

    final void finishIfIdle() {
        if (state != State.ENDING || inbound.isArmed() || outbound.isArmed()) {
            return;
        }
        state = State.CLOSED;
        CloseReason why = reason == null ? CloseReason.HERE : reason;
        if (!isForsaken) {
            sockets().close(handle);
        }
        outbound.release(why.asError());
        inbound.release(why.asError());
        core.closed(self());
        if (origin.load() != null) {
            origin.load().decrementAndGet();
        }
        CloseCallback told = onClose;
        if (told != null) {
            tellClosed(told, why);
        }
    }

    final @Nullable SocketAddress address(boolean remote) {
        if (state == State.CLOSED) {
            return null;
        }
        NativeAddress address = core.lendAddress();
        try {
            int asked = remote ? address.setToPeerOf(handle) : address.setToLocalOf(handle);
            return asked < 0 ? null : address.get();
        } finally {
            core.giveBack(address);
        }
    }

    @Override
    public final String toString() {
        return "stream " + Operation.plainHandle(handle) + " of Cpu " + core.cpu.index() + ", " + state
                + (reason == null ? "" : " (" + reason + ")");
    }
}
