package dev.gatun.benchmarks.harness;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A contender that serves: its own process, which stands still while it is not its turn, and under the same load as
 * all others. After each round the server's count of bytes and connections is compared with the generator's, which has
 * compared every byte of every reply: a difference of one fails the run. What is counted for each message is counted
 * from when all are connected.
 */
public final class EchoServer implements Contender {
    private final String subject;
    private final Row row;
    private final Child server;
    private final List<String> load;
    private final int size;
    private final int connections;
    private final List<Long> threads;

    /** {@code command} starts the server; {@code load} the generator, with all it needs but port and time. */
    public EchoServer(String subject, Row row, List<String> command, Path generator, List<String> load) {
        this.subject = subject;
        this.row = row;
        server = Child.start(command);
        threads = server.ready().threads();
        String port = "port=" + (long) server.ready().get("port");
        this.load = Stream.of(List.of(generator.toString(), port), load)
                .flatMap(List::stream)
                .toList();
        size = row.number("size", 0);
        connections = row.number("connections", 1);
        server.pause();
    }

    @Override
    public String subject() {
        return subject;
    }

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
            return Observation.perOp(subject, strace.detachAndCount(), service.messages, connections, service.enters);
        } finally {
            server.pause();
        }
    }

    /** What was served to one run of the load, its beginning and end included; and the sample drawn from it. */
    private record Service(
            Sample sample, double messages, @Nullable Double enters) {}

    private Service serve(long millis) {
        Reply before = server.ask("report").require("counters");
        Load generated = Load.start(load, List.of("warm=" + Math.max(50, millis / 5), "millis=" + millis));
        Reply connected = server.ask("report").require("counters");
        ThreadTime timeConnected = ThreadTime.of(server.pid(), threads);
        Reply result = generated.result();
        ThreadTime spent = ThreadTime.of(server.pid(), threads).minus(timeConnected);
        Reply after = server.ask("report").require("counters");
        compare("bytes", after.get("bytes") - before.get("bytes"), result.get("bytes"));
        compare("connections", after.get("connections") - before.get("connections"), connections);
        double messages = (after.get("bytes") - connected.get("bytes")) / size;
        Map<String, Double> figures = new HashMap<>();
        for (Figure figure : row.figures()) {
            if (!figure.overall()) {
                figures.put(figure.name(), figure(figure.name(), result, spent.nanos() / messages));
            }
        }
        Double allocated = after.difference("allocated", connected);
        Double enters = after.difference("enters", connected);
        Sample sample = new Sample(
                figures,
                result.percentiles(),
                allocated == null ? null : allocated / messages,
                enters == null ? null : enters / messages,
                spent);
        return new Service(sample, result.get("messages"), after.difference("enters", before));
    }

    private void compare(String what, double served, double sent) {
        if (served != sent) {
            throw new BenchmarkFailure(String.format(
                    Locale.ROOT,
                    "%s, %s: the server counted %.0f %s and the load %.0f: the work was not done",
                    row.title(),
                    subject,
                    served,
                    what,
                    sent));
        }
    }

    private static double figure(String name, Reply result, double cpuNanosPerMessage) {
        return switch (name) {
            case "rate" -> result.get("measured") * 1e9 / result.get("nanos");
            case "cpu" -> cpuNanosPerMessage;
            default -> result.get(name);
        };
    }

    @Override
    public void close() {
        server.close();
    }
}
