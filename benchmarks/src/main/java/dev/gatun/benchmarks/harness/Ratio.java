package dev.gatun.benchmarks.harness;

import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * One of ours against one of theirs in a figure: ours by theirs, paired by round; as in the JSON.
 *
 * @param low between this and {@code high} lies the true median ({@link Spread}); null: there were too few rounds
 */
public record Ratio(
        String id,
        SortedMap<String, Object> params,
        String subject,
        String against,
        double median,
        double min,
        double max,
        @Nullable Double low,
        @Nullable Double high,
        int rounds,
        boolean conclusive) {}
