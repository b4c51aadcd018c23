package dev.gatun.cli;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.cli.Report.Cost;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * Measures the smallest things, in nanoseconds. Each is done some thousand times in samples of so many, so that reading
 * the clock does not count; the 99th percentile is of samples. About a second for all. One thread, and a second one for
 * the wake-up.
 */
final class CostSampler {
    static final int SAMPLES = 400;
    static final int EACH = 64;
    static final int PAGE = 4096;
    private static final int WARM_UP = 200;
    private static final int WAKES = 400;
    private static final int SAMPLES_MIN = 20;
    private static final long WARM_UP_NANOS = 100_000_000;
    private static final long SAMPLING_NANOS = 300_000_000;

    interface Step {
        void run();
    }

    interface Meaning {
        String of(double median);
    }

    /** Two bells between two threads that sleep until one rings; each thread has its own face of them. */
    interface Bells {
        void ring(int bell);

        void await(int bell);
    }

    private CostSampler() {}

    static Cost clockReading() {
        return measured(
                "clock-reading",
                System::nanoTime,
                cost -> cost < 60
                        ? "read without the kernel's help"
                        : "each reading enters the kernel: see clock-source");
    }

    /** Fewer samples where each takes long: behind a sandbox a call may cost a hundred times what it does elsewhere. */
    static Cost measured(String name, Step step, Meaning meaning) {
        long warm = System.nanoTime() + WARM_UP_NANOS;
        for (int i = 0; i < WARM_UP && System.nanoTime() - warm < 0; i++) {
            sample(step, EACH);
        }
        double[] samples = new double[SAMPLES];
        int count = 0;
        long end = System.nanoTime() + SAMPLING_NANOS;
        while (count < SAMPLES && (count < SAMPLES_MIN || System.nanoTime() - end < 0)) {
            samples[count++] = sample(step, EACH);
        }
        return cost(name, Arrays.copyOf(samples, count), meaning);
    }

    /** What can be done once for each page alone: {@code touch} is told which is next. */
    static Cost pageFault(IntConsumer touch) {
        double[] samples = new double[SAMPLES];
        int[] page = new int[1];
        for (int i = 0; i < SAMPLES; i++) {
            samples[i] = sample(() -> touch.accept(page[0]++), EACH);
        }
        return cost("page-fault", samples, _ -> "the first touch of each page of memory; pools touch theirs early");
    }

    /** Of memory that nobody has touched. */
    static Cost pageFault(long memory) {
        return pageFault(page -> NativeMemory.ALL.set(ValueLayout.JAVA_BYTE, memory + (long) page * PAGE, (byte) 1));
    }

    /** There and back, by two threads that sleep: half of it is one way. */
    static Cost wake(Function<Arena, Bells> bells) {
        AtomicBoolean isOver = new AtomicBoolean();
        Thread echo = Thread.ofPlatform().daemon().name("gatun-probe-echo").start(() -> {
            try (Arena arena = Arena.ofConfined()) {
                Bells theirs = bells.apply(arena);
                theirs.await(0);
                while (!isOver.get()) {
                    theirs.ring(1);
                    theirs.await(0);
                }
            }
        });
        double[] samples = new double[WAKES];
        int count = 0;
        try (Arena arena = Arena.ofConfined()) {
            Bells ours = bells.apply(arena);
            Step thereAndBack = () -> {
                ours.ring(0);
                ours.await(1);
            };
            long end = System.nanoTime() + SAMPLING_NANOS;
            while (count < WAKES && (count < SAMPLES_MIN || System.nanoTime() - end < 0)) {
                samples[count++] = sample(thereAndBack, 1) / 2;
            }
            isOver.set(true);
            ours.ring(0);
            echo.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        samples = Arrays.copyOf(samples, count);
        return cost(
                "wake",
                samples,
                median -> String.format(
                        Locale.ROOT,
                        "a thread that sleeps answers this much later than one that spins: spinning pays while work"
                                + " comes sooner than %.0f µs",
                        Math.ceil(median / 1_000)));
    }

    private static double sample(Step step, int times) {
        long start = System.nanoTime();
        for (int i = 0; i < times; i++) {
            step.run();
        }
        return (System.nanoTime() - start) / (double) times;
    }

    private static Cost cost(String name, double[] samples, Meaning meaning) {
        Arrays.sort(samples);
        double median = samples[samples.length / 2];
        return new Cost(name, round(median), round(samples[samples.length * 99 / 100]), meaning.of(median));
    }

    private static double round(double nanos) {
        return Math.round(nanos * 10) / 10.0;
    }
}
