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

/** What a datagram costs its receiver, once it is there, and what it costs its sender. */
public final class UdpSuite implements Suite {
    private static final Figure TIME = Figure.lower("time", "ns/op");

    @Override
    public String name() {
        return "udp";
    }

    @Override
    public String about() {
        return "datagrams of 64 bytes: draining a full queue by batch, multishot, offload; and sending";
    }

    @Override
    public List<Match> matches(Lab lab) {
        Stream<Match> receive = Stream.of("batch", "multishot", "gro")
                .map(mode -> match(lab, Row.of("udp.receive", Map.of("mode", mode), TIME), mode, "receive"));
        Stream<Match> send = Stream.of(
                match(lab, Row.of("udp.send", Map.of("mode", "batch"), TIME), "batch", "send"),
                match(lab, Row.of("udp.send", Map.of("mode", "gso"), TIME), "gro", "send"));
        return Stream.concat(receive, send).toList();
    }

    private static Match match(Lab lab, Row row, String mode, String timed) {
        List<String> arguments = List.of("cpu=" + lab.settings().serverCpu(), "mode=" + mode, "timed=" + timed);
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
