package dev.gatun.examples;

import dev.gatun.BackendUnavailableException;
import dev.gatun.examples.http.HttpServer;
import dev.gatun.examples.jsonrpc.JsonRpcServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * {@code gatun example NAME [arguments]}: runs one of the examples, or lists them. Exit codes: 0 well, 1 the system
 * refused something, 2 usage or environment. Its process has no other work.
 */
public final class Examples {
    /** A {@code main}. */
    @FunctionalInterface
    interface Body {
        void run(String[] arguments) throws IOException, InterruptedException;
    }

    record Example(String name, String parameters, String about, Body body) {}

    static final List<Example> ALL = List.of(
            new Example("echo", "[[HOST:]PORT]", "TCP: sends back what comes, copies nothing", Echo::main),
            new Example("udp-echo", "[[HOST:]PORT]", "UDP: sends each datagram back to its sender", UdpEcho::main),
            new Example("http", "[[HOST:]PORT]", "an HTTP/1.1 server, from its parser up", HttpServer::main),
            new Example(
                    "json-rpc",
                    "[[HOST:]PORT]",
                    "a JSON-RPC 2.0 server, newline- or length-framed",
                    JsonRpcServer::main),
            new Example(
                    "multicast",
                    "GROUP:PORT [INTERFACE]",
                    "UDP: shows what is sent to a group, and what was lost",
                    Multicast::main),
            new Example(
                    "proxy",
                    "[HOST:]PORT HOST:PORT",
                    "TCP forwarded, in callbacks: back-pressure, half close",
                    Proxy::main),
            new Example(
                    "get", "HOST:PORT PATH...", "fetches by HTTP, blocking: a virtual thread for each path", Get::main),
            new Example("copy", "FROM TO", "a file, past the page cache, eight pieces at a time", Copy::main),
            new Example("watch", "DIRECTORY...", "shows what changes in directories", Watch::main));

    private Examples() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.exit(run(arguments));
    }

    static int run(String[] arguments) throws InterruptedException {
        if (arguments.length == 0) {
            ALL.forEach(Examples::list);
            return 0;
        }
        Example example = ALL.stream()
                .filter(each -> each.name.equals(arguments[0]))
                .findFirst()
                .orElse(null);
        if (example == null) {
            System.err.println("gatun example: there is no example " + arguments[0] + "; to list them: gatun example");
            return 2;
        }
        try {
            example.body.run(Arrays.copyOfRange(arguments, 1, arguments.length));
            return 0;
        } catch (UsageException e) {
            System.err.println("gatun example " + example.name + ": " + e.getMessage());
            System.err.println("usage: gatun example " + example.name + " " + example.parameters);
            return 2;
        } catch (BackendUnavailableException e) {
            System.err.println("gatun example " + example.name + ": " + e.getMessage());
            return 2;
        } catch (IOException | UncheckedIOException e) {
            System.err.println("gatun example " + example.name + ": " + e.getMessage());
            return 1;
        }
    }

    private static void list(Example example) {
        System.out.printf(Locale.ROOT, "%-34s%s%n", example.name + " " + example.parameters, example.about);
    }
}
