package dev.gatun.examples.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.examples.RunningExample;
import dev.gatun.examples.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server as a user runs it, and the clients that everybody has. */
@Tag("assertions") // the example runs in a process of its own: once is enough
class HttpServerTest {
    private static RunningExample server;

    @TempDir
    Path work;

    @BeforeAll
    static void start() {
        server = new RunningExample("http", "127.0.0.1:0");
    }

    @AfterAll
    static void end() {
        server.close();
    }

    private static String curl(String path, String... options) {
        Tool.require("curl");
        List<String> command = new ArrayList<>(List.of("curl", "-sS", "-m", "10"));
        command.addAll(List.of(options));
        command.add(url(path));
        return Tool.run("", command);
    }

    private static String url(String path) {
        return "http://127.0.0.1:" + server.port() + path;
    }

    @Test
    void curlIsGreeted() {
        assertEquals("Hello, World!", curl("/"));
        assertTrue(curl("/plaintext", "-I").startsWith("HTTP/1.1 200 OK\r\n"));
        assertEquals("404", curl("/nothing", "-o", "/dev/null", "-w", "%{http_code}"));
        assertEquals("405", curl("/", "-X", "DELETE", "-o", "/dev/null", "-w", "%{http_code}"));
    }

    @Test
    void curlKeepsItsConnection() {
        String said = curl("/", "-v", url("/"), url("/plaintext"));
        assertEquals(
                1,
                said.lines()
                        .filter(line -> line.contains("Connected to 127.0.0.1"))
                        .count(),
                said);
        assertTrue(said.contains("Re-using existing connection"), said);
    }

    @Test
    void curlGetsItsBodyBackHoweverItSendsIt() throws IOException {
        String body = "0123456789abcdef".repeat(4096);
        String file = "@" + Files.writeString(work.resolve("body"), body);
        assertEquals(body, curl("/echo", "--data-binary", file));
        assertEquals(body, curl("/echo", "--data-binary", file, "-H", "Transfer-Encoding: chunked"));
        assertEquals(body, curl("/echo", "--data-binary", file, "-H", "Expect: 100-continue"));
        assertEquals(body, curl("/echo", "--data-binary", file, "-0"), "as of HTTP/1.0");
    }

    @Test
    void curlIsRefusedWhatIsTooLarge() throws IOException {
        String file = "@" + Files.writeString(work.resolve("body"), "x".repeat(100_000));
        String[] showCode = {"-o", "/dev/null", "-w", "%{http_code}"};
        assertEquals("413", curl("/echo", with(showCode, "--data-binary", file)));
        assertEquals("413", curl("/echo", with(showCode, "--data-binary", file, "-H", "Transfer-Encoding: chunked")));
        assertEquals("431", curl("/", with(showCode, "-H", "X: " + "x".repeat(9000))));
        assertEquals("414", curl("/" + "x".repeat(9000), showCode));
    }

    private static String[] with(String[] some, String... more) {
        List<String> all = new ArrayList<>(List.of(some));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @Test
    void wrkFindsNoFaultOneByOneAndPipelined() throws IOException {
        Tool.require("wrk");
        Path script = Files.writeString(work.resolve("pipelined.lua"), """
                local all
                function init(args)
                   all = wrk.format():rep(16)
                end
                function request()
                   return all
                end
                """);
        for (List<String> how : List.of(List.<String>of(), List.of("-s", script.toString()))) {
            List<String> command = new ArrayList<>(List.of("wrk", "-t", "1", "-c", "32", "-d", "1s"));
            command.addAll(how);
            command.add(url("/plaintext"));
            String said = Tool.run("", command);
            assertTrue(said.contains(" requests in "), said);
            assertFalse(said.contains("Non-2xx") || said.contains("Socket errors"), said);
        }
    }
}
