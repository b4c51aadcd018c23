package dev.gatun.benchmarks.rivals;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Receives datagrams in batches of 64, over epoll with offload too. The queue is filled by a task of the event loop;
 * what is timed is from there to the last one. The event loop's thread, but for a round's beginning.
 */
final class NettyDatagrams extends SimpleChannelInboundHandler<DatagramPacket> {
    private static final int BATCH = 64;
    private static final int MESSAGES_A_READ = 1024;

    private final Stage stage;
    private @Nullable Datagrams datagrams;
    private CompletableFuture<Stage.Done> round = new CompletableFuture<>();
    private long endsAt;
    private long before;
    private long filledAt;
    private long drained;

    private NettyDatagrams(Stage stage) {
        this.stage = stage;
    }

    static void receive(Stage stage, NettyTransport transport) throws Exception {
        NettyDatagrams handler = new NettyDatagrams(stage);
        boolean segmented = stage.text("mode", "batch").equals("gro");
        Bootstrap bootstrap = new Bootstrap()
                .group(transport.group())
                .channelFactory(transport.datagrams())
                .option(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new FixedRecvByteBufAllocator(BATCH * Datagrams.SIZE).maxMessagesPerRead(MESSAGES_A_READ))
                .handler(handler);
        if (segmented && stage.text("rival", "").equals("netty-epoll")) {
            bootstrap.option(EpollChannelOption.UDP_GRO, true); // a read of its own each: 64 datagrams come in one
        } else {
            bootstrap.option(transport.datagramBytes(), Datagrams.SIZE);
        }
        Channel channel =
                bootstrap.bind(InetAddress.getLoopbackAddress(), 0).sync().channel();
        int port = ((InetSocketAddress) channel.localAddress()).getPort();
        transport
                .loop()
                .submit(() -> handler.datagrams = stage.datagramsTo(port, segmented))
                .sync();
        stage.work(nanos -> handler.round(transport, nanos));
    }

    private Stage.Done round(NettyTransport transport, long nanos) throws Exception {
        CompletableFuture<Stage.Done> done = new CompletableFuture<>();
        transport.loop().execute(() -> {
            round = done;
            before = mine().received();
            drained = 0;
            endsAt = System.nanoTime() + nanos;
            fill();
        });
        return done.get();
    }

    private Datagrams mine() {
        if (datagrams == null) {
            throw new IllegalStateException("no datagrams were asked for yet");
        }
        return datagrams;
    }

    private void fill() {
        mine().fill();
        filledAt = System.nanoTime();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
        ByteBuf content = packet.content();
        int length = content.readableBytes();
        int at = content.readerIndex();
        Datagrams all = mine();
        all.take(content.getLong(at), content.getLong(at + length - Long.BYTES), length);
        if (all.due() == 0) {
            long now = System.nanoTime();
            drained += now - filledAt;
            if (now < endsAt) {
                context.executor().execute(this::fill);
            } else {
                round.complete(Stage.Done.ofPart(all.received() - before, drained));
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        stage.fail(cause);
    }
}
