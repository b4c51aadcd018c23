package dev.gatun.examples.jsonrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.examples.RunningExample;
import dev.gatun.examples.Tool;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The server as a user runs it. */
@Tag("assertions") // the example runs in a process of its own: once is enough
class JsonRpcServerTest {
    private static final String SUM = "{\"jsonrpc\": \"2.0\", \"method\": \"sum\", \"params\": [1, 2], \"id\": %d}";
    private static final String THREE = "{\"jsonrpc\": \"2.0\", \"result\": 3, \"id\": %d}";

    private static RunningExample server;

    @BeforeAll
    static void start() {
        server = new RunningExample("json-rpc", "127.0.0.1:0");
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @Test
    void theSpecificationsExamplesComeBackByLinesAndByLengths() throws IOException, JsonException {
        for (boolean isFramed : List.of(false, true)) {
            try (Client client = new Client()) {
                for (Vectors.Vector vector : Vectors.all()) {
                    client.send(
                            isFramed
                                    ? framed(vector.request())
                                    : vector.request().replace("\n", " ") + "\r\n");
                    if (!vector.answer().isEmpty()) {
                        assertEquals(read(vector.answer()), read(client.receive(isFramed)));
                    }
                }
            }
        }
    }

    @Test
    void messagesMayBeCutAnywhereAndMixed() throws IOException {
        String all = framed(SUM.formatted(1)) + SUM.formatted(2) + "\n\n" + framed(SUM.formatted(3)) + SUM.formatted(4)
                + "\n";
        try (Client client = new Client()) {
            for (int cut = 1; cut < all.length(); cut++) {
                client.send(all.substring(0, cut));
                client.send(all.substring(cut));
                for (int id = 1; id <= 4; id++) {
                    assertEquals(THREE.formatted(id), client.receive(id % 2 == 1), "cut at " + cut);
                }
            }
        }
    }

    @Test
    void manyAtOnceAreAnsweredInOrder() throws IOException {
        StringBuilder all = new StringBuilder();
        for (int id = 0; id < 5000; id++) {
            all.append(SUM.formatted(id)).append('\n');
        }
        try (Client client = new Client()) {
            Thread.ofVirtual().start(() -> client.send(all.toString()));
            for (int id = 0; id < 5000; id++) {
                assertEquals(THREE.formatted(id), client.receive(false));
            }
        }
    }

    @Test
    void whatIsTooLongIsRefusedAndEndsTheConnection() throws IOException {
        for (String request : List.of(
                "Content-Length: 1048577\r\n\r\n",
                "Content-Type: x\r\n\r\n",
                "Content-Length: -1\r\n\r\n",
                "c".repeat(5000),
                " ".repeat((1 << 20) + 5000))) {
            try (Client client = new Client()) {
                client.send(request);
                assertTrue(client.receive(false).contains("-32600"), request.strip());
                assertEquals("null", client.receive(false), "the end");
            }
        }
    }

    @Test
    void socatIsAnswered() {
        Tool.require("socat");
        List<String> command = List.of("socat", "-t", "5", "-", "TCP:127.0.0.1:" + server.port());
        assertEquals(THREE.formatted(7) + "\n", Tool.run(SUM.formatted(7) + "\n", command));
    }

    private static String framed(String message) {
        int length = message.getBytes(StandardCharsets.UTF_8).length;
        return "Content-Length: " + length + "\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n"
                + message;
    }

    private static @Nullable Object read(String json) throws JsonException {
        return JsonReader.read(json.getBytes(StandardCharsets.UTF_8));
    }

    /** The JDK's. */
    private static final class Client implements AutoCloseable {
        private final Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        private final BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));

        Client() throws IOException {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(10_000);
        }

        void send(String text) {
            try {
                socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            } catch (IOException _) {
                // then no answer comes, and that is seen
            }
        }

        String receive(boolean isFramed) throws IOException {
            if (!isFramed) {
                return String.valueOf(in.readLine());
            }
            int length = Integer.parseInt(String.valueOf(in.readLine()).replace("Content-Length: ", ""));
            assertEquals("", in.readLine());
            char[] body = new char[length];
            for (int count = 0; count < length; ) {
                int more = in.read(body, count, length - count);
                assertTrue(more > 0, "the end within a message");
                count += more;
            }
            return new String(body);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
