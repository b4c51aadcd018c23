package dev.gatun.benchmarks.suites;

import dev.gatun.benchmarks.harness.Figure;
import dev.gatun.benchmarks.harness.Row;
import dev.gatun.benchmarks.subjects.GatunCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How single calls are distributed, beside the budgets that were published for them. */
public final class CallsSuite implements Suite {
    private static final List<Figure> FIGURES = List.of(
            Figure.lower("p50", "ns"),
            Figure.lower("p99", "ns"),
            Figure.lower("p99.9", "ns"),
            Figure.lower("max", "ns"));
    private static final String CLOCK = "; a reading of the clock is within";

    @Override
    public String name() {
        return "calls";
    }

    @Override
    public String about() {
        return "how single calls are distributed: submit, submit to completion, cancel, a whole set-up; with budgets";
    }

    @Override
    public List<Match> matches(Lab lab) {
        List<Match> matches = new ArrayList<>();
        for (int batch : List.of(1, 32)) {
            matches.add(match(lab, "submit.call", "submit", batch, "100 ns (io_uring 50 to 100, epoll 200 to 500)"));
        }
        for (int batch : List.of(1, 32)) {
            matches.add(match(lab, "submit.completion", "complete", batch, "2 µs for a poll of a batch"));
        }
        matches.add(match(lab, "cancel.call", "cancel", 32, "200 ns"));
        matches.add(match(lab, "submit.set-up", "set-up", 32, "1 µs (buffer 50 to 100 ns, handle 20 to 50)"));
        return matches;
    }

    private static Match match(Lab lab, String id, String what, int batch, String budget) {
        Row row = Row.of(id, Map.of("batch", batch), FIGURES.toArray(Figure[]::new))
                .withRemark("published budget: " + budget + CLOCK);
        List<String> arguments = List.of("cpu=" + lab.settings().serverCpu(), "case=" + what, "batch=" + batch);
        return new Match(row, Twins.of(lab, row, "c-liburing", "calls_liburing", GatunCalls.class, arguments));
    }
}
