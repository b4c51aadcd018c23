package dev.gatun.benchmarks.suites;

import dev.gatun.benchmarks.harness.Contender;
import dev.gatun.benchmarks.harness.Figure;
import dev.gatun.benchmarks.harness.IdleServer;
import dev.gatun.benchmarks.harness.Machine;
import dev.gatun.benchmarks.harness.Row;
import dev.gatun.benchmarks.subjects.GatunStreamEcho;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What it costs to be connected and say nothing; ours are streams, which is what a service has. */
public final class IdleSuite implements Suite {
    private static final int CONNECTIONS = 20_000;
    private static final int OTHER_HANDLES = 400;

    private final int wished;

    public IdleSuite() {
        this(CONNECTIONS);
    }

    /** With so many connections, if the machine allows that many handles. */
    IdleSuite(int wished) {
        this.wished = wished;
    }

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String about() {
        return "20 000 connections on which nothing happens: memory for each, and CPU time";
    }

    @Override
    public List<Match> matches(Lab lab) {
        int connections = (int) Math.min(wished, Machine.handlesMax() - OTHER_HANDLES);
        Row row = Row.of(
                        "idle.memory",
                        Map.of("connections", connections),
                        Figure.lower("memory", "B/conn"),
                        Figure.lowerAlone("heap", "B/conn"),
                        Figure.lowerAlone("native", "B/conn"),
                        Figure.lowerAlone("kernel", "B/conn"),
                        Figure.lowerAlone("loop", "µs/s"),
                        Figure.lowerAlone("process", "µs/s"))
                .withRemark(remark(connections))
                .withColdRounds();
        SortedMap<String, Contender.Entry> entries = new TreeMap<>();
        List<String> arguments = List.of("cpu=" + lab.settings().serverCpu(), "mode=park");
        for (String how : List.of("liburing", "epoll")) {
            add(entries, lab, row, "c-" + how, lab.c("echo_" + how, arguments));
        }
        for (String backend : lab.backends()) {
            List<String> command =
                    lab.java(GatunStreamEcho.class, Lab.joined(arguments, List.of("backend=" + backend)));
            add(entries, lab, row, "gatun-" + backend, command);
        }
        List<String> client = client(lab, row);
        lab.addRivals(
                entries, row, arguments, (subject, command) -> new IdleServer(subject, row, touched(command), client));
        return List.of(new Match(row, entries));
    }

    private String remark(int connections) {
        String less = connections == wished ? "" : "this process may have no more handles (ulimit -n); ";
        return less
                + "ours are streams; memory is heap after a collection and native, kernel that of both ends,"
                + " loop and process CPU time";
    }

    /** Whoever echoes and answers "heap" can be added. */
    static void add(
            SortedMap<String, Contender.Entry> entries, Lab lab, Row row, String subject, List<String> command) {
        if (!lab.wants(subject)) {
            return;
        }
        List<String> client = client(lab, row);
        List<String> server = subject.startsWith("c-") ? command : touched(command);
        entries.put(subject, () -> new IdleServer(subject, row, server, client));
    }

    private static List<String> client(Lab lab, Row row) {
        return lab.c(
                "idle",
                List.of(
                        "connections=" + row.params().get("connections"),
                        "cpu=" + lab.settings().loadCpu()));
    }

    /** A JVM whose heap is there from the beginning, so that what the process grows by is native. */
    private static List<String> touched(List<String> command) {
        return Lab.withJvmOption(command, "-XX:+AlwaysPreTouch");
    }
}
