package dev.gatun.benchmarks.rivals;

import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SelectStrategy;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import java.util.concurrent.TimeUnit;

/**
 * One of Netty's native transports, on one thread that is pinned. Made by the main thread; the rest is the event
 * loop's. For the life of the process.
 */
record NettyTransport(
        MultiThreadIoEventLoopGroup group,
        ChannelFactory<ServerChannel> servers,
        ChannelFactory<DatagramChannel> datagrams,
        ChannelOption<Integer> datagramBytes) {

    /** Where it shall spin, by Netty's own way to: a strategy that never selects. */
    static NettyTransport epoll(Stage stage) throws Exception {
        Epoll.ensureAvailability();
        IoHandlerFactory handlers = stage.spins()
                ? EpollIoHandler.newFactory(0, () -> (_, _) -> SelectStrategy.BUSY_WAIT)
                : EpollIoHandler.newFactory();
        return pinned(
                stage,
                new NettyTransport(
                        new MultiThreadIoEventLoopGroup(1, handlers),
                        EpollServerSocketChannel::new,
                        EpollDatagramChannel::new,
                        EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE));
    }

    /** It has no way to spin; a task that is always due keeps its loop from sleeping, and is the nearest to it. */
    static NettyTransport ioUring(Stage stage) throws Exception {
        IoUring.ensureAvailability();
        NettyTransport transport = pinned(
                stage,
                new NettyTransport(
                        new MultiThreadIoEventLoopGroup(1, IoUringIoHandler.newFactory()),
                        IoUringServerSocketChannel::new,
                        IoUringDatagramChannel::new,
                        IoUringChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE));
        if (stage.spins()) {
            var _ = transport.loop().scheduleAtFixedRate(() -> {}, 0, 1, TimeUnit.NANOSECONDS);
        }
        return transport;
    }

    private static NettyTransport pinned(Stage stage, NettyTransport transport) throws Exception {
        transport.loop().submit(stage::pinThisThread).sync();
        return transport;
    }

    EventLoop loop() {
        return group.next();
    }
}
