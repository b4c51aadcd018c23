package dev.gatun.benchmarks.rivals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The JDK's selector: one thread, one direct buffer for a connection; spinning it looks without waiting. */
public final class Nio implements Rival {
    private static final int BUFFER_BYTES = 16384;

    @Override
    public String name() {
        return "nio";
    }

    @Override
    public boolean competesIn(String row) {
        return Set.of("tcp.round-trip", "tcp.throughput", "idle.memory").contains(row);
    }

    @Override
    public List<String> jvmOptions() {
        return List.of(
                "-XX:MaxDirectMemorySize=1g"); // a buffer each for 20 000 connections is more than the heap may be
    }

    @Override
    public void run(Stage stage) throws Exception {
        Selector selector = Selector.open();
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
        Loop loop = new Loop(selector, stage.newTally(), stage.spins());
        stage.startPinned("nio", loop);
        stage.serve(listener.socket().getLocalPort());
    }

    /** The thread of the loop alone. */
    private static final class Loop implements Runnable, Consumer<SelectionKey> {
        private final Selector selector;
        private final Tally tally;
        private final boolean spins;

        Loop(Selector selector, Tally tally, boolean spins) {
            this.selector = selector;
            this.tally = tally;
            this.spins = spins;
        }

        @Override
        public void run() {
            try {
                while (selector.isOpen()) {
                    int count = spins ? selector.selectNow(this) : selector.select(this);
                    assert count >= 0;
                }
            } catch (IOException e) {
                throw Stage.unchecked(e);
            }
        }

        @Override
        public void accept(SelectionKey key) {
            try {
                if (key.isAcceptable()) {
                    connect((ServerSocketChannel) key.channel());
                } else {
                    echoOrEnd(key, (SocketChannel) key.channel());
                }
            } catch (IOException e) {
                throw Stage.unchecked(e);
            }
        }

        /** A peer that has gone is no failure; the load misses what was not sent. */
        private void echoOrEnd(SelectionKey key, SocketChannel peer) throws IOException {
            try {
                echo(key, peer, (ByteBuffer) key.attachment());
            } catch (IOException _) {
                peer.close();
            }
        }

        private void connect(ServerSocketChannel listener) throws IOException {
            SocketChannel peer = listener.accept();
            if (peer != null) {
                peer.configureBlocking(false);
                peer.setOption(StandardSocketOptions.TCP_NODELAY, true);
                tally.connected();
                peer.register(selector, SelectionKey.OP_READ, ByteBuffer.allocateDirect(BUFFER_BYTES));
            }
        }

        /** What does not go out at once is waited for; nothing more is read until it has gone. */
        private void echo(SelectionKey key, SocketChannel peer, ByteBuffer buffer) throws IOException {
            if (key.isWritable()) {
                buffer.compact();
            } else {
                int count = peer.read(buffer.clear());
                if (count < 0) {
                    peer.close();
                    return;
                }
                tally.received(count);
            }
            peer.write(buffer.flip());
            if (buffer.hasRemaining()) {
                key.interestOps(SelectionKey.OP_WRITE);
            } else if (key.interestOps() != SelectionKey.OP_READ) {
                key.interestOps(SelectionKey.OP_READ);
            }
        }
    }
}
