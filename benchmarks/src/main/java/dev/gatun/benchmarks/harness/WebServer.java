package dev.gatun.benchmarks.harness;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A contender that serves HTTP: its own process, which stands still while it is not its turn, under wrk. One answer of
 * each is looked at word by word before the first round; wrk counts those that are no success; and after each round the
 * server's count of requests is compared with wrk's, which knows all but those that it did not wait for in the end. Nor
 * does it wait for its connections at the beginning: on a machine that stands still for long there may be fewer.
 */
public final class WebServer implements Contender {
    private static final int ANSWER_MILLIS_MAX = 5000;

    private final String subject;
    private final Row row;
    private final Child server;
    private final Wrk wrk;
    private final int port;
    private final List<Long> threads;

    public WebServer(String subject, Row row, List<String> command, Wrk wrk) {
        Wrk.problem().ifPresent(problem -> {
            throw new Unavailable(subject + " can't run here: " + problem);
        });
        this.subject = subject;
        this.row = row;
        this.wrk = wrk;
        server = Child.start(command);
        threads = server.ready().threads();
        port = (int) server.ready().get("port");
        requireHello();
        server.pause();
    }

    @Override
    public String subject() {
        return subject;
    }

    /** No shorter than a second, because wrk isn't. */
    @Override
    public Sample round(long millis) {
        server.resume();
        Service service = serve(millis);
        server.pause();
        return service.sample;
    }

    @Override
    public @Nullable Double observedSyscallsPerOp(long millis) {
        server.resume();
        try (Strace strace = Strace.attachTo(threads)) {
            if (strace == null) {
                return null;
            }
            Service service = serve(millis);
            return Observation.perOp(
                    subject, strace.detachAndCount(), service.requests, wrk.connections(), service.enters);
        } finally {
            server.pause();
        }
    }

    private record Service(
            Sample sample, double requests, @Nullable Double enters) {}

    private Service serve(long millis) {
        Reply before = server.ask("report").require("counters");
        ThreadTime timeBefore = ThreadTime.of(server.pid(), threads);
        Reply result = wrk.run(port, Math.max(1, TimeUnit.MILLISECONDS.toSeconds(millis)));
        ThreadTime spent = ThreadTime.of(server.pid(), threads).minus(timeBefore);
        Reply after = server.ask("report").require("counters");
        double requests = after.get("bytes") - before.get("bytes");
        double unfinished = requests - result.get("measured");
        double connections = after.get("connections") - before.get("connections");
        if (connections > wrk.connections() || unfinished < 0 || unfinished > wrk.unfinishedMax()) {
            throw new BenchmarkFailure(String.format(
                    Locale.ROOT,
                    "%s, %s: the server counted %.0f requests on %.0f connections, and wrk %.0f on %d",
                    row.title(),
                    subject,
                    requests,
                    connections,
                    result.get("measured"),
                    wrk.connections()));
        }
        Map<String, Double> figures = new HashMap<>();
        figures.put("rate", result.get("measured") * 1e9 / result.get("nanos"));
        figures.put("cpu", spent.nanos() / requests);
        Double allocated = after.difference("allocated", before);
        Double enters = after.difference("enters", before);
        Sample sample = new Sample(
                figures,
                result.percentiles(),
                allocated == null ? null : allocated / requests,
                enters == null ? null : enters / requests,
                spent);
        return new Service(sample, requests, enters);
    }

    /** All say the same, but for their own name: that is the work. */
    private void requireHello() {
        String answer;
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.setSoTimeout(ANSWER_MILLIS_MAX);
            client.getOutputStream()
                    .write("GET /plaintext HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            answer = answer(client.getInputStream()).toLowerCase(Locale.ROOT);
        } catch (IOException e) {
            throw new BenchmarkFailure(subject + " did not answer: " + e.getMessage());
        }
        List<String> parts = List.of(
                "http/1.1 200 ok\r\n",
                "\r\ncontent-type: text/plain\r\n",
                "\r\ncontent-length: 13\r\n",
                "\r\nserver: ",
                "\r\ndate: ",
                " gmt\r\n",
                "\r\n\r\nhello, world!");
        for (String part : parts) {
            if (!answer.contains(part)) {
                throw new BenchmarkFailure(subject + " answered without " + part.strip() + ": " + answer);
            }
        }
    }

    private static String answer(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        while (!text.toString().endsWith("Hello, World!")) {
            int octet = in.read();
            if (octet < 0) {
                break;
            }
            text.append((char) octet);
        }
        return text.toString();
    }

    @Override
    public void close() {
        server.close();
    }
}
