package dev.gatun.benchmarks.suites;

import dev.gatun.benchmarks.harness.Contender;
import dev.gatun.benchmarks.harness.Figure;
import dev.gatun.benchmarks.harness.Row;
import dev.gatun.benchmarks.subjects.ExecutorTimers;
import dev.gatun.benchmarks.subjects.GatunTimers;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Timers where there are many, and how late one is. */
public final class TimersSuite implements Suite {
    private static final Figure TIME = Figure.lower("time", "ns/op");
    private static final String EXECUTOR = "scheduled-executor";

    private final int many;

    public TimersSuite() {
        this(1_000_000);
    }

    /** With so many timers at once. */
    TimersSuite(int many) {
        this.many = many;
    }

    @Override
    public String name() {
        return "timers";
    }

    @Override
    public String about() {
        return "scheduling and cancelling among many, running a million in order, how late one is on a sleeping loop";
    }

    @Override
    public List<Match> matches(Lab lab) {
        return List.of(
                LoopSuite.scheduleCancel(lab, 1000), LoopSuite.scheduleCancel(lab, many), expire(lab), lateness(lab));
    }

    private Match expire(Lab lab) {
        Row row = Row.of("timer.expire", Map.of("pending", many), TIME);
        List<String> arguments = List.of("cpu=" + lab.settings().serverCpu(), "case=expire", "pending=" + many);
        SortedMap<String, Contender.Entry> entries = Twins.ours(lab, row, GatunTimers.class, arguments);
        Twins.addJava(entries, lab, row, EXECUTOR, ExecutorTimers.class, arguments);
        return new Match(row, entries);
    }

    private static Match lateness(Lab lab) {
        Row row = Row.of("timer.lateness", Map.of(), Figure.lower("p50", "ns"), Figure.lower("p99", "ns"))
                .withRemark("our deadlines are rounded up to ticks of 65.5 µs, 33 µs in the mean");
        String cpu = "cpu=" + lab.settings().serverCpu();
        List<String> arguments = List.of(cpu, "case=lateness");
        SortedMap<String, Contender.Entry> entries = Twins.ours(lab, row, GatunTimers.class, arguments);
        for (String by : List.of("liburing", "epoll", "timerfd")) {
            Twins.addC(entries, lab, row, "c-" + by, "lateness", List.of(cpu, "by=" + by));
        }
        Twins.addJava(entries, lab, row, EXECUTOR, ExecutorTimers.class, arguments);
        return new Match(row, entries);
    }
}
