package dev.gatun.benchmarks.suites;

import dev.gatun.benchmarks.harness.Contender;
import dev.gatun.benchmarks.harness.Figure;
import dev.gatun.benchmarks.harness.Row;
import dev.gatun.benchmarks.harness.WebServer;
import dev.gatun.benchmarks.harness.Wrk;
import dev.gatun.benchmarks.subjects.GatunHttp;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A web server on one core, and wrk on another. */
public final class HttpSuite implements Suite {
    private static final int CONNECTIONS = 64;

    @Override
    public String name() {
        return "http";
    }

    @Override
    public String about() {
        return "a plain text under wrk, one by one and 16 at once: our example, Netty, and C that reads no head";
    }

    @Override
    public List<Match> matches(Lab lab) {
        return Stream.of(1, 16).map(pipelined -> plainText(lab, pipelined)).toList();
    }

    private static Match plainText(Lab lab, int pipelined) {
        Row row = Row.of(
                        "http.plain-text",
                        Map.of("connections", CONNECTIONS, "pipelined", pipelined),
                        Figure.higher("rate", "ops/s"),
                        Figure.lower("cpu", "ns/op"),
                        Figure.outsideKernel())
                .withRemark("where wrk is the slower one the rates are wrk's, and the CPU time tells");
        SortedMap<String, Contender.Entry> entries = new TreeMap<>();
        List<String> arguments = List.of("cpu=" + lab.settings().serverCpu(), "mode=park");
        Wrk wrk = new Wrk(lab.scratch(), CONNECTIONS, pipelined, lab.settings().loadCpu());
        for (String backend : lab.backends()) {
            String subject = "gatun-" + backend;
            List<String> command = lab.java(GatunHttp.class, Lab.joined(arguments, List.of("backend=" + backend)));
            entries.put(subject, () -> new WebServer(subject, row, command, wrk));
        }
        if (lab.wants("c-epoll")) {
            List<String> program = lab.c("http_epoll", arguments);
            entries.put("c-epoll", () -> new WebServer("c-epoll", row, program, wrk));
        }
        lab.addRivals(entries, row, arguments, (subject, command) -> new WebServer(subject, row, command, wrk));
        return new Match(row, entries);
    }
}
