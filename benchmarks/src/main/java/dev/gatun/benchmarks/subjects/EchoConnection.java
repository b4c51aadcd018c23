package dev.gatun.benchmarks.subjects;

import dev.gatun.Buffer;
import dev.gatun.Cpu;
import dev.gatun.IoFuture;
import dev.gatun.spi.IoError;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One connection of {@link GatunEcho}: what is received is sent back from where it lies, one send at a time, the others
 * waiting in order. The Cpu's thread alone; until the peer has gone.
 */
final class EchoConnection {
    private final GatunEcho server;
    private final long socket;
    private final IoFuture receive;
    private final IoFuture send;
    private final ArrayDeque<Buffer> waiting = new ArrayDeque<>();
    /** Of which a send is in flight. */
    private @Nullable Buffer sending;

    private boolean ended;

    EchoConnection(GatunEcho server, Cpu cpu, long socket) {
        this.server = server;
        this.socket = socket;
        receive = cpu.newFuture().onComplete(this::onReceive);
        send = cpu.newFuture().onComplete(this::onSend);
    }

    void start() {
        receive.receiveMany(socket);
    }

    private void onReceive(IoFuture future) {
        int result = future.result();
        if (result > 0) {
            server.counters.received++;
            server.counters.bytes += result;
            echo(future.buffer());
        } else if (result != IoError.NO_BUFFERS.result()) {
            ended = true;
        }
        if (!future.isArmed() && !ended && (result > 0 || !send.isArmed())) {
            start(); // else it goes on when a send has let a buffer go
        }
        closeWhenIdle();
    }

    private void echo(@Nullable Buffer buffer) {
        if (buffer == null) {
            throw new IllegalStateException("bytes were received, and no buffer came with them");
        }
        if (send.isArmed()) {
            waiting.addLast(buffer);
        } else {
            sending = buffer;
            send.send(socket, buffer);
        }
    }

    private void onSend(IoFuture future) {
        Buffer buffer = sending;
        if (buffer == null) {
            throw new IllegalStateException("a send has ended that nobody began");
        }
        if (future.failed()) {
            drop(buffer);
            return;
        }
        if (buffer.readable() > 0) {
            send.send(socket, buffer);
            return;
        }
        buffer.free();
        server.counters.sent++;
        sending = waiting.pollFirst();
        if (sending != null) {
            send.send(socket, sending);
        }
        if (!receive.isArmed() && !ended) {
            start();
        }
        closeWhenIdle();
    }

    private void drop(Buffer buffer) {
        buffer.free();
        sending = null;
        waiting.forEach(Buffer::free);
        waiting.clear();
        ended = true;
        receive.cancel();
        closeWhenIdle();
    }

    private void closeWhenIdle() {
        if (ended && !send.isArmed() && !receive.isArmed()) {
            server.end(socket);
            receive.close();
            send.close();
        }
    }
}
