package dev.gatun.benchmarks;

import dev.gatun.CoreMessage;
import dev.gatun.Cpu;
import dev.gatun.CpuConfig;
import dev.gatun.IdleStrategy;
import dev.gatun.IoRuntime;
import dev.gatun.RuntimeConfig;
import dev.gatun.spi.IoBackend;
import dev.gatun.spi.IoBackendProvider;
import dev.gatun.testkit.Faults;
import dev.gatun.testkit.SimulatedKernel;
import dev.gatun.testkit.SimulatedProvider;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A message from one core to another and back, both awake: half of a round trip is one way. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(3)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 10, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class CrossCoreBenchmark {
    /** Many: when the thread that waits is woken it takes a core from one of the two, for some milliseconds. */
    private static final int ROUND_TRIPS = 500_000;

    private IoRuntime runtime;
    private final PingPong pingPong = new PingPong();

    /** Goes to and fro until it has gone often enough; then tells the thread that waits. */
    private final class PingPong implements CoreMessage {
        private final Semaphore finished = new Semaphore(0);
        private int remaining;

        @Override
        public void onMessage(Cpu here) {
            if (remaining-- == 0) {
                finished.release();
                return;
            }
            here.send(runtime.cpu(1 - here.index()), this);
        }
    }

    @Setup
    public void open() {
        SimulatedKernel one = new SimulatedKernel(1, Faults.none());
        CpuConfig busy = CpuConfig.DEFAULT.withIdle(IdleStrategy.Kind.BUSY);
        runtime = IoRuntime.start(RuntimeConfig.DEFAULT
                .withCores(2)
                .withProviders(new PerCoreProvider(one))
                .withCloseOnShutdown(false)
                .withCpu(busy));
    }

    /** The simulated kernel is for one thread: a machine for each core, as nothing but messages crosses here. */
    private static final class PerCoreProvider implements IoBackendProvider {
        private final SimulatedKernel first;

        PerCoreProvider(SimulatedKernel first) {
            this.first = first;
        }

        @Override
        public String name() {
            return "simulated";
        }

        @Override
        public int rank() {
            return 0;
        }

        @Override
        public Usability probe() {
            return new SimulatedProvider(first).probe();
        }

        @Override
        public IoBackend open(Settings settings) {
            return new SimulatedKernel(settings.cpu(), Faults.none()).newBackend(settings);
        }
    }

    @TearDown
    public void close() {
        runtime.close();
    }

    @Benchmark
    @OperationsPerInvocation(2 * ROUND_TRIPS)
    public void oneWay() throws InterruptedException {
        pingPong.remaining = 2 * ROUND_TRIPS;
        runtime.cpu(0).requestRun(pingPong);
        pingPong.finished.acquire();
    }
}
