package dev.gatun;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Operations one after the other, with one result: each step looks at the future that ended well and arms the next, or
 * answers null when there is nothing more to do. An error ends the chain. For everyday code; the hot path uses
 * callbacks.
 * The Cpu's thread alone.
 */
public final class IoChain {
    /** Arms a future (the same one again, or another of the same Cpu) and answers it; null ends the chain. */
    @FunctionalInterface
    public interface Step {
        @Nullable
        IoFuture next(IoFuture done);
    }

    private final List<Step> steps = new ArrayList<>();
    private final CompletableFuture<Integer> end = new CompletableFuture<>();
    private int nextStep;

    IoChain(IoFuture first, Step step) {
        steps.add(step);
        first.listen(this::onTerminal);
    }

    /** Another step behind the last. */
    public IoChain then(Step step) {
        if (end.isDone()) {
            throw new IllegalStateException("this chain has ended: add its steps before its first result");
        }
        steps.add(step);
        return this;
    }

    /** The result of the last operation, or the first error. */
    public CompletableFuture<Integer> toCompletableFuture() {
        return end;
    }

    private void onTerminal(IoFuture done) {
        if (done.failed() || nextStep == steps.size()) {
            done.settle(end);
            return;
        }
        IoFuture next;
        try {
            next = steps.get(nextStep++).next(done);
        } catch (RuntimeException e) {
            end.completeExceptionally(e);
            return;
        }
        if (next == null) {
            done.settle(end);
        } else {
            next.listen(this::onTerminal);
        }
    }
}
