package dev.gatun.benchmarks.report;

import dev.gatun.benchmarks.harness.Contest;
import dev.gatun.benchmarks.harness.Machine;
import dev.gatun.benchmarks.harness.Ratio;
import dev.gatun.benchmarks.harness.Result;
import dev.gatun.benchmarks.harness.Settings;
import dev.gatun.json.JsonWriter;
import dev.gatun.json.JsonWriter.Absent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All of a run, as its JSON shows it.
 *
 * @param run null: the file is of a time when this was not yet written
 */
public record Document(
        String schema,
        @Nullable Run run,
        Machine.Description machine,
        Settings settings,
        List<Result> results,
        List<Ratio> ratios) {
    public static final String SCHEMA = "gatun-bench/1";

    public static Document of(Run run, Machine.Description machine, Settings settings, List<Contest.Outcome> outcomes) {
        return new Document(
                SCHEMA,
                run,
                machine,
                settings,
                outcomes.stream().flatMap(each -> each.results().stream()).toList(),
                outcomes.stream().flatMap(each -> each.ratios().stream()).toList());
    }

    Run.@Nullable About about(String id) {
        return run == null ? null : run.rows().get(id);
    }

    /** As a file holds it. */
    public String json() {
        return JsonWriter.write(this, Absent.LEFT_OUT);
    }

    public boolean isComplete() {
        return run == null || run.complete();
    }
}
