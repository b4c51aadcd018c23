package dev.gatun.benchmarks.harness;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * A contender that is a JMH benchmark: each round is a JVM of its own, forked and warmed up by JMH, with its allocation
 * profiler. For what takes nanoseconds and needs no kernel. The row's figure is "time".
 */
public final class JmhBenchmark implements Contender {
    private static final int WARM_UPS = 4;
    private static final String BYTES_PER_OP = "gc.alloc.rate.norm";

    private final String subject;
    private final String method;
    private final Map<String, String> params;

    /** {@code method} with its class's full name, {@code params} as JMH knows them. */
    public JmhBenchmark(String subject, String method, Map<String, String> params) {
        this.subject = subject;
        this.method = method;
        this.params = Map.copyOf(params);
    }

    @Override
    public String subject() {
        return subject;
    }

    @Override
    public Sample round(long millis) {
        TimeValue time = TimeValue.milliseconds(millis);
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + method.replace(".", "\\.") + "$")
                .forks(1)
                .warmupIterations(WARM_UPS)
                .warmupTime(time)
                .measurementIterations(1)
                .measurementTime(time)
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .jvmArgs(
                        "-XX:+UseSerialGC",
                        "-Xmx1g",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow");
        params.forEach(options::param);
        RunResult result = run(options);
        return new Sample(
                Map.of("time", result.getPrimaryResult().getScore()),
                Map.of(),
                bytesPerOp(result),
                null,
                ThreadTime.ZERO);
    }

    private RunResult run(ChainedOptionsBuilder options) {
        try {
            Collection<RunResult> results = new Runner(options.build()).run();
            if (results.size() != 1) {
                throw new BenchmarkFailure(method + " names " + results.size() + " benchmarks of JMH's");
            }
            return List.copyOf(results).getFirst();
        } catch (RunnerException e) {
            throw new BenchmarkFailure(method + ": " + e.getMessage());
        }
    }

    private static @Nullable Double bytesPerOp(RunResult result) {
        for (Map.Entry<String, Result> each : result.getSecondaryResults().entrySet()) {
            if (each.getKey().endsWith(BYTES_PER_OP)) {
                return each.getValue().getScore();
            }
        }
        return null;
    }

    /** It makes no system calls that would be worth counting. */
    @Override
    public @Nullable Double observedSyscallsPerOp(long millis) {
        return null;
    }

    @Override
    public void close() {
        // each round has ended its own JVM
    }
}
