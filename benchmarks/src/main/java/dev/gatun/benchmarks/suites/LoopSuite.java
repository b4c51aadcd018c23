package dev.gatun.benchmarks.suites;

import dev.gatun.benchmarks.CoreBenchmarks;
import dev.gatun.benchmarks.JdkBenchmarks;
import dev.gatun.benchmarks.TimerBenchmarks;
import dev.gatun.benchmarks.harness.Contender;
import dev.gatun.benchmarks.harness.Figure;
import dev.gatun.benchmarks.harness.JmhBenchmark;
import dev.gatun.benchmarks.harness.Row;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the core does without any kernel, by JMH. */
public final class LoopSuite implements Suite {
    private static final Figure TIME = Figure.lower("time", "ns/op");
    private static final String OURS = "gatun-core";

    @Override
    public String name() {
        return "loop";
    }

    @Override
    public String about() {
        return "what needs no kernel, by JMH: a buffer taken and freed, a timer scheduled and cancelled, an empty tick";
    }

    @Override
    public List<Match> matches(Lab lab) {
        return List.of(
                match(lab, "buffer.allocate-free", CoreBenchmarks.class, "bufferAllocateFree", "arenaAllocateFree"),
                scheduleCancel(lab, 1),
                match(lab, "tick.empty", CoreBenchmarks.class, "emptyTick", ""));
    }

    private static Match match(Lab lab, String id, Class<?> ours, String method, String jdkMethod) {
        SortedMap<String, Contender.Entry> entries = new TreeMap<>();
        entries.put(OURS, () -> new JmhBenchmark(OURS, ours.getName() + "." + method, Map.of()));
        if (!jdkMethod.isEmpty() && lab.wants("arena")) {
            String theirs = JdkBenchmarks.class.getName() + "." + jdkMethod;
            entries.put("arena", () -> new JmhBenchmark("arena", theirs, Map.of()));
        }
        return new Match(Row.of(id, Map.of(), TIME).withColdRounds(), entries);
    }

    /** Where so many others wait. */
    static Match scheduleCancel(Lab lab, int pending) {
        Map<String, String> params = Map.of("pending", String.valueOf(pending));
        String method = ".timerScheduleCancel";
        SortedMap<String, Contender.Entry> entries = new TreeMap<>();
        entries.put(OURS, () -> new JmhBenchmark(OURS, TimerBenchmarks.class.getName() + method, params));
        if (lab.wants("scheduled-executor")) {
            String theirs = JdkBenchmarks.class.getName() + method;
            entries.put("scheduled-executor", () -> new JmhBenchmark("scheduled-executor", theirs, params));
        }
        Row row = Row.of("timer.schedule-cancel", Map.of("pending", pending), TIME);
        return new Match(row.withColdRounds(), entries);
    }
}
