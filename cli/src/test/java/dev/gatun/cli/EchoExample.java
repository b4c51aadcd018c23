package dev.gatun.cli;

import dev.gatun.IoRuntime;
import dev.gatun.net.NetConfig;
import dev.gatun.net.NetServer;
import java.io.IOException;
import java.net.InetSocketAddress;

/** The README's first program; {@link EchoExampleTest} runs it, and holds the README to it. */
final class EchoExample {
    private EchoExample() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        InetSocketAddress address = new InetSocketAddress(Integer.parseInt(arguments[0]));
        try (IoRuntime runtime = IoRuntime.start(); // a core for each CPU; it says which backend, and why
                NetServer server = NetServer.listen(
                        runtime,
                        address,
                        NetConfig.lowLatency(),
                        stream -> stream.onReceive((same, buffer) -> same.send(buffer)))) { // nothing is copied
            System.out.println("echo at " + server.address() + " by " + runtime.backendName());
            runtime.awaitShutdown();
        }
    }
}
