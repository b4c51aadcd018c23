package dev.gatun.cli;

import dev.gatun.cli.Report.Cost;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
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

    static Cost measured(String name, Step step, Meaning meaning) {
        for (int i = 0; i < WARM_UP; i++) {
            sample(step, EACH);
        }
        double[] samples = new double[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            samples[i] = sample(step, EACH);
        }
        return cost(name, samples, meaning);
    }

    /** What can be done once for each page alone: {@code touch} is told which is next. */
    static Cost pageFault(IntConsumer touch) {
        double[] samples = new double[SAMPLES];
        int[] page = new int[1];
        for (int i = 0; i < SAMPLES; i++) {
            samples[i] = sample(() -> touch.accept(page[0]++), EACH);
        }
        return cost(
                "page-fault",
                samples,
                _ -> "the first touch of each page of memory, a system call included; pools touch theirs early");
    }

    /** There and back, by two threads that sleep: half of it is one way. */
    static Cost wake(Function<Arena, Bells> bells) {
        AtomicInteger answered = new AtomicInteger();
        Thread echo = Thread.ofPlatform().daemon().name("gatun-probe-echo").start(() -> {
            try (Arena arena = Arena.ofConfined()) {
                Bells theirs = bells.apply(arena);
                while (answered.get() < WAKES) {
                    theirs.await(0);
                    answered.incrementAndGet();
                    theirs.ring(1);
                }
            }
        });
        double[] samples = new double[WAKES];
        try (Arena arena = Arena.ofConfined()) {
            Bells ours = bells.apply(arena);
            for (int i = 0; i < WAKES; i++) {
                samples[i] = sample(
                                () -> {
                                    ours.ring(0);
                                    ours.await(1);
                                },
                                1)
                        / 2;
            }
            echo.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
