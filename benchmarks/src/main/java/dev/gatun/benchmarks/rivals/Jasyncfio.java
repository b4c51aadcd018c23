package dev.gatun.benchmarks.rivals;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import one.jasyncfio.AsyncFile;
import one.jasyncfio.EventExecutor;
import one.jasyncfio.OpenOption;
import org.jspecify.annotations.Nullable;

/**
 * jasyncfio: files over io_uring by JNI. A direct file goes through a ring that polls the device, so a device without
 * queues to poll refuses it. Its completions run on its own thread, where the next read is asked for.
 */
public final class Jasyncfio implements Rival {
    @Override
    public String name() {
        return "jasyncfio";
    }

    @Override
    public boolean competesIn(String row) {
        return row.equals("file.read");
    }

    @Override
    public List<String> jvmOptions() {
        return List.of("--sun-misc-unsafe-memory-access=allow", "--add-opens=java.base/java.nio=ALL-UNNAMED");
    }

    @Override
    public void run(Stage stage) throws Exception {
        EventExecutor executor = EventExecutor.builder().sleepTimeout(0).build();
        Blocks blocks = new Blocks(stage, 1);
        AsyncFile file = (stage.number("direct", 1) == 1
                        ? AsyncFile.open(blocks.path(), executor, OpenOption.READ_ONLY, OpenOption.DIRECT)
                        : AsyncFile.open(blocks.path(), executor, OpenOption.READ_ONLY))
                .get(5, TimeUnit.SECONDS);
        file.size().thenRun(stage::pinThisThread).get(5, TimeUnit.SECONDS); // on its own thread
        Reads reads = new Reads(file, blocks, stage.number("depth", 32));
        reads.round(1); // a device that can't be polled shows here
        stage.work(reads::round);
    }

    /** Those in flight; on jasyncfio's thread, but for a round's beginning. */
    private static final class Reads {
        private final AsyncFile file;
        private final Blocks blocks;
        private final int depth;
        private final AtomicLong done = new AtomicLong();
        private final AtomicInteger inFlight = new AtomicInteger();
        private volatile CompletableFuture<Boolean> ended = new CompletableFuture<>();
        private volatile long endsAt;

        Reads(AsyncFile file, Blocks blocks, int depth) {
            this.file = file;
            this.blocks = blocks;
            this.depth = depth;
        }

        Stage.Done round(long nanos) throws Exception {
            done.set(0);
            ended = new CompletableFuture<>();
            inFlight.set(depth);
            long start = System.nanoTime();
            endsAt = start + nanos;
            for (int i = 0; i < depth; i++) {
                read(Blocks.newBuffer());
            }
            ended.get(nanos + TimeUnit.SECONDS.toNanos(5), TimeUnit.NANOSECONDS);
            return Stage.Done.ofAll(done.get(), System.nanoTime() - start);
        }

        private synchronized long next() {
            return blocks.next();
        }

        private void read(ByteBuffer buffer) {
            long wanted = next();
            CompletableFuture<Integer> read = file.read(buffer.clear(), wanted * Blocks.SIZE, Blocks.SIZE);
            var _ = read.thenAccept(result -> onRead(wanted, result, buffer)).exceptionally(this::onFailure);
        }

        private void onRead(long wanted, int result, ByteBuffer buffer) {
            Blocks.check(wanted, result, buffer);
            done.incrementAndGet();
            if (System.nanoTime() < endsAt) {
                read(buffer);
            } else if (inFlight.decrementAndGet() == 0) {
                ended.complete(true);
            }
        }

        private @Nullable Void onFailure(Throwable why) {
            ended.completeExceptionally(why);
            return null;
        }
    }
}
