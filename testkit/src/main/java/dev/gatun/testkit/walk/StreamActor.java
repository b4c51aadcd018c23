package dev.gatun.testkit.walk;

import dev.gatun.Buffer;
import dev.gatun.Cpu;
import dev.gatun.IoFuture;
import dev.gatun.NativeAddress;
import dev.gatun.spi.Operation;
import dev.gatun.spi.Sockets;
import dev.gatun.testkit.SimulatedKernel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A stream with a writer and a reader who cancels, times out and closes at random. Each byte says where in the stream
 * it
 * belongs, so none may be lost, doubled or out of order, however often a receive was cancelled.
 */
class StreamActor extends Actor {
    /** The file that it sends from: each byte says where it stands. */
    private static final String PATTERN = "/pattern";

    private static final int LENGTH_MAX = 2000;

    final Watched receive = new Watched(this::onReceived);
    private final Watched send = new Watched(this::onSent);
    private final Watched accept = new Watched(this::onAccepted);
    private final Watched connect = new Watched(this::onConnected);
    private final Watched open = new Watched(this::onOpened);
    private final NativeAddress address;
    private long listener = -1;
    private long client = -1;
    private long file = -1;
    private long server = -1;
    private boolean connected;
    private boolean ended;
    private int written;
    private int read;
    private @Nullable Buffer out;
    private @Nullable Buffer in;

    StreamActor(Cpu cpu, Randomness random) {
        super(cpu, random);
        address = cpu.newAddress();
    }

    /** What all of them send from, before the first begins. */
    static void prepare(SimulatedKernel kernel) {
        byte[] pattern = new byte[256 + LENGTH_MAX];
        for (int i = 0; i < pattern.length; i++) {
            pattern[i] = (byte) i;
        }
        kernel.files().write(PATTERN, pattern);
    }

    @Override
    void act() {
        if (listener < 0) {
            listen();
        } else if (server < 0 || !connected) {
            meet();
        } else {
            switch (random.below(8)) {
                case 0, 1, 2 -> startSending();
                case 3, 4, 5 -> startReceiving();
                case 6 -> receive.future.cancel();
                default -> send.future.timeoutNanos(random.oneIn(3) ? 1 + random.below(500_000) : 0);
            }
        }
    }

    private void listen() {
        Sockets sockets = cpu.backend().sockets();
        listener = own(sockets.open(Sockets.Family.INET4, Sockets.Type.STREAM));
        address.set(new InetSocketAddress("127.0.0.1", 0));
        sockets.bind(listener, address.address(), address.length());
        sockets.listen(listener, 4);
        sockets.localAddress(listener, address.address());
    }

    private void meet() {
        if (server < 0 && accept.isFree()) {
            accept.arming();
            accept.future.accept(listener);
        }
        if (!connected && connect.isFree()) {
            if (client >= 0) {
                cpu.backend().sockets().close(client);
            }
            client = cpu.backend().sockets().open(Sockets.Family.INET4, Sockets.Type.STREAM);
            connect.arming();
            connect.future.connect(client, address);
        }
        if (random.oneIn(10)) {
            accept.future.cancel();
        }
    }

    private void onAccepted(int result) {
        if (result < 0) {
            return;
        }
        if (server >= 0) {
            throw new AssertionError("two connections for one accept");
        }
        server = result;
    }

    private void onConnected(int result) {
        connected = result == 0;
    }

    private void startSending() {
        if (!send.isFree() || ended) {
            return;
        }
        if (random.oneIn(4)) {
            sendFile();
            return;
        }
        if (out == null) {
            out = cpu.buffers().allocate(4096);
            if (out == null) {
                return;
            }
        }
        out.clear();
        int length = 1 + random.below(LENGTH_MAX);
        for (int i = 0; i < length; i++) {
            out.writeByte((byte) (written + i));
        }
        send.arming();
        send.future.send(client, out);
    }

    private void sendFile() {
        if (file >= 0) {
            send.arming();
            send.future.sendFile(client, file, written & 0xff, 1 + random.below(LENGTH_MAX));
        } else if (open.isFree()) {
            Buffer path = cpu.buffers().allocate(4096);
            if (path != null) {
                byte[] name = PATTERN.getBytes(StandardCharsets.UTF_8);
                open.arming();
                open.future.open(path.writeBytes(name, 0, name.length), Operation.OPEN_READ, 0);
                path.freeWhenReleased();
            }
        }
    }

    private void onOpened(int result) {
        if (result >= 0) {
            file = own(result);
        }
    }

    private void onSent(int result) {
        if (result > 0) {
            written += result;
        } else if (result < 0) {
            ended = true; // how much went out is not known: nothing more may follow
        }
    }

    void startReceiving() {
        if (!receive.isFree()) {
            return;
        }
        if (in == null) {
            in = cpu.buffers().allocate(4096);
            if (in == null) {
                return;
            }
        }
        receive.arming();
        receive.future.receive(server(), in.clear(), random.oneIn(8) ? Operation.PEEK : 0);
    }

    final long server() {
        return server;
    }

    void onReceived(int result) {
        Buffer filled = in;
        IoFuture future = receive.future;
        if (result > 0 && filled != null && !future.has(Operation.PEEK)) {
            verify(filled);
        }
    }

    final void verify(Buffer filled) {
        while (filled.readable() > 0) {
            byte next = filled.readByte();
            if (next != (byte) read) {
                throw new AssertionError("byte " + read + " of the stream is " + next);
            }
            read++;
        }
        if (!ended && read > written + LENGTH_MAX) {
            throw new AssertionError("more was received than sent: " + read + " of " + written);
        }
    }

    @Override
    void check() {
        checkEnds();
        free(out, send);
        free(in, receive);
    }

    static void free(@Nullable Buffer buffer, Watched user) {
        if (buffer == null) {
            return;
        }
        if (user.future.isArmed()) {
            buffer.freeWhenReleased();
        } else {
            buffer.free();
        }
    }

    @Override
    void closeHandles() {
        super.closeHandles();
        Sockets sockets = cpu.backend().sockets();
        if (client >= 0) {
            sockets.close(client);
        }
        if (server >= 0) {
            sockets.close(server);
        }
    }
}
