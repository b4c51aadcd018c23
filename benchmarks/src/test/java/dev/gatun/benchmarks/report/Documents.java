package dev.gatun.benchmarks.report;

import dev.gatun.benchmarks.harness.Figure.Better;
import dev.gatun.benchmarks.harness.Machine;
import dev.gatun.benchmarks.harness.Ratio;
import dev.gatun.benchmarks.harness.Result;
import dev.gatun.benchmarks.harness.Settings;
import dev.gatun.benchmarks.harness.Spread;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes documents for tests, as a run would: with spreads from their rounds. */
final class Documents {
    private final List<Result> results = new ArrayList<>();
    private final List<Ratio> ratios = new ArrayList<>();
    private String processor = "a \"fast\" one";
    private boolean complete = true;

    static Documents some() {
        return new Documents();
    }

    Documents onProcessor(String name) {
        processor = name;
        return this;
    }

    Documents interrupted() {
        complete = false;
        return this;
    }

    Documents result(String id, Map<String, ?> params, String subject, double... rounds) {
        return result(id, params, subject, Better.LOWER, null, null, rounds);
    }

    Documents result(
            String id,
            Map<String, ?> params,
            String subject,
            Better better,
            @Nullable Double bytesPerOp,
            @Nullable SortedMap<String, Double> percentiles,
            double... rounds) {
        List<Double> values = Arrays.stream(rounds).boxed().toList();
        String unit = better == Better.LOWER ? "ns/op" : "ops/s";
        results.add(new Result(
                id,
                new TreeMap<>(params),
                subject,
                unit,
                better,
                values,
                Spread.of(values).median(),
                bytesPerOp,
                null,
                percentiles));
        return this;
    }

    /** Every one of ours by each of theirs, where both have as many rounds. */
    Documents compared() {
        for (Result ours : results) {
            for (Result theirs : results) {
                if (Block.isOurs(ours.subject())
                        && !Block.isOurs(theirs.subject())
                        && ours.id().equals(theirs.id())
                        && ours.params().equals(theirs.params())) {
                    ratio(ours, theirs);
                }
            }
        }
        return this;
    }

    private void ratio(Result ours, Result theirs) {
        Spread spread = Spread.ofRatios(ours.rounds(), theirs.rounds());
        boolean enough = Double.isFinite(spread.low());
        ratios.add(new Ratio(
                ours.id(),
                ours.params(),
                ours.subject(),
                theirs.subject(),
                spread.median(),
                spread.min(),
                spread.max(),
                enough ? spread.low() : null,
                enough ? spread.high() : null,
                spread.rounds(),
                spread.isConclusive()));
    }

    Document made() {
        SortedMap<String, Run.About> rows = new TreeMap<>();
        results.forEach(result -> rows.put(
                result.id(), new Run.About("suite", "time", null, "scripts/gatun bench suite --row " + result.id())));
        Run run =
                new Run("2026-11-21T14:30:00Z", "scripts/gatun bench suite", "0123456789ab", complete, List.of(), rows);
        return new Document(
                Document.SCHEMA, run, machine(processor), new Settings(5, true, 120, 400, 4, 0, 1), results, ratios);
    }

    static Machine.Description machine(String processor) {
        return new Machine.Description(
                "Linux",
                "6.18.44",
                "amd64",
                processor,
                "kvm",
                "25",
                2,
                2400.5,
                "unknown",
                0.25,
                1.5,
                List.of("cc 12.0 %"),
                "0.10 0.20 0.30",
                "1.10 0.40 0.30",
                List.of("a warning"),
                List.of("a note"));
    }
}
