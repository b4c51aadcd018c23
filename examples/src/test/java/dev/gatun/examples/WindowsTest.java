package dev.gatun.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.backend.iocp.GatewayProvider;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The examples on Windows' completion ports, through Wine, with clients of this machine's. */
@Timeout(60)
@Tag("assertions") // the examples run in processes of their own: once is enough
class WindowsTest {
    private static final List<String> THROUGH_WINE =
            List.of("-Dgatun.wine=true", "-Dgatun.root=" + System.getProperty("gatun.root", ".."));

    @TempDir
    Path folder;

    @BeforeEach
    void skipWithoutWine() {
        Assumptions.assumeTrue(GatewayProvider.missing().isEmpty(), GatewayProvider::missing);
    }

    @Test
    void theEchoSendsBackWhatComes() throws IOException, InterruptedException {
        byte[] sent = new byte[200_000];
        new Random(1).nextBytes(sent);
        try (RunningExample echo = new RunningExample(THROUGH_WINE, "echo", "127.0.0.1:0");
                Socket client = new Socket(InetAddress.getLoopbackAddress(), echo.port())) {
            assertTrue(echo.firstLine().endsWith(" by iocp-through-wine"), echo::firstLine);
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

    /** On one core: Windows lets no two sockets share a port and its datagrams. */
    @Test
    void theUdpEchoSendsBackEachDatagram() throws IOException {
        int port;
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        List<String> oneCore = List.of("-XX:ActiveProcessorCount=1", THROUGH_WINE.getFirst(), THROUGH_WINE.getLast());
        try (RunningExample echo = new RunningExample(oneCore, "udp-echo", "127.0.0.1:" + port);
                DatagramSocket client = new DatagramSocket()) {
            assertTrue(echo.firstLine().endsWith(" by iocp-through-wine"), echo::firstLine);
            // Not connected: the JDK's sockets that are never send an empty datagram.
            InetSocketAddress to = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            client.setSoTimeout(10_000);
            for (int size : new int[] {0, 1, 1472, 9000}) {
                byte[] sent = new byte[size];
                new Random(size).nextBytes(sent);
                client.send(new DatagramPacket(sent, size, to));
                DatagramPacket received = new DatagramPacket(new byte[10_000], 10_000);
                client.receive(received);
                assertArrayEquals(sent, Arrays.copyOf(received.getData(), received.getLength()));
            }
        }
    }

    @Test
    void aCopyIsTheSameToTheLastByte() throws IOException {
        byte[] bytes = new byte[(1 << 20) + 17];
        new Random(17).nextBytes(bytes);
        Path from = Files.write(folder.resolve("from"), bytes);
        Path to = folder.resolve("to");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String said = Tool.run(
                "",
                List.of(
                        java,
                        "--enable-native-access=ALL-UNNAMED",
                        "-ea",
                        THROUGH_WINE.getFirst(),
                        THROUGH_WINE.getLast(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Examples.class.getName(),
                        "copy",
                        from.toString(),
                        to.toString()));
        assertTrue(said.endsWith("copied " + bytes.length + " bytes by iocp-through-wine\n"), said);
        assertEquals(-1, Files.mismatch(from, to));
    }
}
