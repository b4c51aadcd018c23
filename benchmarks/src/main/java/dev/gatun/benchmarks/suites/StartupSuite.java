package dev.gatun.benchmarks.suites;

import dev.gatun.benchmarks.harness.AotCache;
import dev.gatun.benchmarks.harness.ColdStart;
import dev.gatun.benchmarks.harness.Contender;
import dev.gatun.benchmarks.harness.Figure;
import dev.gatun.benchmarks.harness.Row;
import dev.gatun.benchmarks.subjects.GatunEcho;
import dev.gatun.benchmarks.subjects.HelloWorld;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** From the start of a process to the first byte echoed. */
public final class StartupSuite implements Suite {
    @Override
    public String name() {
        return "startup";
    }

    @Override
    public String about() {
        return "from the start of a process to the first byte echoed, with and without an AOT cache";
    }

    @Override
    public List<Match> matches(Lab lab) {
        Row row = Row.of("startup.first-op", Map.of("op", "echo"), Figure.lower("time", "ms"))
                .withColdRounds();
        SortedMap<String, Contender.Entry> entries = new TreeMap<>();
        List<String> arguments = List.of("cpu=" + lab.settings().serverCpu(), "mode=park");
        for (String how : List.of("liburing", "epoll")) {
            add(entries, lab, "c-" + how, () -> lab.c("echo_" + how, arguments));
        }
        add(entries, lab, "java-hello", () -> lab.java(HelloWorld.class, List.of()));
        for (String backend : lab.backends()) {
            String subject = "gatun-" + backend;
            List<String> command = lab.java(GatunEcho.class, Lab.joined(arguments, List.of("backend=" + backend)));
            add(entries, lab, subject, () -> command);
            add(entries, lab, subject + "-aot", () -> AotCache.with(command, lab.scratch(), subject));
        }
        return List.of(new Match(row, entries));
    }

    /** How to start one; it may take something to find out. */
    @FunctionalInterface
    interface Command {
        List<String> words();
    }

    /** Whoever says "ready port=…" and echoes can be added. */
    static void add(SortedMap<String, Contender.Entry> entries, Lab lab, String subject, Command command) {
        if (lab.wants(subject)) {
            entries.put(subject, () -> new ColdStart(subject, command.words()));
        }
    }
}
