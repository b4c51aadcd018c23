package dev.gatun.examples.http;

import dev.gatun.Cpu;
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
 * An HTTP/1.1 server with all cores: {@code GET /} says hello, {@code POST /echo} sends back the body. Keep-alive,
 * pipelining, bodies by length and in chunks, limits for all of it. Each connection is its core's alone.
 */
public final class HttpServer {
    /** What listeners are best opened with; the system sizes the buffers. */
    public static final NetConfig CONFIG =
            NetConfig.systemDefaults().withNoDelay(true).withReusePort(true);

    private static final int PORT = 8080;
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final Duration WRITE_STALLED = Duration.ofSeconds(30);

    /** An answer is small, and takes a block of the pool all the same: so few are kept for who does not read. */
    private static final int WRITTEN_LOW = 16 << 10;

    private static final int WRITTEN_HIGH = 64 << 10;

    private HttpServer() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        SocketAddress at = new Arguments(arguments, 0, 1).listenAddress(0, PORT);
        try (IoRuntime runtime = IoRuntime.start();
                NetServer server = serve(runtime, at)) {
            System.out.println("http at " + server.address() + " by " + runtime.backendName());
            runtime.awaitShutdown();
        }
    }

    static NetServer serve(IoRuntime runtime, SocketAddress at) throws NetException {
        return NetServer.listen(runtime, at, CONFIG, HttpServer::serve);
    }

    /** A connection that was accepted, on its core's thread. */
    public static void serve(NetStream stream) {
        HttpConnection connection = new HttpConnection(stream);
        stream.watermarks(WRITTEN_LOW, WRITTEN_HIGH)
                .idleTimeout(IDLE)
                .writeTimeout(WRITE_STALLED)
                .onClose((_, _) -> connection.release())
                .onReceive(connection::onReceived);
    }

    /** How many requests the connections of a core have answered so far; on its thread. */
    public static long answered(Cpu cpu) {
        return HttpCore.of(cpu).answered;
    }
}
