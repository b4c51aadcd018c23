package dev.gatun.benchmarks.suites;

import dev.gatun.benchmarks.harness.Contender;
import dev.gatun.benchmarks.harness.EchoServer;
import dev.gatun.benchmarks.harness.Figure;
import dev.gatun.benchmarks.harness.Row;
import dev.gatun.benchmarks.subjects.GatunEcho;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Echo over loopback: how long a message takes there and back, and how many a server bears. */
public final class TcpSuite implements Suite {
    private static final Figure RATE = Figure.higher("rate", "ops/s");
    private static final Figure CPU = Figure.lower("cpu", "ns/op");
    private static final Figure OUTSIDE = Figure.outsideKernel();
    private static final Figure P50 = Figure.lower("p50", "ns");
    private static final Figure P99 = Figure.lower("p99", "ns");
    private static final Figure P999 = Figure.lower("p99.9", "ns");
    private static final int RATE_OFFERED = 50_000;

    @Override
    public String name() {
        return "tcp";
    }

    @Override
    public String about() {
        return "echo: round trips on one connection, throughput on 64, latency under a load by schedule; CPU time";
    }

    @Override
    public List<Match> matches(Lab lab) {
        return List.of(
                roundTrip(lab, "spin"),
                roundTrip(lab, "park"),
                throughput(lab, 64, 1),
                throughput(lab, 64, 16),
                openLoop(lab));
    }

    private static Match roundTrip(Lab lab, String mode) {
        Row row = Row.of("tcp.round-trip", Map.of("size", 64, "mode", mode), P50, P99);
        return match(lab, row, mode, List.of("size=64", "mode=" + mode));
    }

    /** The generator spins, so that it is never the one who is waited for longer than need be. */
    private static Match throughput(Lab lab, int connections, int depth) {
        Row row = Row.of(
                "tcp.throughput", Map.of("size", 64, "connections", connections, "depth", depth), RATE, CPU, OUTSIDE);
        List<String> load = List.of("size=64", "connections=" + connections, "depth=" + depth, "mode=spin");
        return match(lab, row, "park", load);
    }

    /** Offered come what may: about half of what C over epoll bears where these rows were first measured. */
    private static Match openLoop(Lab lab) {
        Row row = Row.of("tcp.open-loop", Map.of("size", 64, "connections", 64, "rate", RATE_OFFERED), P50, P99, P999)
                .withRemark("latency from when a message was due, not from when it was sent");
        return match(lab, row, "park", List.of("size=64", "connections=64", "mode=spin", "rate=" + RATE_OFFERED));
    }

    private static Match match(Lab lab, Row row, String mode, List<String> load) {
        SortedMap<String, Contender.Entry> entries = new TreeMap<>();
        List<String> server = List.of("cpu=" + lab.settings().serverCpu(), "mode=" + mode);
        List<String> generator = new ArrayList<>(load);
        generator.add("cpu=" + lab.settings().loadCpu());
        for (String how : List.of("liburing", "epoll")) {
            String subject = "c-" + how;
            if (lab.wants(subject)) {
                entries.put(
                        subject,
                        () -> new EchoServer(
                                subject, row, lab.c("echo_" + how, server), lab.program("load"), generator));
            }
        }
        for (String backend : lab.backends()) {
            String subject = "gatun-" + backend;
            List<String> command = lab.java(GatunEcho.class, Lab.joined(server, List.of("backend=" + backend)));
            entries.put(subject, () -> new EchoServer(subject, row, command, lab.program("load"), generator));
        }
        lab.addRivals(
                entries,
                row,
                server,
                (subject, command) -> new EchoServer(subject, row, command, lab.program("load"), generator));
        return new Match(row, entries);
    }
}
