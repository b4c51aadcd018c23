package dev.gatun.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.gatun.IoRuntime;
import dev.gatun.Placement;
import dev.gatun.RuntimeConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The blocking client, and the JDK's HTTP server. */
class GetTest {
    private HttpServer server;
    private IoRuntime runtime;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            int size = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
            exchange.sendResponseHeaders(200, size);
            exchange.getResponseBody().write("x".repeat(size).getBytes(StandardCharsets.US_ASCII));
            exchange.close();
        });
        server.start();
        runtime = IoRuntime.start(RuntimeConfig.DEFAULT.withCores(1).withPlacement(Placement.ANYWHERE));
    }

    @AfterEach
    void end() {
        server.stop(0);
        runtime.close(Duration.ofSeconds(5)).forEach(report -> assertTrue(report.isClean(), report::toString));
    }

    @Test
    void manyAreFetchedAtTheSameTime() throws InterruptedException, ExecutionException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var responses = new ArrayList<Future<byte[]>>();
            for (int i = 0; i < 50; i++) {
                int size = 1 + i * 4096;
                responses.add(threads.submit(() -> Get.fetch(runtime.cpu(0), server.getAddress(), "/" + size)));
            }
            for (int i = 0; i < 50; i++) {
                String response = new String(responses.get(i).get(), StandardCharsets.US_ASCII);
                assertTrue(response.startsWith("HTTP/1.1 200 OK\r\n"), response);
                assertEquals(1 + i * 4096, response.length() - response.indexOf("\r\n\r\n") - 4);
            }
        }
    }

    @Test
    void whoIsNotThereIsAnException() throws IOException {
        InetSocketAddress nobody;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = (InetSocketAddress) closed.getLocalSocketAddress();
        }
        IOException refused = assertThrows(IOException.class, () -> Get.fetch(runtime.cpu(0), nobody, "/1"));
        assertTrue(refused.toString().contains("REFUSED"), refused::toString);
    }

    @Test
    void theProgramPrintsALineForEachPath() throws InterruptedException {
        assertEquals(0, Examples.run(new String[] {
            "get", "127.0.0.1:" + server.getAddress().getPort(), "/1", "/70000"
        }));
    }
}
