package dev.gatun;

import dev.gatun.spi.Completions;
import dev.gatun.spi.Datagrams;
import dev.gatun.spi.IoError;
import dev.gatun.spi.OperationKind;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One operation at a time, again and again. It belongs to whoever made it ({@link Cpu#newFuture()}): arm it with a
 * verb,
 * get the result by callback, arm it again; nothing is allocated for that. Until the terminal result the buffer belongs
 * to the kernel. The Cpu's thread alone, except where a method says otherwise.
 *
 * <p>Positions follow the bytes: what is received or read goes behind the buffer's writer index and moves it; what is
 * sent or written is what lies between reader and writer index, and moves the reader index.
 */
public final class IoFuture extends Verbs implements AutoCloseable {
    static final IoCallback NOBODY = _ -> {};

    /** How far an operation is; from QUEUED on a terminal result is owed. */
    public enum State {
        /** Never armed. */
        IDLE,
        /** The terminal result is here; it may be armed again. */
        DONE,
        /** Armed; the backend has no room yet, or the pool no buffer. */
        QUEUED,
        /** Handed over: its memory belongs to the kernel. */
        IN_KERNEL,
        /** As before, and the end was asked for. */
        CANCELLING;

        private static final State[] STATES = values();

        static State ofOrdinal(int ordinal) {
            return STATES[ordinal];
        }
    }

    IoFuture(Cpu cpu) {
        super(cpu);
    }

    @Override
    IoFuture self() {
        return this;
    }

    /** Who is told of each result from now on. */
    public IoFuture onComplete(IoCallback callback) {
        callback(callback);
        return this;
    }

    /** Operations armed from now on end with {@link IoError#TIMED_OUT} after so long; 0: never. */
    public IoFuture timeoutNanos(long nanos) {
        timeoutAfter(nanos);
        return this;
    }

    /** Operations armed from now on run on another core, and complete on this one; null: here again. */
    public IoFuture on(@Nullable Cpu target) {
        runOn(target);
        return this;
    }

    public boolean isDone() {
        return state() == State.DONE;
    }

    /** The last result: a value, or a negated error code ({@link IoError#of}). */
    public int result() {
        if (state() == State.IDLE || state() == State.QUEUED) {
            throw new IllegalStateException("no result yet: this future is " + state());
        }
        return lastResult();
    }

    public boolean failed() {
        return result() < 0;
    }

    public Optional<IoError> error() {
        return result() < 0 ? Optional.of(IoError.of(result())) : Optional.empty();
    }

    /** The result, or the exception that names operation, handle, error and remedy. */
    public int resultOrThrow() throws IoException {
        if (result() < 0) {
            IoError error = IoError.of(result());
            throw new IoException(
                    kind(),
                    handle(),
                    error,
                    Completions.nativeNumber(lastFlags()),
                    Misalignment.explain(this, error, cpu.backend().fileFacts()));
        }
        return result();
    }

    /** True exactly when the last result was not the terminal one: the operation is still armed. */
    public boolean hasMore() {
        return (lastFlags() & Completions.MORE) != 0 && state() != State.DONE;
    }

    /** The pool's buffer that the last result brought: the caller's from now on, to free or to send. Null: none. */
    public @Nullable Buffer buffer() {
        return lastBuffer();
    }

    /** The sender of the datagram that the last result brought in an {@code ENVELOPE}, while its buffer lives. */
    public void sender(NativeAddress into) {
        into.length(datagrams().sender(envelope(), into.address()));
    }

    /** The address it was sent to, with port 0; false when the socket was not asked to tell. */
    public boolean destination(NativeAddress into) {
        int length = datagrams().destination(envelope(), into.address());
        into.length(Math.max(length, 0));
        return length > 0;
    }

    /** What else is known of it, or {@link Datagrams#UNTOLD}. */
    public long fact(Datagrams.Fact fact) {
        return datagrams().fact(envelope(), fact);
    }

    private Datagrams datagrams() {
        return cpu.backend().sockets().datagrams();
    }

    private long envelope() {
        Buffer datagram = lastBuffer();
        if (datagram == null || kind() != OperationKind.RECEIVE_FROM || !has(ENVELOPE)) {
            throw new IllegalStateException(this + " brought no envelope; arm receiveFromMany with ENVELOPE");
        }
        return datagram.address() - datagrams().envelopeBytes(has(ENVELOPE_FACTS));
    }

    /** What came of the last cancel or timeout, once the terminal result is here. */
    public Optional<CancelOutcome> cancelOutcome() {
        return Optional.ofNullable(lastCancel());
    }

    /** Asks for the end. The terminal result comes all the same: CANCELLED, or what happened first. */
    public CancelOutcome cancel() {
        cpu.checkOwner();
        return askForEnd(IoError.CANCELLED);
    }

    /**
     * Gives this future up for good. Safe in flight: the result is discarded, the buffer let go when the kernel has.
     */
    @Override
    public void close() {
        abandon();
    }

    /** Completes with the terminal result of this arming, or exceptionally with an {@link IoException}. */
    public CompletableFuture<Integer> toCompletableFuture() {
        CompletableFuture<Integer> completable = new CompletableFuture<>();
        listen(future -> future.settle(completable));
        return completable;
    }

    /**
     * Waits for the terminal result of this arming, on any thread but the Cpu's own: a virtual thread is parked, the
     * loop
     * completes it.
     */
    public int await() throws IoException, InterruptedException {
        if (Thread.currentThread() == cpu.owner()) {
            throw new IllegalStateException("on the loop's own thread await would wait for itself; use a callback");
        }
        CompletableFuture<Integer> result = new CompletableFuture<>();
        if (!cpu.requestRun(new Await(this, result))) {
            throw new IoException(kind(), handle(), IoError.QUEUE_FULL, 0);
        }
        try {
            return result.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IoException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private record Await(IoFuture future, CompletableFuture<Integer> result) implements CoreMessage {
        @Override
        public void onMessage(Cpu here) {
            if (future.state() == State.IDLE) {
                result.completeExceptionally(new IllegalStateException("nothing was armed: there is nothing to await"));
            } else {
                future.listen(done -> done.settle(result));
            }
        }

        @Override
        public void onUndelivered() {
            result.completeExceptionally(new IoException(future.kind(), future.handle(), IoError.CLOSED, 0));
        }
    }

    /** Goes on with {@code step} when this has ended well. */
    public IoChain then(IoChain.Step step) {
        return new IoChain(this, step);
    }

    void settle(CompletableFuture<Integer> completable) {
        try {
            completable.complete(resultOrThrow());
        } catch (IoException e) {
            completable.completeExceptionally(e);
        }
    }
}
