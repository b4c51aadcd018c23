package dev.gatun.benchmarks.suites;

import dev.gatun.benchmarks.harness.Contender;
import dev.gatun.benchmarks.harness.Row;
import java.util.List;
import java.util.SortedMap;

/** A row, and by the names of their subjects those who compete in it. */
public record Match(Row row, SortedMap<String, Contender.Entry> entries) {
    public List<Contender.Entry> contenders() {
        return List.copyOf(entries.values());
    }
}
