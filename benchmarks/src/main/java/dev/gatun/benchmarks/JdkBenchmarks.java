package dev.gatun.benchmarks;

import java.lang.foreign.Arena;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The same as in {@link CoreBenchmarks} and {@link TimerBenchmarks}, as the JDK does it. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 10, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class JdkBenchmarks {
    /** An executor in which so many tasks wait. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // JMH calls the set-up
    public static class Executor {
        @Param("1")
        public int pending;

        private final Delays delays = new Delays();
        private ScheduledThreadPoolExecutor executor;

        @Setup
        public void open() {
            executor = new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().factory());
            executor.setRemoveOnCancelPolicy(true);
            for (int i = 0; i < pending; i++) {
                var _ = executor.schedule(() -> {}, delays.nextNanos(), TimeUnit.NANOSECONDS);
            }
        }

        @TearDown
        public void close() {
            executor.shutdownNow();
        }
    }

    @Benchmark
    public boolean timerScheduleCancel(Executor state) {
        return state.executor
                .schedule(() -> {}, state.delays.nextNanos(), TimeUnit.NANOSECONDS)
                .cancel(false);
    }

    @Benchmark
    public long arenaAllocateFree() {
        try (Arena arena = Arena.ofConfined()) {
            return arena.allocate(4096, 4096).address();
        }
    }
}
