package dev.gatun.benchmarks.harness;

/** A measurement that must not count: something is missing, or the work was not done as agreed. The message says it. */
public final class BenchmarkFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    public BenchmarkFailure(String message) {
        super(message);
    }
}
