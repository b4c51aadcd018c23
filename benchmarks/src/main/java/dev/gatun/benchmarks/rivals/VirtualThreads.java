package dev.gatun.benchmarks.rivals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Set;

/**
 * The JDK's virtual threads: one for each connection, which receives and sends as if it could block. All of them run on
 * one carrier, which is pinned, and so are the JDK's threads that wait for them in the kernel. They can't spin.
 */
public final class VirtualThreads implements Rival {
    private static final int BUFFER_BYTES = 16384;

    @Override
    public String name() {
        return "virtual-threads";
    }

    @Override
    public boolean competesIn(String row) {
        return Set.of("tcp.round-trip", "tcp.throughput", "idle.memory").contains(row);
    }

    @Override
    public List<String> jvmOptions() {
        return List.of(
                "-Djdk.virtualThreadScheduler.parallelism=1",
                "-Djdk.virtualThreadScheduler.maxPoolSize=1",
                "-XX:MaxDirectMemorySize=1g"); // a buffer each for 20 000 connections is more than the heap may be
    }

    @Override
    public void run(Stage stage) throws Exception {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        Thread.startVirtualThread(stage::pinThisThread).join(); // the one carrier; its child threads are pinned alike
        Thread.startVirtualThread(() -> accept(listener, stage));
        echoOnce(listener.socket().getLocalPort()); // so that the threads that wait in the kernel exist
        stage.countThreadsNamed("MasterPoller");
        stage.countThreadsNamed("Read-Poller");
        stage.serve(listener.socket().getLocalPort());
    }

    private static void accept(ServerSocketChannel listener, Stage stage) {
        try {
            while (listener.isOpen()) {
                SocketChannel peer = listener.accept();
                peer.setOption(StandardSocketOptions.TCP_NODELAY, true);
                Tally tally = stage.newTally();
                tally.connected();
                Thread.startVirtualThread(() -> echo(peer, tally));
            }
        } catch (IOException e) {
            stage.fail(e);
        }
    }

    /** A peer that has gone is no failure; the load misses what was not sent. */
    private static void echo(SocketChannel peer, Tally tally) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        try (peer) {
            for (int count = peer.read(buffer); count >= 0; count = peer.read(buffer.clear())) {
                tally.received(count);
                buffer.flip();
                while (buffer.hasRemaining()) {
                    peer.write(buffer);
                }
            }
        } catch (IOException _) {
            // closed all the same
        }
    }

    private static void echoOnce(int port) throws IOException {
        try (SocketChannel client = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            client.write(ByteBuffer.allocate(1));
            client.read(ByteBuffer.allocate(1));
        }
    }
}
