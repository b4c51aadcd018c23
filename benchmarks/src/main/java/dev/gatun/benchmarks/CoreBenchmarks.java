package dev.gatun.benchmarks;

import dev.gatun.Buffer;
import dev.gatun.Cpu;
import dev.gatun.CpuConfig;
import dev.gatun.IoFuture;
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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What the core itself costs, over the simulated kernel: run with the allocation profiler ({@code -prof gc}). */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(3)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 10, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class CoreBenchmarks {
    private static final long FAR_NANOS = TimeUnit.SECONDS.toNanos(30);

    private Cpu cpu;
    private IoFuture future;
    private Timer timer;
    private long completed;

    @Setup
    public void open() {
        SimulatedKernel kernel = new SimulatedKernel(1, Faults.none());
        cpu = Cpu.standalone(new SimulatedProvider(kernel), CpuConfig.DEFAULT);
        future = cpu.newFuture().onComplete(f -> completed += f.result() + 1);
        timer = new Timer(_ -> {});
    }

    @TearDown
    public void close() {
        cpu.close(TimeUnit.SECONDS.toNanos(1));
    }

    /** From arming to the callback, the loop's turns included. */
    @Benchmark
    public long armToCallback() {
        long before = completed;
        future.nop();
        while (completed == before) {
            cpu.tick();
        }
        return completed;
    }

    @Benchmark
    public int bufferAllocateFree() {
        Buffer buffer = cpu.buffers().allocate(4096);
        if (buffer == null) {
            throw new IllegalStateException("the pool is empty");
        }
        int capacity = buffer.capacity();
        buffer.free();
        return capacity;
    }

    @Benchmark
    public boolean timerScheduleCancel() {
        cpu.schedule(timer, FAR_NANOS);
        return timer.cancel();
    }

    @Benchmark
    public int emptyTick() {
        return cpu.tick();
    }
}
