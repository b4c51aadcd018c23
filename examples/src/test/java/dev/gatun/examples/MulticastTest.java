package dev.gatun.examples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The receiver as a user runs it, on the loopback interface, and senders that are not ours. */
@Tag("assertions") // the example runs in a process of its own: once is enough
class MulticastTest {
    private static final String GROUP = "239.1.2.3";

    private NetworkInterface loopback;
    private int port;
    private RunningExample receiver;

    @BeforeEach
    void join() throws IOException {
        loopback = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
        Assumptions.assumeTrue(loopback != null, "there is no loopback interface");
        try (DatagramSocket free = new DatagramSocket(0)) {
            port = free.getLocalPort();
        }
        receiver = new RunningExample("multicast", GROUP + ":" + port, loopback.getName());
    }

    @AfterEach
    void end() {
        receiver.close();
    }

    @Test
    void whatTheJdkSendsIsShownWithItsSender() throws IOException {
        try (DatagramChannel sender = DatagramChannel.open(StandardProtocolFamily.INET)) {
            sender.setOption(StandardSocketOptions.IP_MULTICAST_IF, loopback);
            sender.bind(new InetSocketAddress("127.0.0.1", 0));
            sender.send(
                    ByteBuffer.wrap("hello\n".getBytes(StandardCharsets.UTF_8)), new InetSocketAddress(GROUP, port));
            int from = ((InetSocketAddress) sender.getLocalAddress()).getPort();
            String shown = receiver.line();
            assertTrue(shown.endsWith("/127.0.0.1:" + from + " 6 bytes: hello"), shown);
        }
    }

    @Test
    void whatSocatSendsIsShown() {
        Tool.require("socat");
        String to = "UDP4-DATAGRAM:" + GROUP + ":" + port + ",ip-multicast-if=127.0.0.1";
        Tool.run("by socat", List.of("socat", "-u", "-", to));
        String shown = receiver.line();
        assertTrue(shown.endsWith(" 8 bytes: by socat"), shown);
    }
}
