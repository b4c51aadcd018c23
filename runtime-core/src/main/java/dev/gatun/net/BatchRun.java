package dev.gatun.net;

import dev.gatun.BufferBatch;
import dev.gatun.Cpu;
import dev.gatun.IoCallback;
import dev.gatun.IoFuture;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A batch of the caller's that is being received or sent on a datagram socket. Its Cpu's thread alone. */
final class BatchRun implements IoCallback {
    private final UdpSocket socket;
    private final IoFuture future;
    private @Nullable BufferBatch batch;
    private @Nullable BatchCallback callback;

    BatchRun(UdpSocket socket, Cpu cpu) {
        this.socket = socket;
        future = cpu.newFuture().onComplete(this);
    }

    boolean isUnderWay() {
        return batch != null;
    }

    void receive(BufferBatch into, BatchCallback toldTo) {
        checkFree();
        future.receiveBatch(socket.handle(), into);
        batch = into;
        callback = toldTo;
    }

    void send(BufferBatch from, BatchCallback toldTo) {
        checkFree();
        future.sendBatch(socket.handle(), from);
        batch = from;
        callback = toldTo;
    }

    private void checkFree() {
        if (batch != null) {
            throw new IllegalStateException("a batch is under way already on " + socket + "; one at a time");
        }
    }

    /** The callback may well arm the next one. */
    @Override
    public void onComplete(IoFuture armed) {
        BufferBatch over = Objects.requireNonNull(batch);
        BatchCallback told = Objects.requireNonNull(callback);
        batch = null;
        socket.deliver(told, over, armed.result());
        socket.finishIfIdle();
    }

    void end() {
        if (future.isArmed()) {
            future.cancel();
        }
    }

    void close() {
        future.close();
    }
}
