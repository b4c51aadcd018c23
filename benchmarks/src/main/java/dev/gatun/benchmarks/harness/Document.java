package dev.gatun.benchmarks.harness;

import java.util.List;

/** All of a run, as its JSON shows it. */
public record Document(
        String schema, Machine.Description machine, Settings settings, List<Result> results, List<Ratio> ratios) {
    public static final String SCHEMA = "gatun-bench/1";

    public static Document of(Machine.Description machine, Settings settings, List<Contest.Outcome> outcomes) {
        return new Document(
                SCHEMA,
                machine,
                settings,
                outcomes.stream().flatMap(each -> each.results().stream()).toList(),
                outcomes.stream().flatMap(each -> each.ratios().stream()).toList());
    }
}
