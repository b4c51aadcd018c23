package dev.gatun.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.IoRuntime;
import dev.gatun.Placement;
import dev.gatun.RuntimeConfig;
import dev.gatun.net.NetServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The proxy between sockets of the JDK. */
class ProxyTest {
    private static final int TIMEOUT_MILLIS = 10_000;

    private IoRuntime runtime;
    private NetServer proxy;
    private ServerSocket target;

    @BeforeEach
    void start() throws IOException {
        target = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        target.setSoTimeout(TIMEOUT_MILLIS);
        runtime = IoRuntime.start(RuntimeConfig.DEFAULT.withCores(1).withPlacement(Placement.ANYWHERE));
        proxy = Proxy.serve(
                runtime, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), target.getLocalSocketAddress());
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        proxy.close();
        runtime.close(Duration.ofSeconds(5)).forEach(report -> assertTrue(report.isClean(), report::toString));
        target.close();
    }

    private Socket client() throws IOException {
        InetSocketAddress at = (InetSocketAddress) proxy.address();
        Socket client = new Socket(at.getAddress(), at.getPort());
        client.setSoTimeout(TIMEOUT_MILLIS);
        return client;
    }

    @Test
    void eachSideMayEndForItself() throws IOException {
        try (Socket client = client();
                Socket server = target.accept()) {
            client.getOutputStream().write("question".getBytes(StandardCharsets.UTF_8));
            client.shutdownOutput();
            assertEquals("question", new String(server.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            server.getOutputStream().write("answer".getBytes(StandardCharsets.UTF_8));
            server.shutdownOutput();
            assertEquals("answer", new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void aResetIsPassedOn() throws IOException {
        Socket client = client();
        try (Socket server = target.accept()) {
            server.setSoTimeout(TIMEOUT_MILLIS);
            client.getOutputStream().write(1);
            assertEquals(1, server.getInputStream().read());
            client.setSoLinger(true, 0);
            client.close();
            assertThrows(IOException.class, () -> server.getInputStream().read());
        }
    }

    @Test
    void nobodyThereIsAReset() throws IOException {
        target.close();
        try (Socket client = client()) {
            assertThrows(IOException.class, () -> client.getInputStream().read());
        }
    }

    /** More than all buffers hold: what is not read at one end is not taken at the other, and nothing is lost. */
    @Test
    void aSlowReaderSlowsTheWriterDown() throws IOException, InterruptedException {
        byte[] all = new byte[48 << 20];
        new Random(1).nextBytes(all);
        try (ServerSocketChannel slow = ServerSocketChannel.open()) {
            slow.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            NetServer toSlow = Proxy.serve(
                    runtime, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), slow.getLocalAddress());
            try (SocketChannel client = SocketChannel.open(toSlow.address());
                    SocketChannel server = slow.accept()) {
                ByteBuffer unsent = ByteBuffer.wrap(all);
                client.configureBlocking(false);
                fill(client, unsent);
                assertTrue(unsent.hasRemaining(), "48 MiB were taken from a writer whose reader reads nothing");
                client.configureBlocking(true);
                Thread writer = Thread.ofPlatform().start(() -> {
                    try {
                        client.write(unsent);
                        client.shutdownOutput();
                    } catch (IOException _) {
                        // then less arrives, and that is seen
                    }
                });
                assertArrayEquals(all, server.socket().getInputStream().readAllBytes());
                writer.join();
            }
            toSlow.close();
        }
    }

    /** Until nothing more is taken in many tries; in pieces, since the JDK copies all that it is given. */
    private static void fill(SocketChannel client, ByteBuffer unsent) throws IOException {
        for (int refusals = 0; refusals < 20_000 && unsent.hasRemaining(); ) {
            int piece = Math.min(unsent.remaining(), 1 << 14);
            int count = client.write(unsent.slice(unsent.position(), piece));
            unsent.position(unsent.position() + count);
            refusals = count == 0 ? refusals + 1 : 0;
        }
    }

    @Test
    void socatTalksThroughItToAnEcho() {
        Tool.require("socat");
        try (RunningExample echo = new RunningExample("echo", "127.0.0.1:0");
                RunningExample through = new RunningExample("proxy", "127.0.0.1:0", "127.0.0.1:" + echo.port())) {
            String to = "TCP:127.0.0.1:" + through.port();
            assertEquals("one\ntwo\n", Tool.run("one\ntwo\n", List.of("socat", "-t", "5", "-", to)));
        }
    }
}
