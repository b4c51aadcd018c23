package dev.gatun.testkit.contract;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Passes datagrams on, but for those that it shall lose. Made of the JDK's blocking sockets and a thread of its own, in
 * the network of whoever makes it; closing it ends that.
 */
final class DatagramRelay implements AutoCloseable {
    private static final int BYTES_MAX = 1 << 16;

    private final DatagramSocket socket;
    private final InetSocketAddress to;
    private final boolean[] isLost;
    private final AtomicInteger seen = new AtomicInteger();

    DatagramRelay(String host, InetSocketAddress to, boolean[] isLost) throws IOException {
        this.to = to;
        this.isLost = isLost.clone();
        socket = new DatagramSocket(0, InetAddress.getByName(host));
        Thread.ofPlatform().daemon().start(this::pass);
    }

    /** About one in five, often several in a row. */
    static boolean[] losses(long seed, int count) {
        Random random = new Random(seed);
        boolean[] isLost = new boolean[count];
        int i = 0;
        while (i < count) {
            boolean loses = random.nextInt(4) == 0;
            for (int run = 1 + random.nextInt(loses ? 4 : 6); run > 0 && i < count; run--) {
                isLost[i++] = loses;
            }
        }
        return isLost;
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /** How many have come, those included that it lost. */
    int seen() {
        return seen.get();
    }

    private void pass() {
        DatagramPacket packet = new DatagramPacket(new byte[BYTES_MAX], BYTES_MAX);
        try {
            for (boolean loses : isLost) {
                packet.setLength(BYTES_MAX);
                socket.receive(packet);
                if (!loses) {
                    packet.setSocketAddress(to);
                    socket.send(packet);
                }
                seen.incrementAndGet();
            }
        } catch (IOException _) {
            // it was closed
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
