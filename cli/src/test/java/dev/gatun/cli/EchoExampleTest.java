package dev.gatun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The README's program runs as it stands there. */
@Timeout(60)
class EchoExampleTest {
    @Test
    void theReadmeShowsWhatIsRun() throws IOException {
        Path root = Path.of(System.getProperty("gatun.root", ".."));
        String readme = Files.readString(root.resolve("README.md"));
        List<String> program =
                Files.readAllLines(root.resolve("cli/src/test/java/dev/gatun/cli/EchoExample.java")).stream()
                        .dropWhile(line -> !line.contains("void main"))
                        .takeWhile(line -> !line.equals("    }"))
                        .toList();
        assertTrue(program.size() > 8, program::toString);
        for (String line : program) {
            assertTrue(readme.contains("\n" + line + "\n"), () -> "the README lacks: " + line);
        }
    }

    @Test
    void itEchoesWhateverBackendThereIs() throws IOException, InterruptedException {
        int port = freePort();
        List<Throwable> failures = new ArrayList<>();
        Thread echo = Thread.ofPlatform().start(() -> {
            try {
                EchoExample.main(new String[] {String.valueOf(port)});
            } catch (InterruptedException expected) {
                // that is how it is ended here
            } catch (IOException | RuntimeException e) {
                failures.add(e);
            }
        });
        try (Socket client = connect(echo, port)) {
            client.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
            assertEquals("hello", new String(client.getInputStream().readNBytes(5), StandardCharsets.US_ASCII));
        } finally {
            echo.interrupt();
            echo.join();
        }
        assertEquals(List.of(), failures);
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0)) {
            return any.getLocalPort();
        }
    }

    /** Until it listens, or has ended. */
    private static Socket connect(Thread server, int port) throws IOException {
        while (true) {
            try {
                return new Socket("127.0.0.1", port);
            } catch (ConnectException e) {
                if (!server.isAlive()) {
                    throw e;
                }
                Thread.onSpinWait();
            }
        }
    }
}
