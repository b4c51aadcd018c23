package dev.gatun.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Both echoes, as a user runs them. */
@Tag("assertions") // the examples run in processes of their own: once is enough
class EchoTest {
    private static RunningExample tcp;
    private static RunningExample udp;

    @BeforeAll
    static void start() throws IOException {
        tcp = new RunningExample("echo", "127.0.0.1:0");
        int port;
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        udp = new RunningExample("udp-echo", "127.0.0.1:" + port);
    }

    @AfterAll
    static void end() {
        tcp.close();
        udp.close();
    }

    @Test
    void theJdksSocketsGetBackAMegabyte() throws IOException, InterruptedException {
        byte[] sent = new byte[1 << 20];
        new Random(1).nextBytes(sent);
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), tcp.port())) {
            Thread writer = Thread.ofVirtual().start(() -> {
                try {
                    client.getOutputStream().write(sent);
                    client.shutdownOutput();
                } catch (IOException _) {
                    // then less comes back, and that is seen
                }
            });
            assertArrayEquals(sent, client.getInputStream().readAllBytes());
            writer.join();
        }
    }

    @Test
    void bashGetsBackItsLine() {
        Tool.require("bash");
        String script =
                "exec 3<>/dev/tcp/127.0.0.1/" + tcp.port() + "; echo hello >&3; read -r line <&3; echo \"$line\"";
        assertEquals("hello\n", Tool.run("", List.of("bash", "-c", script)));
    }

    @Test
    void socatGetsBackWhatItSends() {
        Tool.require("socat");
        assertEquals(
                "one\ntwo\n", Tool.run("one\ntwo\n", List.of("socat", "-t", "5", "-", "TCP:127.0.0.1:" + tcp.port())));
    }

    @Test
    void theJdksSocketsGetBackEachDatagram() throws IOException {
        try (DatagramSocket client = new DatagramSocket()) {
            client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), udp.port()));
            client.setSoTimeout(10_000);
            for (int size : new int[] {1, 1472, 9000}) {
                byte[] sent = new byte[size];
                new Random(size).nextBytes(sent);
                client.send(new DatagramPacket(sent, size));
                DatagramPacket received = new DatagramPacket(new byte[10_000], 10_000);
                client.receive(received);
                assertArrayEquals(sent, Arrays.copyOf(received.getData(), received.getLength()));
            }
        }
    }

    @Test
    void pythonGetsBackItsDatagramsTheEmptyOneToo() {
        Tool.require("python3");
        String script = "import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.settimeout(10);"
                + " s.connect(('127.0.0.1', " + udp.port() + "));"
                + " print([(s.send(b), s.recv(100) == b) for b in (b'hello', b'', b'you')])";
        assertEquals("[(5, True), (0, True), (3, True)]\n", Tool.run("", List.of("python3", "-c", script)));
    }
}
