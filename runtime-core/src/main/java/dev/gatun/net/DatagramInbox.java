package dev.gatun.net;

import dev.gatun.Buffer;
import dev.gatun.BufferBatch;
import dev.gatun.Cpu;
import dev.gatun.IoCallback;
import dev.gatun.IoFuture;
import dev.gatun.Timer;
import dev.gatun.spi.Capabilities.Feature;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of a datagram socket: the kernel takes a buffer of the pool for each datagram when it is there.
 * Where it can't, or where several come as one that no usual buffer holds, a few buffers wait in a batch instead. Its
 * Cpu's thread alone.
 */
final class DatagramInbox implements IoCallback {
    private static final int BATCH = 16;
    /** Each of these holds the largest that can come. */
    private static final int LARGE_BATCH = 4;

    private static final int LARGE_BYTES = 1 << 16;
    private static final long RETRY_NANOS = 1_000_000;

    private final UdpSocket socket;
    private final Cpu cpu;
    private final IoFuture future;
    private final boolean isMany;
    private final int envelope;
    private final int bufferBytes;
    private final @Nullable Buffer[] waiting;
    private final Timer retry = new Timer(_ -> arm());
    private @Nullable DatagramCallback callback;
    private @Nullable Datagram datagram;
    private @Nullable BufferBatch batch;
    private boolean isPaused;
    private boolean isDelivering;
    private long received;

    DatagramInbox(UdpSocket socket, Cpu cpu, boolean withFacts, boolean isLarge) {
        this.socket = socket;
        this.cpu = cpu;
        future = cpu.newFuture().onComplete(this);
        isMany = cpu.capabilities().supports(Feature.MULTISHOT_RECEIVE_FROM) && !isLarge;
        envelope = Operation.ENVELOPE | (withFacts ? Operation.ENVELOPE_FACTS : 0);
        bufferBytes = isLarge ? LARGE_BYTES : 1;
        waiting = new @Nullable Buffer[isMany ? 0 : isLarge ? LARGE_BATCH : BATCH];
    }

    long received() {
        return received;
    }

    boolean isInUse() {
        return callback != null;
    }

    boolean isIdle() {
        return !future.isArmed() && !isDelivering;
    }

    void callback(DatagramCallback wanted) {
        callback = wanted;
        if (datagram == null) {
            datagram = new Datagram(cpu, future);
        }
        arm();
    }

    void pause(boolean pause) {
        isPaused = pause;
        if (pause && future.isArmed()) {
            future.cancel();
        } else if (!pause) {
            arm();
        }
    }

    private void arm() {
        if (callback == null || isPaused || future.isArmed() || isDelivering || socket.isEnding()) {
            return;
        }
        if (isMany) {
            future.receiveFromMany(socket.handle(), envelope);
        } else if (fill().size() > 0) {
            future.receiveBatch(socket.handle(), fill());
        } else {
            retryLater();
        }
    }

    private void retryLater() {
        if (!retry.isScheduled()) {
            cpu.schedule(retry, RETRY_NANOS);
        }
    }

    /** As many buffers as the pool has, up to all. */
    private BufferBatch fill() {
        BufferBatch into = batch;
        if (into == null) {
            into = cpu.newBufferBatch(waiting.length);
            batch = into;
        }
        into.clear();
        for (int i = 0; i < waiting.length; i++) {
            Buffer buffer = waiting[i];
            if (buffer == null) {
                buffer = cpu.buffers().allocate(bufferBytes);
                waiting[i] = buffer;
            }
            if (buffer == null) {
                break;
            }
            into.add(buffer);
        }
        return into;
    }

    @Override
    public void onComplete(IoFuture armed) {
        int result = armed.result();
        if (result < 0) {
            onError(IoError.of(result));
        } else if (isMany) {
            Buffer buffer = armed.buffer();
            if (buffer != null) {
                deliver(null, 0, buffer);
            }
        } else {
            deliverBatch(result);
        }
        if (socket.isEnding()) {
            socket.finishIfIdle();
        } else if (!retry.isScheduled()) {
            arm();
        }
    }

    /** The last of its buffers first out of our hands: those that did not come first stay. */
    private void deliverBatch(int count) {
        BufferBatch from = Objects.requireNonNull(batch);
        for (int slot = 0; slot < count; slot++) {
            Buffer buffer = from.buffer(slot);
            waiting[slot] = null;
            deliver(from, slot, buffer);
        }
        int kept = 0;
        for (int i = 0; i < waiting.length; i++) {
            Buffer buffer = waiting[i];
            waiting[i] = null;
            if (buffer != null) {
                waiting[kept++] = buffer;
            }
        }
    }

    private void deliver(@Nullable BufferBatch of, int slot, Buffer buffer) {
        DatagramCallback to = callback;
        Datagram told = datagram;
        if (to == null || told == null || socket.isEnding()) {
            buffer.free();
            return;
        }
        received++;
        told.isNow(of, slot, buffer);
        isDelivering = true;
        try {
            socket.deliver(to, told, buffer);
        } finally {
            isDelivering = false;
            told.isOver();
        }
    }

    private void onError(IoError error) {
        if (socket.isEnding() || (error == IoError.CANCELLED && isPaused) || DatagramErrors.isTransient(error)) {
            return;
        }
        if (DatagramErrors.isFatal(error)) {
            socket.endAtOnce(CloseReason.failed(error));
            return;
        }
        if (!DatagramErrors.isOfThePath(error)) {
            retryLater(); // it may stay so for a while
        }
        socket.tellError(error);
    }

    void end() {
        retry.cancel();
        if (future.isArmed()) {
            future.cancel();
        }
    }

    void close() {
        for (int i = 0; i < waiting.length; i++) {
            Buffer buffer = waiting[i];
            if (buffer != null) {
                waiting[i] = null;
                buffer.free();
            }
        }
        future.close();
    }
}
