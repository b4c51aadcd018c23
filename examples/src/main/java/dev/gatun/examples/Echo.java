package dev.gatun.examples;

import dev.gatun.IoRuntime;
import dev.gatun.net.NetConfig;
import dev.gatun.net.NetException;
import dev.gatun.net.NetServer;
import java.io.IOException;
import java.net.SocketAddress;

/**
 * Sends back what it receives, with all cores. The buffer that was received is the buffer that is sent, so nothing is
 * copied; a peer that does not read is not read from, once its watermark is reached. Each stream is its core's alone.
 */
public final class Echo {
    private static final int PORT = 7000;

    private Echo() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        SocketAddress at = new Arguments(arguments, 0, 1).listenAddress(0, PORT);
        try (IoRuntime runtime = IoRuntime.start();
                NetServer server = serve(runtime, at)) {
            System.out.println("echo at " + server.address() + " by " + runtime.backendName());
            runtime.awaitShutdown(); // Ctrl-C closes the runtime
        }
    }

    static NetServer serve(IoRuntime runtime, SocketAddress at) throws NetException {
        return NetServer.listen(
                runtime, at, NetConfig.lowLatency(), stream -> stream.onReceive((same, buffer) -> same.send(buffer)));
    }
}
