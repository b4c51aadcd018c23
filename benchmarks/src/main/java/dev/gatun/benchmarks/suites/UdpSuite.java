package dev.gatun.benchmarks.suites;

import dev.gatun.benchmarks.harness.Contender;
import dev.gatun.benchmarks.harness.Figure;
import dev.gatun.benchmarks.harness.Row;
import dev.gatun.benchmarks.harness.Worker;
import dev.gatun.benchmarks.subjects.GatunUdp;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a datagram costs its receiver, once it is there. */
public final class UdpSuite implements Suite {
    private static final Figure TIME = Figure.lower("time", "ns/op");

    @Override
    public String name() {
        return "udp";
    }

    @Override
    public String about() {
        return "datagrams of 64 bytes: draining a full queue, by batch, by one multishot receive, and with offload";
    }

    @Override
    public List<Match> matches(Lab lab) {
        return Stream.of("batch", "multishot", "gro")
                .map(mode -> match(lab, mode))
                .toList();
    }

    private static Match match(Lab lab, String mode) {
        Row row = Row.of("udp.receive", Map.of("mode", mode), TIME);
        List<String> arguments = List.of("cpu=" + lab.settings().serverCpu(), "mode=" + mode);
        SortedMap<String, Contender.Entry> entries = new TreeMap<>();
        if (lab.wants("c-liburing")) {
            entries.put("c-liburing", () -> new Worker("c-liburing", row, lab.c("udp_liburing", arguments)));
        }
        for (String backend : lab.backends()) {
            String subject = "gatun-" + backend;
            List<String> command = lab.java(GatunUdp.class, Lab.joined(arguments, List.of("backend=" + backend)));
            entries.put(subject, () -> new Worker(subject, row, command));
        }
        lab.addRivals(entries, row, arguments, (subject, command) -> new Worker(subject, row, command));
        return new Match(row, entries);
    }
}
