package dev.gatun.benchmarks.rivals;

import java.util.List;
import java.util.Set;

/**
 * Netty, by one of its two native transports. This class knows none of Netty's, so that it can be asked for its name
 * where Netty is missing.
 */
public abstract class NettyRival implements Rival {
    /** Over epoll. */
    public static final class OverEpoll extends NettyRival {
        public OverEpoll() {
            super(
                    "netty-epoll",
                    Set.of("tcp.round-trip", "tcp.throughput", "udp.receive", "http.plain-text", "idle.memory"));
        }

        @Override
        public void run(Stage stage) throws Exception {
            switch (stage.row()) {
                case "udp.receive" -> NettyDatagrams.receive(stage, NettyTransport.epoll(stage));
                case "http.plain-text" -> NettyHttp.serve(stage, NettyTransport.epoll(stage));
                default -> NettyEcho.serve(stage, NettyTransport.epoll(stage));
            }
        }
    }

    /** Over io_uring. */
    public static final class OverIoUring extends NettyRival {
        public OverIoUring() {
            super(
                    "netty-io_uring",
                    Set.of(
                            "submit.nop",
                            "tcp.round-trip",
                            "tcp.throughput",
                            "udp.receive",
                            "http.plain-text",
                            "idle.memory"));
        }

        @Override
        public void run(Stage stage) throws Exception {
            switch (stage.row()) {
                case "submit.nop" -> NettyNops.submit(stage, NettyTransport.ioUring(stage));
                case "udp.receive" -> NettyDatagrams.receive(stage, NettyTransport.ioUring(stage));
                case "http.plain-text" -> NettyHttp.serve(stage, NettyTransport.ioUring(stage));
                default -> NettyEcho.serve(stage, NettyTransport.ioUring(stage));
            }
        }
    }

    private final String name;
    private final Set<String> rows;

    NettyRival(String name, Set<String> rows) {
        this.name = name;
        this.rows = rows;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean competesIn(String row) {
        return rows.contains(row);
    }

    /** What those who measure Netty for its own sake switch off and on: all that is only there to find mistakes. */
    @Override
    public List<String> jvmOptions() {
        return List.of(
                "--sun-misc-unsafe-memory-access=allow",
                "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                "-Dio.netty.tryReflectionSetAccessible=true",
                "-Dio.netty.leakDetection.level=disabled",
                "-Dio.netty.buffer.checkBounds=false",
                "-Dio.netty.buffer.checkAccessible=false");
    }
}
