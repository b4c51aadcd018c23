package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.Buffer;
import dev.gatun.CpuConfig;
import dev.gatun.IoRuntime;
import dev.gatun.Placement;
import dev.gatun.RuntimeConfig;
import dev.gatun.net.NetConfig;
import dev.gatun.net.NetException;
import dev.gatun.net.NetServer;
import dev.gatun.net.NetStream;
import dev.gatun.net.OptionOutcome;
import dev.gatun.spi.IoBackendProvider;
import dev.gatun.spi.IoError;
import dev.gatun.spi.SocketOption;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server on all cores of a runtime, with its threads, and the JDK's sockets as its clients. */
@Timeout(60)
public abstract class NetServerContract {
    private static final InetSocketAddress LOOPBACK = new InetSocketAddress("127.0.0.1", 0);
    private static final int CLIENTS = 24;

    protected NetServerContract() {}

    protected abstract IoBackendProvider provider();

    private IoRuntime start(int cores) {
        return IoRuntime.start(RuntimeConfig.DEFAULT
                .withProviders(provider())
                .withCores(cores)
                .withPlacement(Placement.ANYWHERE)
                .withCloseOnShutdown(false)
                .withCpu(CpuConfig.DEFAULT));
    }

    @BeforeEach
    final void skipWhereThereIsNone() {
        Assumptions.assumeTrue(
                provider().probe().usable(), () -> provider().probe().reason());
    }

    @Test
    void eachCoreListensForItselfAtASharedPort() throws IOException {
        AtomicIntegerArray byCore = new AtomicIntegerArray(2);
        try (IoRuntime runtime = start(2);
                NetServer server = echo(runtime, NetConfig.lowLatency(), byCore)) {
            OptionOutcome shared = server.listeners().getFirst().options().stream()
                    .filter(outcome -> outcome.option() == SocketOption.REUSE_PORT)
                    .findFirst()
                    .orElseThrow();
            Assumptions.assumeTrue(shared.status() != OptionOutcome.Status.UNSUPPORTED, shared::toString);
            assertEquals(2, server.listeners().size());
            talk(server);
            assertEquals(CLIENTS, byCore.get(0) + byCore.get(1));
        }
    }

    @Test
    void oneAcceptorHandsOutToTheCoreThatHasTheFewest() throws IOException {
        AtomicIntegerArray byCore = new AtomicIntegerArray(2);
        try (IoRuntime runtime = start(2);
                NetServer server = echo(runtime, NetConfig.systemDefaults(), byCore)) {
            assertEquals(1, server.listeners().size());
            talk(server);
            assertEquals(CLIENTS / 2, byCore.get(0), "all of them stay: the cores take turns");
            assertEquals(CLIENTS / 2, byCore.get(1));
        }
    }

    @Test
    void aSingleCoreNeedsNoSharing() throws IOException {
        AtomicIntegerArray byCore = new AtomicIntegerArray(1);
        try (IoRuntime runtime = start(1);
                NetServer server = echo(runtime, NetConfig.lowLatency(), byCore)) {
            talk(server);
            assertEquals(CLIENTS, byCore.get(0));
        }
    }

    @Test
    void anAddressInUseIsTheOpenersToHear() throws IOException {
        try (IoRuntime runtime = start(2);
                NetServer server = echo(runtime, NetConfig.systemDefaults(), new AtomicIntegerArray(2))) {
            NetException refused = assertThrows(
                    NetException.class,
                    () -> NetServer.listen(runtime, server.address(), NetConfig.systemDefaults(), _ -> {}));
            assertEquals(IoError.ADDRESS_IN_USE, refused.error());
        }
    }

    /** A client that is nobody's test: it reads until the end, and judges it. */
    @Test
    void curlIsServedAndSeesTheEnd() throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "curl is not installed");
        String body = "x".repeat(300_000);
        try (IoRuntime runtime = start(1);
                NetServer server = NetServer.listen(runtime, LOOPBACK, NetConfig.lowLatency(), stream -> {
                    Buffer request =
                            Objects.requireNonNull(stream.cpu().buffers().allocate(4096));
                    answerEachRequest(stream, request, body);
                })) {
            int port = ((InetSocketAddress) server.address()).getPort();
            Process curl = new ProcessBuilder(
                            "/usr/bin/curl", "-sS", "--noproxy", "*", "http://127.0.0.1:" + port + "/")
                    .redirectErrorStream(true)
                    .start();
            String got = new String(curl.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertEquals(0, curl.waitFor(), got);
            assertEquals(body, got);
        }
    }

    private static void answerEachRequest(NetStream stream, Buffer request, String body) {
        stream.receiveUntil(request, '\n', (same, line, result) -> {
            if (result == 2) { // the empty line that ends the head
                line.free();
                send(same, "HTTP/1.0 200 OK\r\n\r\n" + body);
                same.close();
            } else if (result > 0) {
                line.readerIndex(line.readerIndex() + result);
                answerEachRequest(same, line, body);
            } else {
                line.free();
            }
        });
    }

    private static void send(NetStream stream, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        for (int at = 0; at < bytes.length; at += 4096) {
            Buffer buffer = Objects.requireNonNull(stream.cpu().buffers().allocate(4096));
            stream.send(buffer.writeBytes(bytes, at, Math.min(4096, bytes.length - at)));
        }
    }

    private static NetServer echo(IoRuntime runtime, NetConfig config, AtomicIntegerArray byCore) throws NetException {
        return NetServer.listen(runtime, LOOPBACK, config, stream -> {
            byCore.incrementAndGet(stream.cpu().index());
            stream.onReceive((same, buffer) -> same.send(buffer));
        });
    }

    /** All at once, each with its own words. */
    private static void talk(NetServer server) throws IOException {
        List<Socket> clients = new ArrayList<>();
        int port = ((InetSocketAddress) server.address()).getPort();
        try {
            for (int i = 0; i < CLIENTS; i++) {
                Socket client = new Socket("127.0.0.1", port);
                clients.add(client);
                byte[] words = ("client " + i).getBytes(StandardCharsets.US_ASCII);
                client.getOutputStream().write(words);
                assertEquals(
                        "client " + i,
                        new String(client.getInputStream().readNBytes(words.length), StandardCharsets.US_ASCII));
            }
            for (Socket client : clients) {
                client.shutdownOutput();
                assertTrue(client.getInputStream().read() < 0, "the server ends behind its client");
            }
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
    }
}
