package dev.gatun.benchmarks.rivals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/**
 * The JDK's channel for datagrams: one system call for each, into a direct buffer, with its sender's address. It has
 * neither batches nor offload.
 */
public final class BlockingDatagrams implements Rival {
    @Override
    public String name() {
        return "datagram-channel";
    }

    @Override
    public boolean competesIn(String row) {
        return row.equals("udp.receive");
    }

    @Override
    public void run(Stage stage) throws Exception {
        stage.pinThisThread();
        DatagramChannel channel = DatagramChannel.open();
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        channel.configureBlocking(false); // receive is quicker where it need not be ready to wait
        Datagrams datagrams = stage.datagramsTo(
                channel.socket().getLocalPort(), stage.text("mode", "batch").equals("gro"));
        ByteBuffer buffer = ByteBuffer.allocateDirect(Datagrams.SIZE + 1);
        stage.work(nanos -> {
            long endsAt = System.nanoTime() + nanos;
            long before = datagrams.received();
            long drained = 0;
            do {
                datagrams.fill();
                long start = System.nanoTime();
                drain(channel, buffer, datagrams);
                drained += System.nanoTime() - start;
            } while (System.nanoTime() < endsAt);
            return Stage.Done.ofPart(datagrams.received() - before, drained);
        });
    }

    private static void drain(DatagramChannel channel, ByteBuffer buffer, Datagrams datagrams) throws Exception {
        while (datagrams.due() > 0) {
            if (channel.receive(buffer.clear()) == null) {
                throw new IllegalStateException(datagrams.due() + " datagrams did not come");
            }
            int length = buffer.position();
            datagrams.take(buffer.getLong(0), buffer.getLong(length - Long.BYTES), length);
        }
    }
}
