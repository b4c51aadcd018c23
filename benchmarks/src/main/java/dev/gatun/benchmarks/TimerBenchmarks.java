package dev.gatun.benchmarks;

import dev.gatun.Cpu;
import dev.gatun.CpuConfig;
import dev.gatun.Timer;
import dev.gatun.testkit.Faults;
import dev.gatun.testkit.SimulatedKernel;
import dev.gatun.testkit.SimulatedProvider;
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

/** A time-out that does not strike, where others wait too: scheduled, and cancelled. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(3)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 10, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class TimerBenchmarks {
    @Param("1")
    public int pending;

    private final Delays delays = new Delays();
    private Cpu cpu;
    private Timer timer;

    @Setup
    public void open() {
        SimulatedKernel kernel = new SimulatedKernel(1, Faults.none());
        cpu = Cpu.standalone(new SimulatedProvider(kernel), CpuConfig.DEFAULT);
        timer = new Timer(_ -> {});
        for (int i = 0; i < pending; i++) {
            cpu.schedule(new Timer(_ -> {}), delays.nextNanos());
        }
    }

    @TearDown
    public void close() {
        cpu.close(TimeUnit.SECONDS.toNanos(1));
    }

    @Benchmark
    public boolean timerScheduleCancel() {
        cpu.schedule(timer, delays.nextNanos());
        return timer.cancel();
    }
}
