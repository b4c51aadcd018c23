package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.net.NetConfig;
import dev.gatun.net.NetListener;
import dev.gatun.net.NetStream;
import dev.gatun.net.UdpSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Programs that others wrote, at the other end: socat, ncat, curl, iperf3. Without one its tests are skipped. */
interface PeerContract {
    long SEED = 7;
    int BYTES = 1 << 20;

    /** What socat's other program can hold: its writes wait, and must not wait for its own reading. */
    int BYTES_THROUGH_PIPES = 48 << 10;

    NetDriver net();

    UdpDriver udp();

    /** A folder of the test's own. */
    Path folder();

    private Path sample() throws IOException {
        byte[] bytes = new byte[BYTES];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = Flow.at(SEED, i);
        }
        return Files.write(folder().resolve("sample"), bytes);
    }

    private void assertIsSample(Path file) throws IOException {
        assertArrayEquals(Files.readAllBytes(sample()), Files.readAllBytes(file));
    }

    /** An echo, which ends behind the other side's end. */
    private NetListener echo(SocketAddress at) throws IOException {
        return NetListener.open(
                net().cpu(),
                at,
                NetConfig.lowLatency(),
                stream -> stream.onReceive((same, buffer) -> same.send(buffer)));
    }

    private static String port(SocketAddress address) {
        return String.valueOf(((InetSocketAddress) address).getPort());
    }

    private void sendsAndHearsItAllBack(NetListener listener, String... command) throws Exception {
        try (Peer peer = Peer.start(folder(), sample(), command)) {
            net().until(peer::hasEnded, peer + "'s end");
            assertEquals(0, peer.exit(), peer::complaints);
            assertIsSample(peer.output());
        }
        listener.close();
    }

    @Test
    default void socatHearsBackWhatItSends() throws Exception {
        NetListener listener = echo(NetDriver.LOOPBACK);
        sendsAndHearsItAllBack(listener, "socat", "-t10", "STDIO", "TCP:127.0.0.1:" + port(listener.address()));
    }

    @Test
    default void socatHearsBackWhatItSendsThroughAUnixSocket() throws Exception {
        Path path = folder().resolve("socket");
        sendsAndHearsItAllBack(
                echo(UnixDomainSocketAddress.of(path)), "socat", "-t10", "STDIO", "UNIX-CONNECT:" + path);
    }

    @Test
    default void ncatHearsBackWhatItSends() throws Exception {
        NetListener listener = echo(NetDriver.LOOPBACK);
        sendsAndHearsItAllBack(listener, "ncat", "127.0.0.1", port(listener.address()));
    }

    /** It is bound before it listens. */
    private NetStream connected(SocketAddress to) {
        NetDriver.Outcome outcome;
        do {
            outcome = net().tryConnect(to, NetConfig.systemDefaults(), NetDriver.PATIENCE);
        } while (outcome.stream == null);
        return outcome.stream;
    }

    @Test
    default void socatSendsBackWhatWeSend() throws Exception {
        Path socket = folder().resolve("socat");
        try (Peer peer = Peer.start(folder(), null, "socat", "-t10", "UNIX-LISTEN:" + socket, "EXEC:cat")) {
            net().until(() -> peer.hasEnded() || Files.exists(socket), "socat listens");
            NetStream stream = connected(UnixDomainSocketAddress.of(socket));
            Flow flow = new Flow(net(), stream, BYTES_THROUGH_PIPES, SEED);
            Flow.Sink sink = flow.into(stream);
            flow.start();
            net().until(() -> sink.isEnded, "what was sent, and the end");
            assertEquals(BYTES_THROUGH_PIPES, sink.received);
            stream.close();
            net().until(() -> !sink.seen.closes.isEmpty() && peer.hasEnded(), "the end of both");
        }
    }

    @Test
    default void ncatHearsWhatWeSend() throws Exception {
        Path socket = folder().resolve("ncat");
        try (Peer peer = Peer.start(folder(), null, "ncat", "-l", "-U", socket.toString(), "--recv-only")) {
            net().until(() -> peer.hasEnded() || Files.exists(socket), "ncat listens");
            Flow flow = new Flow(net(), connected(UnixDomainSocketAddress.of(socket)), BYTES, SEED);
            flow.start();
            net().until(peer::hasEnded, "ncat's end");
            assertEquals(0, peer.exit(), peer::complaints);
            assertIsSample(peer.output());
            net().untilClosed(flow.seen);
        }
    }

    private void sendsADatagram(String... command) throws Exception {
        UdpSocket socket = udp().open();
        socket.onReceive((same, datagram) -> same.send(datagram.buffer(), datagram.sender()));
        for (int i = 0; i < command.length; i++) {
            command[i] = command[i].replace("PORT", port(socket.address()));
        }
        try (Peer peer = Peer.start(folder(), null, command)) {
            peer.hear("a word");
            net().until(() -> "a word".equals(peer.said()), "the word, back from where it went");
        }
        assertEquals(1, socket.received());
    }

    @Test
    default void socatsDatagramComesBack() throws Exception {
        sendsADatagram("socat", "-t10", "STDIO", "UDP4:127.0.0.1:PORT");
    }

    @Test
    default void ncatsDatagramComesBack() throws Exception {
        sendsADatagram("ncat", "-u", "127.0.0.1", "PORT");
    }

    /** It reads no faster than it was told, so the server is held back. */
    @Test
    default void aSlowCurlIsServedInFull() throws Exception {
        int[] fulls = {0};
        NetListener listener = NetListener.open(
                net().cpu(), NetDriver.LOOPBACK, NetConfig.systemDefaults().withSendBuffer(32 << 10), stream -> {
                    stream.send(net().text("HTTP/1.0 200 OK\r\n\r\n"));
                    Flow flow = new Flow(net(), stream, BYTES, SEED);
                    flow.start();
                    fulls[0] += flow.fulls;
                });
        try (Peer curl = Peer.start(
                folder(),
                null,
                "curl",
                "-sS",
                "--noproxy",
                "*",
                "--limit-rate",
                "3M",
                "http://127.0.0.1:" + port(listener.address()) + "/")) {
            net().until(curl::hasEnded, "curl's end");
            assertEquals(0, curl.exit(), curl::complaints);
            assertIsSample(curl.output());
        }
        assertEquals(1, fulls[0], "nobody was held back");
        listener.close();
    }

    @Test
    default void curlUploadsAndIsAnswered() throws Exception {
        NetListener listener = NetListener.open(
                net().cpu(), NetDriver.LOOPBACK, NetConfig.lowLatency(), stream -> receiveUpload(stream));
        try (Peer curl = Peer.start(
                folder(),
                null,
                "curl",
                "-sS",
                "--noproxy",
                "*",
                "-H",
                "Expect:",
                "--data-binary",
                "@" + sample(),
                "http://127.0.0.1:" + port(listener.address()) + "/")) {
            net().until(curl::hasEnded, "curl's end");
            assertEquals(0, curl.exit(), curl::complaints);
            assertEquals("got " + BYTES, curl.said());
        }
        listener.close();
    }

    private void receiveUpload(NetStream stream) {
        StringBuilder head = new StringBuilder();
        long[] body = {-1};
        stream.onReceive((same, buffer) -> {
            while (buffer.readable() > 0) {
                byte next = buffer.readByte();
                if (body[0] < 0) {
                    head.append((char) next);
                    body[0] = head.indexOf("\r\n\r\n") < 0 ? -1 : 0;
                } else {
                    assertEquals(Flow.at(SEED, body[0]), next, () -> "byte " + body[0]);
                    body[0]++;
                }
            }
            buffer.free();
            if (body[0] == BYTES) {
                same.send(net().text("HTTP/1.0 200 OK\r\n\r\ngot " + body[0]));
                same.close(NetDriver.PATIENCE);
            }
        });
    }

    /** Its client talks with its server through us, on several connections at full speed, in a protocol of its own. */
    @Test
    default void iperf3FindsItsServerThroughUs() throws Exception {
        String server;
        try (ServerSocket free = new ServerSocket(0)) {
            server = String.valueOf(free.getLocalPort());
        }
        try (Peer listening = Peer.start(folder(), null, "iperf3", "-s", "-1", "-p", server, "--forceflush")) {
            net().until(() -> listening.said().contains("listening"), "iperf3 listens");
            Splice splice = new Splice(net(), new InetSocketAddress("127.0.0.1", Integer.parseInt(server)));
            try (Peer client = Peer.start(
                    folder(),
                    null,
                    "iperf3",
                    "-c",
                    "127.0.0.1",
                    "-p",
                    port(splice.address()),
                    "-n",
                    "48M",
                    "-P",
                    "3",
                    "-J")) {
                net().until(() -> client.hasEnded() && listening.hasEnded(), "the end of both");
                assertEquals(0, client.exit(), client::complaints);
                long sent = figure(client.said(), "sum_sent");
                assertTrue(sent >= 48 << 20, () -> sent + " bytes");
                long received = figure(client.said(), "sum_received"); // what was on its way at the end is not counted
                assertTrue(received >= sent / 2 && received <= sent, () -> received + " of " + sent + " bytes");
                assertTrue(splice.passed() >= received, () -> splice.passed() + " of " + received + " bytes passed");
            }
            splice.close();
            net().until(splice::isQuiet, "the end of all connections");
        }
    }

    private static long figure(String json, String name) {
        Matcher found = Pattern.compile("\"" + name + "\":\\s*\\{.*?\"bytes\":\\s*(\\d+)", Pattern.DOTALL)
                .matcher(json);
        assertTrue(found.find(), json);
        return Long.parseLong(found.group(1));
    }
}
