package dev.gatun.benchmarks.subjects;

import dev.gatun.Buffer;
import dev.gatun.Cpu;
import dev.gatun.IoFuture;
import dev.gatun.NativeAddress;
import dev.gatun.spi.DatagramBatch;
import dev.gatun.spi.Sockets;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * Sends numbered datagrams to a socket of the same thread, through a Cpu of its own, so that the receiver's loop does
 * not turn meanwhile. The thread of that Cpu alone.
 */
public final class DatagramFiller {
    private static final int TICKS_MAX = 1_000_000;

    private final Cpu cpu;
    private final long socket;
    private final Buffer memory;
    private final NativeAddress to;
    private final DatagramBatch batch;
    private final IoFuture send;
    private final boolean segmented;
    private long nextSent;

    /** {@code segmented}: one send of all, which the kernel cuts, instead of a batch. */
    public DatagramFiller(Cpu cpu, InetSocketAddress receiver, boolean segmented) {
        this.cpu = cpu;
        this.segmented = segmented;
        socket = GatunUdp.require(cpu.backend().sockets().open(Sockets.Family.INET4, Sockets.Type.DATAGRAM));
        to = cpu.newAddress().set(receiver);
        memory = GatunUdp.datagrams(cpu);
        batch = cpu.newBatch(GatunUdp.BATCH);
        for (int slot = 0; slot < GatunUdp.BATCH; slot++) {
            batch.memory(slot, memory.address() + (long) slot * GatunUdp.SIZE, GatunUdp.SIZE);
            batch.length(slot, GatunUdp.SIZE);
            batch.peer(slot, to.address(), to.length());
        }
        batch.count(GatunUdp.BATCH);
        if (segmented) {
            new SocketOptions().segmentBytes(socket, GatunUdp.SIZE);
        }
        send = cpu.newFuture();
    }

    /** Sends so many, a multiple of the batch, and answers how many that makes in all. */
    public long fill(int count) {
        for (int sent = 0; sent < count; sent += GatunUdp.BATCH) {
            for (int slot = 0; slot < GatunUdp.BATCH; slot++) {
                int at = slot * GatunUdp.SIZE;
                memory.setLong(at, nextSent);
                memory.setLong(at + GatunUdp.SIZE - Long.BYTES, nextSent++);
            }
            sendAll();
        }
        return nextSent;
    }

    private void sendAll() {
        if (segmented) {
            memory.clear().writerIndex(GatunUdp.BATCH * GatunUdp.SIZE);
            send.sendTo(socket, memory, to);
        } else {
            send.sendBatch(socket, batch);
        }
        for (int ticks = 0; send.isArmed(); ticks++) {
            if (ticks == TICKS_MAX) {
                throw new IllegalStateException("a send has no result");
            }
            cpu.tick();
        }
        int expected = segmented ? GatunUdp.BATCH * GatunUdp.SIZE : GatunUdp.BATCH;
        if (send.result() != expected) {
            throw new IllegalStateException("sent " + send.result() + " instead of " + expected);
        }
    }

    void close() {
        memory.free();
        cpu.close(TimeUnit.SECONDS.toNanos(1));
    }
}
