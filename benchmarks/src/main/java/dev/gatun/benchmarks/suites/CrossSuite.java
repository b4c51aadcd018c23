package dev.gatun.benchmarks.suites;

import dev.gatun.benchmarks.harness.Contender;
import dev.gatun.benchmarks.harness.Figure;
import dev.gatun.benchmarks.harness.Row;
import dev.gatun.benchmarks.subjects.GatunCross;
import dev.gatun.benchmarks.subjects.QueueCross;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Messages between cores: how long one takes, and how many there can be. */
public final class CrossSuite implements Suite {
    @Override
    public String name() {
        return "cross-core";
    }

    @Override
    public String about() {
        return "messages of 64 bytes between two cores: one way, awake and asleep, and as many as there can be";
    }

    @Override
    public List<Match> matches(Lab lab) {
        if (lab.settings().serverCpu() == lab.settings().loadCpu()) {
            return List.of(); // between one core and itself nothing crosses; the notes say that there is one only
        }
        Figure time = Figure.lower("time", "ns/op");
        return List.of(
                match(lab, Row.of("cross-core.one-way", Map.of("mode", "spin"), time), "one-way", "spin"),
                match(lab, Row.of("cross-core.one-way", Map.of("mode", "park"), time), "one-way", "park"),
                match(
                        lab,
                        Row.of("cross-core.throughput", Map.of("size", 64), Figure.higher("rate", "ops/s")),
                        "throughput",
                        "spin"));
    }

    private static Match match(Lab lab, Row row, String what, String mode) {
        List<String> arguments = List.of(
                "cpu=" + lab.settings().serverCpu(),
                "other=" + lab.settings().loadCpu(),
                "case=" + what,
                "mode=" + mode);
        SortedMap<String, Contender.Entry> entries =
                Twins.of(lab, row, "c-spsc", "cross_spsc", GatunCross.class, arguments);
        Twins.addJava(entries, lab, row, "array-blocking-queue", QueueCross.class, arguments);
        return new Match(row, entries);
    }
}
