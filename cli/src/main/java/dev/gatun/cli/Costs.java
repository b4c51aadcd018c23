package dev.gatun.cli;

import dev.gatun.bindings.Liburing;
import dev.gatun.bindings.SystemCalls;
import dev.gatun.bindings.linux.Epoll;
import dev.gatun.bindings.linux.IoUring;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import dev.gatun.bindings.linux.epoll_event;
import dev.gatun.bindings.linux.io_uring_params;
import dev.gatun.cli.Report.Cost;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the smallest things cost on this machine, in nanoseconds. Each is done some thousand times in samples of so
 * many, so that reading the clock does not count; the 99th percentile is of samples. About a second. One thread, and a
 * second one for the wake-up.
 */
final class Costs {
    private static final int SAMPLES = 400;
    private static final int EACH = 64;
    private static final int WARM_UP = 200;
    private static final int PAGE = 4096;
    private static final int WAKES = 400;

    private interface Step {
        void run();
    }

    List<Cost> all() {
        List<Cost> costs = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            SystemCalls calls = new SystemCalls(arena);
            costs.add(measured(
                    "clock-reading",
                    System::nanoTime,
                    cost -> cost < 60
                            ? "read without the kernel's help"
                            : "each reading enters the kernel: see clock-source"));
            costs.add(measured(
                    "null-system-call",
                    () -> calls.immediate(Syscalls.__NR_getpid(), 0),
                    _ -> "getpid(2), "
                            + SystemCalls.detour()
                                    .map(_ -> "through the C library")
                                    .orElse("entered directly")
                            + ": what any call costs before it does something; over 200 ns, mitigations or a sandbox"
                            + " (gVisor, seccomp) are at work"));
            epollWait(calls, arena).ifPresent(costs::add);
            emptyEnter(calls, arena).ifPresent(costs::add);
            pageFault(calls).ifPresent(costs::add);
            wake(calls, arena).ifPresent(costs::add);
        }
        return costs;
    }

    private interface Meaning {
        String of(double median);
    }

    private static Cost measured(String name, Step step, Meaning meaning) {
        for (int i = 0; i < WARM_UP; i++) {
            sample(step, EACH);
        }
        double[] samples = new double[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            samples[i] = sample(step, EACH);
        }
        return cost(name, samples, meaning);
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

    private static Optional<Cost> epollWait(SystemCalls calls, Arena arena) {
        long epoll = calls.immediate(Syscalls.__NR_epoll_create1(), Epoll.EPOLL_CLOEXEC());
        if (epoll < 0) {
            return Optional.empty();
        }
        long events = arena.allocate(epoll_event.layout()).address();
        try {
            return Optional.of(measured(
                    "epoll-wait",
                    () -> calls.immediate(Syscalls.__NR_epoll_wait(), epoll, events, 1, 0, 0, 0),
                    _ -> "a loop over epoll that spins looks this often, less its own work"));
        } finally {
            calls.immediate(Syscalls.__NR_close(), epoll);
        }
    }

    private static Optional<Cost> emptyEnter(SystemCalls calls, Arena arena) {
        if (Liburing.problem().isPresent()) {
            return Optional.empty();
        }
        int ring = Liburing.setUp(1, arena.allocate(io_uring_params.layout()));
        if (ring < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(measured(
                    "empty-enter",
                    () -> Liburing.enterAtOnce(ring, 0, IoUring.IORING_ENTER_GETEVENTS()),
                    _ -> "what a loop over io_uring saves by looking at its ring's memory first"));
        } finally {
            calls.immediate(Syscalls.__NR_close(), ring);
        }
    }

    /** The first touch of a page that the system has promised. */
    private static Optional<Cost> pageFault(SystemCalls calls) {
        long bytes = (long) PAGE * EACH * SAMPLES;
        long mapped = calls.waiting(
                Syscalls.__NR_mmap(),
                0,
                bytes,
                Linux.PROT_READ() | Linux.PROT_WRITE(),
                Linux.MAP_PRIVATE() | Linux.MAP_ANONYMOUS(),
                -1,
                0);
        if (mapped <= 0) {
            return Optional.empty();
        }
        try {
            calls.waiting(Syscalls.__NR_madvise(), mapped, bytes, Linux.MADV_NOHUGEPAGE());
            double[] samples = new double[SAMPLES];
            long[] at = {mapped};
            for (int i = 0; i < SAMPLES; i++) {
                samples[i] = sample(
                        () -> {
                            calls.immediate(Syscalls.__NR_madvise(), at[0], PAGE, Linux.MADV_POPULATE_WRITE());
                            at[0] += PAGE;
                        },
                        EACH);
            }
            return Optional.of(cost(
                    "page-fault",
                    samples,
                    _ -> "the first touch of each page of memory, a system call included; pools touch theirs early"));
        } finally {
            calls.waiting(Syscalls.__NR_munmap(), mapped, bytes, 0);
        }
    }

    /** There and back through two eventfds, by two threads that sleep in read(2): half of it is one way. */
    private static Optional<Cost> wake(SystemCalls calls, Arena arena) {
        long there = calls.immediate(Syscalls.__NR_eventfd2(), 0, Linux.EFD_CLOEXEC(), 0);
        long back = calls.immediate(Syscalls.__NR_eventfd2(), 0, Linux.EFD_CLOEXEC(), 0);
        if (there < 0 || back < 0) {
            return Optional.empty();
        }
        AtomicLong answered = new AtomicLong();
        Thread echo = Thread.ofPlatform().daemon().name("gatun-probe-echo").start(() -> {
            try (Arena own = Arena.ofConfined()) {
                SystemCalls theirs = new SystemCalls(own);
                MemorySegment word = own.allocate(ValueLayout.JAVA_LONG);
                while (answered.get() < WAKES) {
                    await(theirs, there, word);
                    answered.incrementAndGet();
                    signal(theirs, back, word);
                }
            }
        });
        MemorySegment word = arena.allocate(ValueLayout.JAVA_LONG);
        double[] samples = new double[WAKES];
        for (int i = 0; i < WAKES; i++) {
            samples[i] = sample(
                            () -> {
                                signal(calls, there, word);
                                await(calls, back, word);
                            },
                            1)
                    / 2;
        }
        try {
            echo.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        calls.immediate(Syscalls.__NR_close(), there);
        calls.immediate(Syscalls.__NR_close(), back);
        return Optional.of(cost(
                "wake",
                samples,
                median -> String.format(
                        Locale.ROOT,
                        "a thread that sleeps answers this much later than one that spins: spinning pays while work"
                                + " comes sooner than %.0f µs",
                        Math.ceil(median / 1_000))));
    }

    private static void signal(SystemCalls calls, long event, MemorySegment word) {
        word.set(ValueLayout.JAVA_LONG, 0, 1);
        calls.immediate(Syscalls.__NR_write(), event, word.address(), Long.BYTES);
    }

    private static void await(SystemCalls calls, long event, MemorySegment word) {
        calls.waiting(Syscalls.__NR_read(), event, word.address(), Long.BYTES);
    }
}
