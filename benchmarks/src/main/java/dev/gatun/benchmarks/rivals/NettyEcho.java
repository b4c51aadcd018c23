package dev.gatun.benchmarks.rivals;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Netty's own echo example: what is received is written, and flushed once for all that came together. */
final class NettyEcho extends ChannelInboundHandlerAdapter {
    private final Stage stage;
    private final Tally tally;

    private NettyEcho(Stage stage, Tally tally) {
        this.stage = stage;
        this.tally = tally;
    }

    static void serve(Stage stage, NettyTransport transport) throws Exception {
        Tally tally = stage.newTally();
        ServerBootstrap server = new ServerBootstrap()
                .group(transport.group())
                .channelFactory(transport.servers())
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new NettyEcho(stage, tally));
                    }
                });
        Channel listener =
                server.bind(InetAddress.getLoopbackAddress(), 0).sync().channel();
        stage.serve(((InetSocketAddress) listener.localAddress()).getPort());
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        tally.connected();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        tally.received(((ByteBuf) message).readableBytes());
        var _ = context.write(message, context.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    /** A peer that has gone is no failure; the load misses what was not sent. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            var _ = context.close();
        } else {
            stage.fail(cause);
        }
    }
}
