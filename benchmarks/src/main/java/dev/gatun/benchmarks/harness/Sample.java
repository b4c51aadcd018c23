package dev.gatun.benchmarks.harness;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one contender did in one round.
 *
 * @param figures by name, each that its row asks for
 * @param percentiles of the distribution behind the first figure, in nanoseconds; none where there is no distribution
 * @param bytesPerOp allocated on the Java heap by the thread that did the work; null: not a JVM
 * @param syscallsPerOp by the contender's own count; null: it does not count
 * @param spent the time that the contender's thread ran
 */
public record Sample(
        Map<String, Double> figures,
        Map<String, Double> percentiles,
        @Nullable Double bytesPerOp,
        @Nullable Double syscallsPerOp,
        ThreadTime spent) {
    public Sample {
        figures = Map.copyOf(figures);
        percentiles = Map.copyOf(percentiles);
    }

    double figure(Figure figure) {
        Double value = figures.get(figure.name());
        if (value == null) {
            throw new IllegalStateException("a round without its figure " + figure.name() + ": " + figures);
        }
        return value;
    }
}
