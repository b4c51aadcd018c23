package dev.gatun.benchmarks.harness;

import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a contender reached in a figure, round by round; as in the JSON.
 *
 * @param percentiles of each round, and of these the median
 */
public record Result(
        String id,
        SortedMap<String, Object> params,
        String subject,
        String unit,
        Figure.Better better,
        List<Double> rounds,
        double median,
        @Nullable Double bytesPerOp,
        @Nullable Double syscallsPerOp,
        @Nullable SortedMap<String, Double> percentiles) {}
