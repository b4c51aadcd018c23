package dev.gatun.benchmarks.suites;

import dev.gatun.benchmarks.harness.Contender;
import dev.gatun.benchmarks.harness.Figure;
import dev.gatun.benchmarks.harness.Row;
import dev.gatun.benchmarks.harness.Worker;
import dev.gatun.benchmarks.subjects.GatunSubmit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What an operation costs before the kernel has done anything for it. */
public final class SubmitSuite implements Suite {
    private static final List<Integer> BATCHES = List.of(1, 8, 32, 128);
    private static final Figure TIME = Figure.lower("time", "ns/op");

    @Override
    public String name() {
        return "submit";
    }

    @Override
    public String about() {
        return "submit to completion, writing an entry, cancel, an empty poll; percentiles are of a turn of the loop";
    }

    @Override
    public int quickSeconds() {
        return 60;
    }

    @Override
    public List<Match> matches(Lab lab) {
        List<Match> matches = new ArrayList<>();
        for (int batch : BATCHES) {
            matches.add(match(lab, "submit.nop", "nop", batch));
        }
        matches.add(match(lab, "submit.prepare", "prepare", 32));
        matches.add(match(lab, "submit.prepare", "prepare", 128));
        matches.add(match(lab, "submit.cancel", "cancel", 1));
        matches.add(match(lab, "submit.cancel", "cancel", 32));
        matches.add(match(lab, "poll.empty", "empty", 1));
        return matches;
    }

    private static Match match(Lab lab, String id, String what, int batch) {
        Map<String, Object> params = what.equals("empty") ? Map.of() : Map.of("batch", batch);
        Row row = Row.of(id, params, TIME);
        SortedMap<String, Contender.Entry> entries = new TreeMap<>();
        List<String> arguments = List.of("cpu=" + lab.settings().serverCpu(), "case=" + what, "batch=" + batch);
        if (lab.wants("c-liburing")) {
            entries.put("c-liburing", () -> new Worker("c-liburing", row, lab.c("submit_liburing", arguments)));
        }
        for (String backend : lab.backends()) {
            String subject = "gatun-" + backend;
            List<String> command = lab.java(GatunSubmit.class, Lab.joined(arguments, List.of("backend=" + backend)));
            entries.put(subject, () -> new Worker(subject, row, command));
        }
        lab.addRivals(entries, row, arguments, (subject, command) -> new Worker(subject, row, command));
        return new Match(row, entries);
    }
}
