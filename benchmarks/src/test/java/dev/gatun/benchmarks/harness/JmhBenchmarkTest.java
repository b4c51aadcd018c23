package dev.gatun.benchmarks.harness;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.benchmarks.JdkBenchmarks;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("assertions") // what is measured runs in a process of its own: once is enough
class JmhBenchmarkTest {
    private static JmhBenchmark benchmark(String method) {
        return new JmhBenchmark("arena", JdkBenchmarks.class.getName() + "." + method, Map.of());
    }

    @Test
    void aRoundIsAForkOfJmhAndSeesWhatIsAllocated() {
        Sample sample = benchmark("arenaAllocateFree").round(20);
        assertTrue(sample.figures().getOrDefault("time", 0.0) > 1, sample::toString);
        assertTrue(sample.bytesPerOp() != null && sample.bytesPerOp() > 8, sample::toString);
    }

    @Test
    void aBenchmarkThatIsNotThereFailsTheRun() {
        BenchmarkFailure failure =
                assertThrows(BenchmarkFailure.class, () -> benchmark("nobody").round(20));
        assertTrue(String.valueOf(failure.getMessage()).contains("nobody"), failure::getMessage);
    }
}
