package dev.gatun.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * How long a thread of a child, or several, have run so far, as the kernel counts. The nanoseconds are exact. The
 * ticks, which tell the kernel's part from the program's, are sampled by the timer: their ratio is good to some parts
 * in a thousand over a few seconds of work, not over one round.
 */
public record ThreadTime(long nanos, long userTicks, long kernelTicks) {
    public static final ThreadTime ZERO = new ThreadTime(0, 0, 0);

    private static final int USER = 13;

    public static ThreadTime of(long pid, long tid) {
        Path task = Path.of("/proc", String.valueOf(pid), "task", String.valueOf(tid));
        try {
            String[] scheduled =
                    Files.readString(task.resolve("schedstat")).strip().split(" ", -1);
            String line = Files.readString(task.resolve("stat"));
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1); // from the third field on
            return new ThreadTime(
                    Long.parseLong(scheduled[0]), Long.parseLong(fields[USER - 2]), Long.parseLong(fields[USER - 1]));
        } catch (IOException e) {
            throw new BenchmarkFailure(
                    "thread " + tid + " of process " + pid + " can't be observed: " + e.getMessage());
        }
    }

    public static ThreadTime of(long pid, List<Long> tids) {
        return tids.stream().map(tid -> of(pid, tid)).reduce(ZERO, ThreadTime::plus);
    }

    /** With the threads that io_uring, or epoll's backend, made for what blocks: what those do is its work too. */
    public static ThreadTime withWorkers(long pid, List<Long> tids) {
        ThreadTime sum = of(pid, tids);
        try (Stream<Path> tasks = Files.list(Path.of("/proc", String.valueOf(pid), "task"))) {
            for (Path task : tasks.toList()) {
                if (isWorker(task)) {
                    sum = sum.plus(of(pid, Long.parseLong(task.getFileName().toString())));
                }
            }
        } catch (IOException e) {
            throw new BenchmarkFailure("the threads of process " + pid + " can't be listed: " + e.getMessage());
        }
        return sum;
    }

    private static boolean isWorker(Path task) throws IOException {
        try {
            String name = Files.readString(task.resolve("comm")); // of 15 letters
            return name.startsWith("iou-") || name.startsWith("gatun-file-work");
        } catch (IOException e) {
            if (Files.exists(task)) {
                throw e;
            }
            return false; // it has just ended, as threads of a JVM do
        }
    }

    public ThreadTime minus(ThreadTime before) {
        return new ThreadTime(nanos - before.nanos, userTicks - before.userTicks, kernelTicks - before.kernelTicks);
    }

    public ThreadTime plus(ThreadTime more) {
        return new ThreadTime(nanos + more.nanos, userTicks + more.userTicks, kernelTicks + more.kernelTicks);
    }

    /** The part of the time that was not spent in the kernel, in percent. */
    public double outsideKernelPercent() {
        long all = userTicks + kernelTicks;
        return all == 0 ? 0 : 100.0 * userTicks / all;
    }
}
