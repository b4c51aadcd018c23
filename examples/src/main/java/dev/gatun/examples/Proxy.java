package dev.gatun.examples;

import dev.gatun.IoRuntime;
import dev.gatun.net.CloseReason;
import dev.gatun.net.Connecting;
import dev.gatun.net.NetConfig;
import dev.gatun.net.NetException;
import dev.gatun.net.NetServer;
import dev.gatun.net.NetStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;

/**
 * Forwards TCP connections to another address, in plain callbacks. A side that reads slowly slows the other down; a
 * side that sends no more may still receive; a reset is passed on as one. Buffers travel from one stream to the other,
 * so nothing is copied. Both streams of a connection are one core's, and its thread's alone.
 */
public final class Proxy {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
    private static final NetConfig CONFIG =
            NetConfig.systemDefaults().withNoDelay(true).withReusePort(true);

    private Proxy() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Arguments given = new Arguments(arguments, 2, 2);
        SocketAddress to = given.address(1);
        try (IoRuntime runtime = IoRuntime.start();
                NetServer server = serve(runtime, given.listenAddress(0, 0), to)) {
            System.out.println("proxy at " + server.address() + " to " + to + " by " + runtime.backendName());
            runtime.awaitShutdown();
        }
    }

    static NetServer serve(IoRuntime runtime, SocketAddress at, SocketAddress to) throws NetException {
        return NetServer.listen(runtime, at, CONFIG, client -> connect(client, to));
    }

    /** Nobody asks what the client has sent, so it waits in the system's buffers until there is a taker. */
    private static void connect(NetStream client, SocketAddress to) {
        Connecting connecting = NetStream.connect(
                client.cpu(), to, NetConfig.systemDefaults().withNoDelay(true), CONNECT_WITHIN, (server, failure) -> {
                    if (server == null) {
                        System.err.println("proxy: " + failure);
                        client.abort();
                    } else {
                        forward(client, server);
                        forward(server, client);
                    }
                });
        client.onClose((_, _) -> connecting.cancel());
    }

    /** One direction, with its ends. */
    private static void forward(NetStream from, NetStream to) {
        from.onReceive((_, buffer) -> {
            to.send(buffer); // is taken: while there is no room, this is not called
            if (!to.isWritable()) {
                from.pause();
            }
        });
        to.onWritable(_ -> from.resume());
        from.onEnd(_ -> to.shutdownOutput());
        from.onClose((_, why) -> {
            if (why.kind() == CloseReason.Kind.FAILED) {
                to.abort();
            } else {
                to.close();
            }
        });
    }
}
