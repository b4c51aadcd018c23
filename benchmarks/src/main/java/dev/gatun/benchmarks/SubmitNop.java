package dev.gatun.benchmarks;

import dev.gatun.Cpu;
import dev.gatun.CpuConfig;
import dev.gatun.IoFuture;
import dev.gatun.spi.IoBackendProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;

/**
 * NOPs through the whole of Gatun (arming, submitting, reaping, the callback) against a C program over liburing that
 * does
 * as much: interleaved, on one pinned CPU, medians of the ratio round by round. Arguments: rounds, milliseconds, CPU.
 */
public final class SubmitNop {
    private static final int[] BATCHES = {1, 8, 32, 128};

    private final Cpu cpu;
    private final IoFuture[] futures;
    private long done;

    private SubmitNop(IoBackendProvider provider, int batch) {
        cpu = Cpu.standalone(provider, CpuConfig.DEFAULT);
        futures = new IoFuture[batch];
        for (int i = 0; i < batch; i++) {
            futures[i] = cpu.newFuture().onComplete(this::again);
        }
    }

    private void again(IoFuture future) {
        done++;
        future.nop();
    }

    /** Nanoseconds an operation, over about so long. */
    private double run(long nanos) {
        long before = done;
        long start = System.nanoTime();
        long now;
        do {
            for (int i = 0; i < 1000; i++) {
                cpu.tick();
            }
            now = System.nanoTime();
        } while (now - start < nanos);
        return (double) (now - start) / (done - before);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 7;
        long millis = arguments.length > 1 ? Long.parseLong(arguments[1]) : 300;
        int pinned = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1;
        IoBackendProvider provider = ServiceLoader.load(IoBackendProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(each -> each.name().equals("io_uring"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the io_uring backend is not on the class path"));
        provider.pinCurrentThread(pinned);
        Path twin = compileTwin();
        for (int batch : BATCHES) {
            compare(provider, twin, batch, rounds, millis, pinned);
        }
    }

    private static void compare(IoBackendProvider provider, Path twin, int batch, int rounds, long millis, int pinned)
            throws IOException, InterruptedException {
        SubmitNop ours = new SubmitNop(provider, batch);
        for (IoFuture future : ours.futures) {
            future.nop();
        }
        long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
        ours.run(5 * nanos); // until the JIT has done its work
        double[] java = new double[rounds];
        double[] c = new double[rounds];
        double[] ratios = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            c[round] = twin(twin, pinned, batch, millis);
            java[round] = ours.run(nanos);
            ratios[round] = java[round] / c[round];
        }
        for (double[] column : List.of(java, c, ratios)) {
            Arrays.sort(column);
        }
        System.out.printf(
                Locale.ROOT,
                "submit.nop batch %3d: gatun-io_uring %6.1f ns/op, c-liburing %6.1f ns/op, ratio %.2f (%.2f to %.2f)%n",
                batch,
                java[rounds / 2],
                c[rounds / 2],
                ratios[rounds / 2],
                ratios[0],
                ratios[rounds - 1]);
        ours.cpu.close(TimeUnit.SECONDS.toNanos(1));
    }

    private static Path compileTwin() throws IOException, InterruptedException {
        Path source = Path.of(System.getProperty("gatun.root", "."), "benchmarks/src/main/c/submit_nop.c");
        Path program = Files.createTempFile("submit_nop", "");
        int exit = new ProcessBuilder("cc", "-O2", "-o", program.toString(), source.toString(), "-luring")
                .inheritIO()
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IllegalStateException("the C twin was not compiled: install gcc and liburing-dev");
        }
        return program;
    }

    private static double twin(Path program, int pinned, int batch, long millis)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        program.toString(), String.valueOf(pinned), String.valueOf(batch), String.valueOf(millis))
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("the C twin failed: no ring with DEFER_TASKRUN here");
        }
        return Double.parseDouble(printed.strip());
    }
}
