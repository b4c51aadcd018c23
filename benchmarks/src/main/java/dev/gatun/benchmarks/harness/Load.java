package dev.gatun.benchmarks.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A run of the generator: it says "connected" when it is, and "result …" in the end. One thread. */
final class Load {
    private final List<String> command;
    private final Process process;
    private final BufferedReader out;
    private @Nullable Reply connected;

    /** Returns when all connections are there, and the load has begun. */
    static Load start(List<String> command, List<String> more) {
        try {
            Load load = new Load(Stream.concat(command.stream(), more.stream()).toList());
            load.connected = load.line("connected");
            return load;
        } catch (IOException e) {
            throw new BenchmarkFailure(command.getFirst() + ": " + e.getMessage());
        }
    }

    private Load(List<String> command) throws IOException {
        this.command = command;
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        out = process.inputReader();
    }

    /** True when it goes over io_uring, false over epoll; one message on one connection needs neither. */
    boolean isOverRing() {
        return connected != null && connected.get("ring") == 1;
    }

    /** Waits for the end. */
    Reply result() {
        try {
            return line("result");
        } catch (IOException e) {
            throw new BenchmarkFailure(command.getFirst() + ": " + e.getMessage());
        }
    }

    private Reply line(String word) throws IOException {
        String line = out.readLine();
        if (line == null || !line.startsWith(word)) {
            process.destroy();
            throw new BenchmarkFailure(
                    String.join(" ", command) + (line == null ? " ended without a word" : " said: " + line));
        }
        return Reply.parse(line);
    }
}
