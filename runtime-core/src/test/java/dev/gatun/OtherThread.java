package dev.gatun;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Something done by another thread, and awaited: what it throws is thrown here. */
final class OtherThread {
    private OtherThread() {}

    static void does(Runnable something) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread.ofPlatform().name("foreign").daemon().start(() -> {
            try {
                something.run();
                done.complete(null);
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        });
        try {
            done.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
