package dev.gatun.testkit.walk;

import dev.gatun.Buffer;
import dev.gatun.Cpu;
import dev.gatun.NativeAddress;
import dev.gatun.spi.Sockets;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Numbered datagrams: some may be lost, but each that arrives is whole, and none comes twice or before an earlier
 * one.
 */
final class DatagramActor extends Actor {
    private static final int BYTES = 64;

    private final Watched send = new Watched(_ -> {});
    private final Watched receive = new Watched(this::onReceived);
    private final NativeAddress address;
    private final long from;
    private final long to;
    private final @Nullable Buffer out;
    private final @Nullable Buffer in;
    private boolean pooled;
    private int sent;
    private int last = -1;

    DatagramActor(Cpu cpu, Randomness random) {
        super(cpu, random);
        address = cpu.newAddress();
        from = bound();
        to = bound();
        out = cpu.buffers().allocate(BYTES);
        in = cpu.buffers().allocate(BYTES);
    }

    private long bound() {
        Sockets sockets = cpu.backend().sockets();
        long socket = own(sockets.open(Sockets.Family.INET4, Sockets.Type.DATAGRAM));
        address.set(new InetSocketAddress("127.0.0.1", 0));
        sockets.bind(socket, address.address(), address.length());
        sockets.localAddress(socket, address.address());
        return socket;
    }

    @Override
    void act() {
        switch (random.below(5)) {
            case 0, 1 -> startSending();
            case 2, 3 -> startReceiving();
            default -> receive.future.cancel();
        }
    }

    private void startSending() {
        if (out == null || !send.isFree()) {
            return;
        }
        out.clear();
        for (int i = 0; i < BYTES / Integer.BYTES; i++) {
            out.writeInt(sent);
        }
        sent++;
        send.arming();
        send.future.sendTo(from, out, address);
    }

    private void startReceiving() {
        if (in == null || !receive.isFree()) {
            return;
        }
        receive.arming();
        pooled = random.oneIn(2);
        if (pooled) {
            receive.future.receiveFromMany(to);
        } else {
            receive.future.receiveFrom(to, in.clear(), null);
        }
    }

    private void onReceived(int result) {
        Buffer arrived = pooled ? receive.future.buffer() : in;
        if (arrived == null) {
            return;
        }
        if (result > 0) {
            verify(arrived);
        }
        if (pooled) {
            arrived.free();
        }
    }

    private void verify(Buffer datagram) {
        if (datagram.readable() != BYTES) {
            throw new AssertionError("a datagram of " + datagram.readable() + " bytes, not " + BYTES);
        }
        int number = datagram.readInt();
        while (datagram.readable() > 0) {
            if (datagram.readInt() != number) {
                throw new AssertionError("two datagrams in one");
            }
        }
        if (number <= last || number >= sent) {
            throw new AssertionError("datagram " + number + " after " + last + ", of " + sent);
        }
        last = number;
    }

    @Override
    void check() {
        checkEnds();
        StreamActor.free(out, send);
        StreamActor.free(in, receive);
    }
}
