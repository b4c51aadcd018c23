package dev.gatun.examples.jsonrpc;

import dev.gatun.IoRuntime;
import dev.gatun.examples.Arguments;
import dev.gatun.net.NetConfig;
import dev.gatun.net.NetException;
import dev.gatun.net.NetServer;
import dev.gatun.net.NetStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;

/**
 * A JSON-RPC 2.0 server with all cores, and the methods of the specification's examples. This is everyday code: it
 * allocates as Java does. Each connection is its core's alone.
 */
public final class JsonRpcServer {
    private static final int PORT = 7001;
    private static final Duration IDLE = Duration.ofMinutes(10);

    private static final NetConfig CONFIG =
            NetConfig.systemDefaults().withNoDelay(true).withReusePort(true);

    private JsonRpcServer() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        SocketAddress at = new Arguments(arguments, 0, 1).listenAddress(0, PORT);
        try (IoRuntime runtime = IoRuntime.start();
                NetServer server = serve(runtime, at)) {
            System.out.println("json-rpc at " + server.address() + " by " + runtime.backendName());
            runtime.awaitShutdown();
        }
    }

    static NetServer serve(IoRuntime runtime, SocketAddress at) throws NetException {
        Dispatcher dispatcher = Dispatcher.ofExamples();
        return NetServer.listen(runtime, at, CONFIG, stream -> serve(stream, dispatcher));
    }

    static void serve(NetStream stream, Dispatcher dispatcher) {
        stream.idleTimeout(IDLE).onReceive(new RpcConnection(stream, dispatcher)::onReceived);
    }
}
