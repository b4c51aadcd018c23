package dev.gatun.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What all examples have in common: how they are listed, and what they say of arguments that can't be used. */
@Tag("assertions") // nothing here leans on them: once is enough
class ExamplesTest {
    @Test
    void withoutANameTheyAreListed() throws InterruptedException {
        Said said = run();
        assertEquals(0, said.exit);
        assertEquals(Examples.ALL.size(), said.out.lines().count(), said.out);
        for (Examples.Example example : Examples.ALL) {
            assertTrue(said.out.contains(example.name() + " "), said.out);
            assertTrue(example.about().length() < 80, example.about());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nosuch|there is no example nosuch",
                "echo 65536|65536: the port 65536 is not a number between 0 and 65535",
                "echo 127.0.0.1:x|127.0.0.1:x: the port x is not a number between 0 and 65535",
                "echo :7|:7 is not HOST:PORT",
                "echo 1 2|it takes 0 to 1 arguments, and got 2",
                "echo no.such.host.invalid:7|no address is known for the host no.such.host.invalid",
                "udp-echo 0|port 0 would be another one on each core",
                "multicast 127.0.0.1:7|127.0.0.1:7 is no group",
                "multicast 239.1.2.3:7 nosuch0|no interface is called nosuch0; there are: ",
                "proxy 7000|it takes 2 arguments, and got 1",
                "get 127.0.0.1:80|it takes 2 to 1000 arguments, and got 1"
            })
    void whatCantBeUsedIsNamed(String arguments, String message) throws InterruptedException {
        Said said = run(arguments.split(" ", -1));
        assertEquals(2, said.exit, said.err);
        assertTrue(said.err.contains(message), said.err);
        if (!arguments.startsWith("nosuch")) {
            assertTrue(said.err.contains("usage: gatun example " + arguments.split(" ", -1)[0]), said.err);
        }
    }

    @Test
    void anAddressThatIsTakenIsNamed() throws IOException, InterruptedException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Said said = run("echo", "127.0.0.1:" + taken.getLocalPort());
            assertEquals(1, said.exit, said.err);
            assertTrue(said.err.contains("127.0.0.1:" + taken.getLocalPort() + ": ADDRESS_IN_USE"), said.err);
        }
    }

    private record Said(int exit, String out, String err) {}

    private static Said run(String... arguments) throws InterruptedException {
        PrintStream usualOut = System.out;
        PrintStream usualErr = System.err;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            int exit = Examples.run(arguments);
            return new Said(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(usualOut);
            System.setErr(usualErr);
        }
    }
}
