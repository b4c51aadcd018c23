package dev.gatun.net;

import dev.gatun.Buffer;
import dev.gatun.BufferBatch;
import dev.gatun.Cpu;
import dev.gatun.IoCallback;
import dev.gatun.IoFuture;
import dev.gatun.NativeAddress;
import dev.gatun.spi.IoError;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of a datagram socket: one batch that fills, and one that the system has. What is put in within a
 * tick goes at the tick's end, in one call. Its Cpu's thread alone.
 */
final class DatagramOutbox implements IoCallback {
    static final int BATCH = 64;

    private final UdpSocket socket;
    private final Cpu cpu;
    private final IoFuture future;
    private final Runnable flushLater = this::flushLater;
    private @Nullable BufferBatch filling;
    private @Nullable BufferBatch flying;
    private @Nullable BufferBatch spare;
    /** How many of those that fly were sent, or given up. */
    private int done;

    private boolean isFlushing;
    private boolean isFull;
    /** The one whose turn it is was tried, and an error of an earlier one was told instead. */
    private boolean isSecondTry;

    private long sent;

    DatagramOutbox(UdpSocket socket, Cpu cpu) {
        this.socket = socket;
        this.cpu = cpu;
        future = cpu.newFuture().onComplete(this);
    }

    long sent() {
        return sent;
    }

    boolean isEmpty() {
        return !future.isArmed() && flying == null && (filling == null || filling.size() == 0);
    }

    Sent send(Buffer buffer, @Nullable NativeAddress to, @Nullable SendOptions options) {
        buffer.readable(); // refused here, and not at the end of the tick, if it was freed
        BufferBatch into = filling;
        if (into == null) {
            into = spare == null ? cpu.newBufferBatch(BATCH) : spare;
            spare = null;
            filling = into;
        }
        if (into.size() == BATCH) {
            isFull = true;
            return Sent.FULL;
        }
        int slot = into.add(buffer);
        if (to != null) {
            into.to(slot, to);
        }
        if (options != null) {
            options.apply(into, slot);
        }
        if (into.size() == BATCH) {
            flush();
        } else if (!isFlushing && !future.isArmed()) {
            isFlushing = true;
            cpu.execute(flushLater);
        }
        return Sent.ACCEPTED;
    }

    private void flushLater() {
        isFlushing = false;
        flush();
    }

    private void flush() {
        BufferBatch full = filling;
        if (full == null || full.size() == 0 || flying != null || socket.isAborting()) {
            return;
        }
        flying = full;
        filling = spare;
        spare = null;
        done = 0;
        future.sendBatch(socket.handle(), full);
    }

    @Override
    public void onComplete(IoFuture armed) {
        BufferBatch batch = Objects.requireNonNull(flying);
        int result = armed.result();
        if (result > 0) {
            for (int i = 0; i < result; i++) {
                batch.buffer(done++).free();
            }
            sent += result;
            isSecondTry = false;
        } else if (!socket.isAborting()) {
            onError(batch, result == 0 ? IoError.OTHER : IoError.of(result));
        }
        goOn(batch);
    }

    /** An error that waited on the socket stands in for the send, which was not even tried. */
    private void onError(BufferBatch batch, IoError error) {
        if (DatagramErrors.isFatal(error)) {
            socket.endAtOnce(CloseReason.failed(error));
            return;
        }
        if (DatagramErrors.isTransient(error)) {
            return;
        }
        if (DatagramErrors.isOfThePath(error) && !isSecondTry) {
            isSecondTry = true;
        } else {
            isSecondTry = false;
            batch.buffer(done++).free();
        }
        socket.tellError(error);
    }

    private void goOn(BufferBatch batch) {
        if (socket.isAborting()) {
            release();
            socket.finishIfIdle();
            return;
        }
        if (done < batch.count()) {
            future.sendBatch(socket.handle(), batch, done);
            return;
        }
        batch.clear();
        flying = null;
        spare = batch;
        flush();
        if (isFull && (filling == null || filling.size() < BATCH)) {
            isFull = false;
            socket.tellWritable();
        }
        socket.finishIfIdle();
    }

    /** Nothing more is sent; what the system has comes back first. */
    void abort() {
        if (future.isArmed()) {
            future.cancel();
        } else {
            release();
        }
    }

    private void release() {
        BufferBatch batch = flying;
        if (batch != null) {
            while (done < batch.count()) {
                batch.buffer(done++).free();
            }
            batch.clear();
            flying = null;
        }
        BufferBatch waiting = filling;
        if (waiting != null) {
            for (int slot = 0; slot < waiting.size(); slot++) {
                waiting.buffer(slot).free();
            }
            waiting.clear();
        }
    }

    void close() {
        future.close();
    }
}
