package dev.gatun.examples;

import dev.gatun.Buffer;
import dev.gatun.Cpu;
import dev.gatun.IoRuntime;
import dev.gatun.RuntimeConfig;
import dev.gatun.net.Datagram;
import dev.gatun.net.NetConfig;
import dev.gatun.net.Sent;
import dev.gatun.net.UdpSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;

/**
 * Sends each datagram back to whoever sent it. Each core has a socket of its own at the same port, and the system
 * spreads the senders among them. Each socket is its core's alone.
 */
public final class UdpEcho {
    private static final int PORT = 7000;

    private UdpEcho() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        InetSocketAddress at = new Arguments(arguments, 0, 1).listenAddress(0, PORT);
        if (at.getPort() == 0) {
            throw new UsageException("port 0 would be another one on each core: name one");
        }
        try (IoRuntime runtime = IoRuntime.start(RuntimeConfig.DEFAULT.withOnCpuStart(cpu -> serve(cpu, at)))) {
            System.out.println("udp-echo at " + at + " by " + runtime.backendName());
            runtime.awaitShutdown();
        }
    }

    static void serve(Cpu cpu, InetSocketAddress at) {
        try {
            UdpSocket.open(cpu, at, NetConfig.lowLatency()).onReceive(UdpEcho::answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What there is no room for is dropped, as any network may. */
    private static void answer(UdpSocket socket, Datagram datagram) {
        Buffer buffer = datagram.buffer();
        if (socket.send(buffer, datagram.sender()) == Sent.FULL) {
            buffer.free();
        }
    }
}
