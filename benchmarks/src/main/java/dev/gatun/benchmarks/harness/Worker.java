package dev.gatun.benchmarks.harness;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A contender that is one process, which works by itself when it is told to: "round MILLIS"; between turns it stands
 * still, as some have threads that spin. Its answer names the
 * operations done, the nanoseconds they took, and what it counted; "all" are the operations of the whole round, where
 * its thread did nothing else, so that its system calls can be counted from outside; "all-enters" what it counted of
 * those itself, which must agree.
 */
public final class Worker implements Contender {
    private final String subject;
    private final Child child;
    private final Row row;
    private final List<Long> threads;

    public Worker(String subject, Row row, List<String> command) {
        this.subject = subject;
        this.row = row;
        child = Child.start(command);
        threads = child.ready().threads();
        child.pause();
    }

    @Override
    public String subject() {
        return subject;
    }

    @Override
    public Sample round(long millis) {
        child.resume();
        try {
            return work(millis);
        } finally {
            child.pause();
        }
    }

    private Sample work(long millis) {
        ThreadTime before = ThreadTime.withWorkers(child.pid(), threads);
        Reply reply = child.ask("round " + millis).require("result");
        ThreadTime spent = ThreadTime.withWorkers(child.pid(), threads).minus(before);
        double operations = reply.get("operations");
        if (operations <= 0) {
            throw new BenchmarkFailure(subject + " did nothing in a round of " + row.title());
        }
        Map<String, Double> figures = new HashMap<>();
        for (Figure figure : row.figures()) {
            figures.put(figure.name(), figure(figure.name(), reply, spent));
        }
        return new Sample(
                figures,
                reply.percentiles(),
                reply.has("allocated") ? reply.get("allocated") / operations : null,
                reply.has("enters") ? reply.get("enters") / operations : null,
                spent);
    }

    @Override
    public @Nullable Double observedSyscallsPerOp(long millis) {
        child.resume();
        try (Strace strace = Strace.attachTo(threads)) {
            if (strace == null) {
                return null;
            }
            Reply reply = child.ask("round " + millis).require("result");
            long calls = strace.detachAndCount();
            Double counted = reply.has("all-enters") ? reply.get("all-enters") : null;
            return reply.has("all") ? Observation.perOp(subject, calls, reply.get("all"), 0, counted) : null;
        } finally {
            child.pause();
        }
    }

    private static double figure(String name, Reply reply, ThreadTime spent) {
        return switch (name) {
            case "time" -> reply.get("nanos") / reply.get("operations");
            case "rate" -> reply.get("operations") * 1e9 / reply.get("nanos");
            case "cpu" -> spent.nanos() / reply.get("operations");
            default -> reply.get(name);
        };
    }

    @Override
    public void close() {
        child.close();
    }
}
