package dev.gatun.benchmarks.rivals;

import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.uring.IoUringIoEvent;
import io.netty.channel.uring.IoUringIoHandle;
import io.netty.channel.uring.IoUringIoOps;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A batch of NOPs by Netty's public way to the ring; each that ends is submitted again. The event loop's thread, but
 * for a round's beginning.
 */
final class NettyNops implements IoUringIoHandle {
    private static final byte NOP = 0; // IORING_OP_NOP, linux/io_uring.h
    /** So that the clock is not read for each batch. */
    private static final int BATCHES_A_READING = 200;

    private final Stage stage;
    private final int batch;
    private final IoUringIoOps[] operations;
    private @Nullable IoRegistration registration;
    private CompletableFuture<Stage.Done> round = new CompletableFuture<>();
    private long startedAt;
    private long nanos;
    private long ended;
    private int inFlight;
    private boolean ending;

    private NettyNops(Stage stage, int batch) {
        this.stage = stage;
        this.batch = batch;
        operations = new IoUringIoOps[batch];
        for (short i = 0; i < batch; i++) {
            operations[i] =
                    new IoUringIoOps(NOP, (byte) 0, (short) 0, -1, 0L, 0L, 0, 0, (long) i, (short) 0, (short) 0, 0, 0L);
        }
    }

    static void submit(Stage stage, NettyTransport transport) throws Exception {
        NettyNops nops = new NettyNops(stage, stage.number("batch", 32));
        IoEventLoop loop = (IoEventLoop) transport.loop();
        nops.registration = loop.register(nops).sync().getNow();
        stage.work(nanos -> nops.round(loop, nanos));
    }

    private Stage.Done round(IoEventLoop loop, long forNanos) throws Exception {
        CompletableFuture<Stage.Done> done = new CompletableFuture<>();
        loop.execute(() -> {
            round = done;
            nanos = forNanos;
            ended = 0;
            ending = false;
            startedAt = System.nanoTime();
            for (short i = 0; i < batch; i++) {
                submit(i);
            }
        });
        return done.get();
    }

    private void submit(short number) {
        if (registration == null || registration.submit(operations[number]) < 0) {
            stage.fail(new IllegalStateException("NOP " + number + " was not taken"));
        }
        inFlight++;
    }

    @Override
    public void handle(IoRegistration from, IoEvent event) {
        IoUringIoEvent nop = (IoUringIoEvent) event;
        inFlight--;
        if (nop.res() != 0 || nop.opcode() != NOP) {
            stage.fail(new IllegalStateException("a NOP ended with " + nop));
        }
        ended++;
        if (ended % ((long) batch * BATCHES_A_READING) == 0) {
            ending = System.nanoTime() - startedAt >= nanos;
        }
        if (!ending) {
            submit((short) nop.userData());
        } else if (inFlight == 0) {
            round.complete(Stage.Done.ofAll(ended, System.nanoTime() - startedAt));
        }
    }

    @Override
    public void close() {}
}
