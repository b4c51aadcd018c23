package dev.gatun.benchmarks.subjects;

import dev.gatun.Buffer;
import dev.gatun.BufferPoolConfig;
import dev.gatun.Cpu;
import dev.gatun.CpuConfig;
import dev.gatun.IoFuture;
import dev.gatun.NativeAddress;
import dev.gatun.spi.DatagramBatch;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Sockets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * Receives datagrams, or sends them; the twin of {@code udp_liburing.c}. Each turn fills the socket's queue by a Cpu of
 * its own ({@link DatagramFiller}), and then drains it, and one of both is timed: so what is measured is the receiver,
 * or the sender, and every datagram is checked.
 *
 * <p>Arguments: {@code backend=io_uring cpu=0 mode=batch|multishot|gro timed=receive|send}. With {@code gro} the kernel
 * hands over 64 datagrams as one, each of the length that both sides agreed on, and is handed them so as well.
 */
public final class GatunUdp {
    static final int SIZE = 64;
    static final int BATCH = 64;

    private static final int FILL = 1024;
    private static final int QUEUE_BYTES = 8 << 20;
    private static final int TICKS_MAX = 1_000_000;

    private final Cpu cpu;
    private final long socket;
    private final IoFuture receive;
    private final Buffer memory;
    private final DatagramBatch batch;
    private final boolean byBatch;
    private final boolean sendingIsTimed;
    private long nextReceived;

    private GatunUdp(Cpu cpu, String mode, boolean sendingIsTimed) {
        this.cpu = cpu;
        this.sendingIsTimed = sendingIsTimed;
        byBatch = mode.equals("batch");
        socket = require(cpu.backend().sockets().open(Sockets.Family.INET4, Sockets.Type.DATAGRAM));
        SocketOptions options = new SocketOptions();
        options.queueBytes(socket, QUEUE_BYTES);
        if (mode.equals("gro")) {
            options.receiveOffload(socket);
        }
        memory = datagrams(cpu);
        batch = cpu.newBatch(BATCH);
        for (int slot = 0; slot < BATCH; slot++) {
            batch.memory(slot, memory.address() + (long) slot * SIZE, SIZE);
        }
        batch.count(BATCH);
        receive = cpu.newFuture().onComplete(byBatch ? this::onBatch : this::onDatagram);
    }

    /** Room for a batch of datagrams, one behind the other. */
    static Buffer datagrams(Cpu cpu) {
        Buffer memory = cpu.buffers().allocate(BATCH * SIZE);
        if (memory == null) {
            throw new IllegalStateException("the pool has no buffer");
        }
        return memory;
    }

    public static void main(String[] arguments) throws IOException {
        Arguments given = new Arguments(arguments);
        String mode = given.text("mode", "multishot");
        // Small blocks, as datagrams are; with offload 64 of them come in one, behind a header.
        int usual = mode.equals("gro") ? 8 << 10 : 4 << 10;
        CpuConfig config =
                CpuConfig.DEFAULT.withBuffers(BufferPoolConfig.defaults().withClasses(4 << 10, usual, 1 << 20));
        Cpu cpu = PinnedCpu.open(given, config);
        GatunUdp receiver =
                new GatunUdp(cpu, mode, given.text("timed", "receive").equals("send"));
        Cpu sender = PinnedCpu.open(given, config);
        DatagramFiller filler = new DatagramFiller(sender, receiver.bind(), mode.equals("gro"));
        EnterCount enters = new EnterCount(receiver.sendingIsTimed ? sender : cpu);
        receiver.arm();
        cpu.tick();
        Orders orders = new Orders();
        orders.sayReady();
        Allocations allocations = new Allocations(Thread.currentThread());
        for (long millis = orders.nextRoundMillis(); millis >= 0; millis = orders.nextRoundMillis()) {
            long before = receiver.nextReceived;
            enters.mark();
            long allocatedBefore = allocations.bytes();
            long nanos = receiver.round(filler, TimeUnit.MILLISECONDS.toNanos(millis));
            long allocated = allocations.since(allocatedBefore);
            // A batch is a call of the backend's own, which is no way of asking its ring.
            String counted = receiver.byBatch ? "" : enters.since("enters");
            orders.answer(
                    "operations=%d nanos=%d allocated=%d%s", receiver.nextReceived - before, nanos, allocated, counted);
        }
        filler.close();
        receiver.memory.free();
        cpu.close(TimeUnit.SECONDS.toNanos(1));
    }

    private InetSocketAddress bind() {
        Sockets sockets = cpu.backend().sockets();
        NativeAddress address = cpu.newAddress().set(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        require(sockets.bind(socket, address.address(), address.length()));
        int length = (int) require(sockets.localAddress(socket, address.address()));
        return (InetSocketAddress) sockets.readAddress(address.address(), length);
    }

    /** Nanoseconds of draining, or of filling. */
    private long round(DatagramFiller filler, long nanos) {
        long endsAt = System.nanoTime() + nanos;
        long filling = 0;
        long draining = 0;
        long now = System.nanoTime();
        do {
            long start = now;
            long sent = filler.fill(FILL);
            long full = System.nanoTime();
            drain(sent);
            now = System.nanoTime();
            filling += full - start;
            draining += now - full;
        } while (now < endsAt);
        return sendingIsTimed ? filling : draining;
    }

    private void drain(long sent) {
        for (int ticks = 0; nextReceived < sent; ticks++) {
            if (ticks == TICKS_MAX) {
                throw new IllegalStateException(nextReceived + " datagrams of " + sent + " came");
            }
            if (!receive.isArmed()) {
                arm();
            }
            cpu.tick();
        }
    }

    private void arm() {
        if (byBatch) {
            receive.receiveBatch(socket, batch);
        } else {
            receive.receiveFromMany(socket);
        }
    }

    private void onBatch(IoFuture future) {
        int count = (int) require(future.result());
        for (int slot = 0; slot < count; slot++) {
            take(memory, slot * SIZE, batch.length(slot));
        }
        arm();
    }

    private void onDatagram(IoFuture future) {
        Buffer buffer = future.buffer();
        if (buffer == null) {
            requireOnlyNoBuffers(future);
            return;
        }
        int length = buffer.readable();
        for (int at = 0; at < length; at += SIZE) {
            take(buffer, at, Math.min(SIZE, length - at));
        }
        buffer.free();
    }

    private static void requireOnlyNoBuffers(IoFuture future) {
        if (future.result() != IoError.NO_BUFFERS.result()) {
            throw new IllegalStateException("result " + future.result() + " of " + future);
        }
    }

    /** Each has its number at its beginning and at its end. */
    private void take(Buffer from, int at, int length) {
        if (length != SIZE
                || from.getLong(at) != nextReceived
                || from.getLong(at + SIZE - Long.BYTES) != nextReceived) {
            throw new IllegalStateException("a datagram is missing, cut, or in disorder: expected " + nextReceived);
        }
        nextReceived++;
    }

    static long require(long result) {
        if (result < 0) {
            throw new IllegalStateException(IoError.of((int) result).meaning());
        }
        return result;
    }
}
