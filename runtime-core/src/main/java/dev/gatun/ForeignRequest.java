package dev.gatun;

import dev.gatun.spi.IoError;
import dev.gatun.spi.OperationKind;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One operation that a foreign thread asked for: armed on the Cpu's thread, on a future that is lent for it. Made by
 * the
 * asking thread, the Cpu's from then on.
 */
final class ForeignRequest implements CoreMessage {
    private final Consumer<IoFuture> arm;
    private final CompletableFuture<Integer> result = new CompletableFuture<>();

    ForeignRequest(Consumer<IoFuture> arm) {
        this.arm = arm;
    }

    CompletableFuture<Integer> result() {
        return result;
    }

    @Override
    public void onMessage(Cpu here) {
        IoFuture future = here.borrowFuture();
        try {
            arm.accept(future);
        } catch (RuntimeException e) {
            here.giveBackFuture(future);
            result.completeExceptionally(e);
            return;
        }
        if (!future.isArmed()) {
            here.giveBackFuture(future);
            result.completeExceptionally(new IllegalStateException("the future that was lent was not armed"));
            return;
        }
        future.listen(done -> {
            done.settle(result);
            here.execute(() -> here.giveBackFuture(done)); // the borrower's callback comes first
        });
    }

    @Override
    public void onUndelivered() {
        refuse(IoError.CLOSED);
    }

    void refuse(IoError error) {
        result.completeExceptionally(new IoException(OperationKind.NOP, -1, error, 0));
    }
}
