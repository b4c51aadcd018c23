package dev.gatun.benchmarks.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The load of web servers that most people know: wrk, one thread of it, pinned, with the headers that TechEmpower's
 * plain-text test has. A script of ours says how many requests are sent at once, and prints what came of it as a line
 * of our own. Immutable; a run is one thread's.
 */
public final class Wrk {
    private static final String PATH = "/plaintext";

    /** Where several requests go at once; one at a time wrk does faster by itself. */
    private static final String PIPELINED = """
            local all
            function init(args)
               all = wrk.format():rep(DEPTH)
            end
            function request()
               return all
            end
            """;

    private static final String REPORT = """
            function done(summary, latency, requests)
               local e = summary.errors
               io.write(string.format(
                  "result measured=%d nanos=%d errors=%d p50=%d p90=%d p99=%d max=%d\\n",
                  summary.requests, summary.duration * 1000, e.connect + e.read + e.write + e.status + e.timeout,
                  latency:percentile(50) * 1000, latency:percentile(90) * 1000, latency:percentile(99) * 1000,
                  latency.max * 1000))
            end
            """;

    private final Path script;
    private final int connections;
    private final int pipelined;
    private final int cpu;

    /** {@code folder} is where its script may lie. */
    public Wrk(Path folder, int connections, int pipelined, int cpu) {
        this.connections = connections;
        this.pipelined = pipelined;
        this.cpu = cpu;
        script = folder.resolve("load-" + pipelined + ".lua");
        try {
            Files.createDirectories(folder);
            Files.writeString(
                    script, (pipelined > 1 ? PIPELINED.replace("DEPTH", String.valueOf(pipelined)) : "") + REPORT);
        } catch (IOException e) {
            throw new BenchmarkFailure(script + " can't be written: " + e.getMessage());
        }
    }

    /** Why it can't be run here; nothing when it can. */
    public static Optional<String> problem() {
        boolean isThere = Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "wrk")));
        return isThere ? Optional.empty() : Optional.of("wrk is not installed; install the package wrk");
    }

    /** One more than it uses: with the first it sees that somebody listens. */
    int connections() {
        return connections + 1;
    }

    /** As many as may be under way when it stops, and are answered without being counted; up to half was seen. */
    int unfinishedMax() {
        return 4 * connections * pipelined;
    }

    /** The words of a run; {@code seconds} at least 1. */
    private List<String> command(int port, long seconds) {
        List<String> words = new ArrayList<>(List.of("taskset", "-c", String.valueOf(cpu)));
        words.addAll(List.of("wrk", "-t", "1", "-c", String.valueOf(connections), "-d", seconds + "s"));
        words.addAll(List.of("-s", script.toString()));
        for (String field : List.of(
                "Accept: text/plain,text/html;q=0.9,application/xhtml+xml;q=0.9,application/xml;q=0.8,*/*;q=0.7",
                "Connection: keep-alive")) {
            words.addAll(List.of("-H", field));
        }
        words.add("http://127.0.0.1:" + port + PATH);
        return words;
    }

    /** Fails when one answer was not as it should be. */
    Reply run(int port, long seconds) {
        List<String> command = command(port, seconds);
        try {
            Process wrk = new ProcessBuilder(command).redirectErrorStream(true).start();
            wrk.getOutputStream().close();
            String said = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            wrk.waitFor();
            Reply reply = said.lines()
                    .filter(line -> line.startsWith("result "))
                    .findFirst()
                    .map(Reply::parse)
                    .orElseThrow(() -> new BenchmarkFailure(String.join(" ", command) + " said: " + said.strip()));
            if (reply.get("errors") != 0) {
                throw new BenchmarkFailure("wrk counted errors: " + said.strip());
            }
            return reply;
        } catch (IOException e) {
            throw new BenchmarkFailure(String.join(" ", command) + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkFailure("interrupted while wrk ran");
        }
    }
}
