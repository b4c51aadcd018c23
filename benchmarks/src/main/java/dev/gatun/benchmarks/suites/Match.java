package dev.gatun.benchmarks.suites;

import dev.gatun.benchmarks.harness.Contender;
import dev.gatun.benchmarks.harness.Row;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** A row, and by the names of their subjects those who compete in it. */
public record Match(Row row, SortedMap<String, Contender.Entry> entries) {
    /** In these rows all take part also when there is little time: those that most people ask for first. */
    private static final Set<String> HEADLINES = Set.of(
            "submit.nop batch=32",
            "tcp.round-trip mode=spin size=64",
            "tcp.throughput connections=64 depth=16 size=64",
            "udp.receive mode=batch",
            "file.read depth=32 direct=true",
            "startup.first-op op=echo");

    /** Of many suites with little time, these would take a third of it; each of their suites alone has them. */
    private static final Set<String> SLOW = Set.of(
            "timer.schedule-cancel pending=1000",
            "timer.schedule-cancel pending=1000000",
            "timer.expire pending=1000000",
            "http.plain-text",
            "idle.memory");

    public boolean isSlow() {
        return SLOW.contains(row.title()) || SLOW.contains(row.id());
    }

    public boolean isHeadline() {
        return HEADLINES.contains(row.title());
    }

    /** With little time: of rows that are no headlines, the C programs and our best backend alone. */
    public Match brief(List<String> backends) {
        if (isHeadline()) {
            return this;
        }
        String best = backends.contains("io_uring") ? "gatun-io_uring" : "gatun-epoll";
        SortedMap<String, Contender.Entry> few = new TreeMap<>(entries);
        few.keySet().removeIf(subject -> !subject.startsWith("c-") && !subject.startsWith(best));
        boolean isContest = few.size() > 1 && few.keySet().stream().anyMatch(subject -> subject.startsWith(best));
        return isContest ? new Match(row, few) : this;
    }

    public List<Contender.Entry> contenders() {
        return List.copyOf(entries.values());
    }
}
