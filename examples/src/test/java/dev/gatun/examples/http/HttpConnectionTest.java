package dev.gatun.examples.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.CloseReport;
import dev.gatun.Cpu;
import dev.gatun.CpuConfig;
import dev.gatun.examples.Backends;
import dev.gatun.net.NetException;
import dev.gatun.net.NetListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The server on a core that the test drives, and the JDK's sockets: what comes in which piece is its to say. */
class HttpConnectionTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final String HELLO = "Hello, World!";
    private static final int TURNS_A_PIECE = 6;

    private Cpu cpu;
    private long skippedNanos;
    private InetSocketAddress address;

    @BeforeEach
    void listen() throws NetException {
        cpu = Cpu.standalone(Backends.best(), CpuConfig.DEFAULT.withClock(() -> System.nanoTime() + skippedNanos));
        NetListener listener = NetListener.open(
                cpu, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), HttpServer.CONFIG, HttpServer::serve);
        address = (InetSocketAddress) listener.address();
    }

    @AfterEach
    void nothingIsLeft() {
        turns(20);
        CloseReport report = cpu.close(TimeUnit.SECONDS.toNanos(5));
        assertTrue(report.isClean(), report::toString);
    }

    @Test
    void aConnectionServesOneRequestAfterTheOther() throws IOException {
        try (Client client = client()) {
            for (int i = 0; i < 3; i++) {
                client.send(GET);
                Client.Response response = client.response();
                assertEquals(200, response.status());
                assertEquals(HELLO, response.body());
                assertTrue(response.head().contains("\r\nContent-Type: text/plain\r\n"), response.head());
                assertTrue(response.head().matches("(?s).*\r\nDate: \\w{3}, \\d\\d \\w{3} \\d{4} [\\d:]{8} GMT\r\n.*"));
            }
        }
    }

    @Test
    void requestsThatCameTogetherAreAnsweredInOrder() throws IOException {
        try (Client client = client()) {
            client.send(GET + post("one") + "HEAD / HTTP/1.1\r\nHost: h\r\n\r\n"
                    + chunked("2;x=y\r\ntw\r\n1\r\no\r\n0\r\nT: t\r\n\r\n") + "GET /no HTTP/1.1\r\nHost: h\r\n\r\n"
                    + GET);
            assertEquals(HELLO, client.response().body());
            assertEquals("one", client.response().body());
            Client.Response head = client.headResponse();
            assertTrue(head.head().contains("Content-Length: 13"), head.head());
            assertEquals("two", client.response().body());
            assertEquals(404, client.response().status());
            assertEquals(HELLO, client.response().body());
        }
    }

    @Test
    void manyThousandAtOnceAreAllAnswered() throws IOException {
        try (Client client = client()) {
            client.send(GET.repeat(5000));
            for (int i = 0; i < 5000; i++) {
                assertEquals(HELLO, client.response().body());
            }
        }
    }

    @Test
    void aRequestMayBeCutAnywhere() throws IOException {
        String requests = "GET /plaintext?x HTTP/1.1\r\nHost: h\r\nX: y\r\n\r\n" + post("body")
                + chunked("3\r\nabc\r\n0\r\n\r\n") + GET;
        try (Client client = client()) {
            for (int cut = 1; cut < requests.length(); cut++) {
                client.send(requests.substring(0, cut));
                turns(TURNS_A_PIECE);
                client.send(requests.substring(cut));
                assertEquals(HELLO, client.response().body(), "cut at " + cut);
                assertEquals("body", client.response().body(), "cut at " + cut);
                assertEquals("abc", client.response().body(), "cut at " + cut);
                assertEquals(HELLO, client.response().body(), "cut at " + cut);
            }
            for (int at = 0; at < requests.length(); at++) {
                client.send(requests.substring(at, at + 1));
                turns(TURNS_A_PIECE);
            }
            assertEquals(
                    List.of(HELLO, "body", "abc", HELLO),
                    List.of(
                            client.response().body(),
                            client.response().body(),
                            client.response().body(),
                            client.response().body()));
        }
    }

    @Test
    void aRefusedRequestIsAnsweredAndEndsTheConnection() throws IOException {
        refused(400, "GET / HTTP/1.1\r\n\r\n");
        refused(400, "GET /\r\n");
        refused(505, "PRI * HTTP/2.0\r\n\r\n");
        refused(414, "GET /" + "x".repeat(20_000));
        refused(431, "GET / HTTP/1.1\r\nHost: h\r\nX: " + "x".repeat(20_000));
        refused(413, "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 65537\r\n\r\n" + "x".repeat(65_537));
        refused(413, chunked("10001\r\n" + "x".repeat(65_537) + "\r\n0\r\n\r\n"));
        refused(400, chunked("x\r\n"));
        refused(431, chunked("0\r\n" + "T: t\r\n".repeat(2000)));
        refused(501, "POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip\r\n\r\n");
    }

    private void refused(int status, String request) throws IOException {
        try (Client client = client()) {
            client.send(GET + request + GET);
            assertEquals(HELLO, client.response().body());
            Client.Response response = client.response();
            assertEquals(status, response.status(), request);
            assertTrue(response.head().contains("\r\nConnection: close\r\n"), response.head());
            assertEquals("", client.untilEnd(), "what follows is not looked at");
        }
    }

    @Test
    void aRefusedPieceByPieceIsRefusedAlike() throws IOException {
        try (Client client = client()) {
            for (String piece : List.of("G", "ET /", "\r\n")) {
                client.send(piece);
                turns(TURNS_A_PIECE);
            }
            assertEquals(400, client.response().status());
        }
        try (Client client = client()) {
            client.send("GET / HTTP/1.1\r\nHost: h\r\n");
            for (int i = 0; i < 10; i++) {
                turns(TURNS_A_PIECE);
                client.send("X: " + "x".repeat(1000) + "\r\n");
            }
            assertEquals(431, client.response().status());
        }
    }

    @Test
    void aRequestThatDripsIsRefusedInTime() throws IOException {
        for (String begun : List.of("GET / HT", "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 40\r\n\r\n")) {
            try (Client client = client()) {
                client.send(GET);
                assertEquals(HELLO, client.response().body());
                skip(HttpConnection.REQUEST_MAX); // between requests nothing is late
                client.send(begun);
                for (int i = 0; i < 4; i++) {
                    turns(TURNS_A_PIECE);
                    skip(HttpConnection.REQUEST_MAX.dividedBy(4));
                    client.send("x");
                }
                Client.Response response = client.response();
                assertEquals(408, response.status(), begun);
                assertTrue(response.head().contains("\r\nConnection: close\r\n"), response.head());
                assertEquals("", client.untilEnd());
            }
        }
    }

    /** Each piece ends within a request and none is whole in one, but each is whole in time. */
    @Test
    void theTimeIsEachRequestsOwn() throws IOException {
        try (Client client = client()) {
            client.send(GET.substring(0, 5));
            for (int i = 0; i < 10; i++) {
                turns(TURNS_A_PIECE);
                skip(HttpConnection.REQUEST_MAX.dividedBy(2));
                client.send(GET.substring(5) + GET.substring(0, 5));
                assertEquals(HELLO, client.response().body());
            }
        }
    }

    private void skip(Duration time) {
        skippedNanos += time.toNanos();
    }

    @Test
    void anotherMethodOrPathIsToldWhatThereIs() throws IOException {
        try (Client client = client()) {
            client.send("DELETE / HTTP/1.1\r\nHost: h\r\n\r\n");
            Client.Response hello = client.response();
            assertEquals(405, hello.status());
            assertTrue(hello.head().contains("\r\nAllow: GET, HEAD\r\n"), hello.head());
            client.send("GET /echo HTTP/1.1\r\nHost: h\r\n\r\n");
            assertTrue(client.response().head().contains("\r\nAllow: POST\r\n"));
            client.send("POST /no HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc" + GET);
            assertEquals(404, client.response().status());
            assertEquals(HELLO, client.response().body());
        }
    }

    @Test
    void whoAsksIsToldToGoOn() throws IOException {
        try (Client client = client()) {
            client.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
            assertEquals(100, client.headResponse().status());
            client.send("body");
            assertEquals("body", client.response().body());
            client.send("POST /no HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
            assertEquals(404, client.response().status());
            assertEquals("", client.untilEnd());
        }
    }

    @Test
    void closeIsAnsweredWithClose() throws IOException {
        for (String request :
                List.of("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", "GET / HTTP/1.0\r\n\r\n")) {
            try (Client client = client()) {
                client.send(request + GET);
                Client.Response response = client.response();
                assertEquals(HELLO, response.body());
                assertTrue(response.head().contains("\r\nConnection: close\r\n"), response.head());
                assertEquals("", client.untilEnd());
            }
        }
    }

    /** What the system holds of both sides, and the watermark: no more, whatever is asked. */
    @Test
    void whoDoesNotReadIsNotReadFrom() throws IOException {
        try (Client client = client()) {
            long asked = 0;
            int refusals = 0;
            ByteBuffer requests = ByteBuffer.wrap(GET.repeat(1000).getBytes(StandardCharsets.US_ASCII));
            while (refusals < 1000 && asked < 1L << 30) {
                int count = client.channel.write(requests);
                asked += count;
                refusals = count == 0 ? refusals + 1 : 0;
                if (!requests.hasRemaining()) {
                    requests.rewind();
                }
                turns(1);
            }
            assertTrue(asked < 1L << 30, "a gigabyte of requests was taken from a client that reads nothing");
            assertTrue(
                    cpu.buffers().statistics().bytesInUse() < 8 << 20,
                    cpu.buffers().statistics().toString());
            for (long answered = 0; answered < asked / GET.length(); answered++) {
                assertEquals(HELLO, client.response().body());
            }
        }
    }

    private static String post(String body) {
        return "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static String chunked(String chunks) {
        return "POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks;
    }

    private void turns(int count) {
        for (int i = 0; i < count; i++) {
            cpu.tick();
        }
    }

    private Client client() throws IOException {
        return new Client(cpu, address);
    }
}
