package dev.gatun.benchmarks.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Counts the system calls of some threads, by strace: from outside, so that nobody's own count need be believed. What
 * runs under it runs many times slower, so nothing is timed then. One use each, one thread.
 */
final class Strace implements AutoCloseable {
    private static final int CALLS = 3;

    private final Process process;
    private final BufferedReader said;
    private final Path summary;

    /** Attached when it returns; null where there is no strace, or it may not. */
    static @Nullable Strace attachTo(List<Long> tids) {
        try {
            Strace strace = new Strace(tids);
            for (int attached = 0; attached < tids.size(); attached++) {
                String line = strace.said.readLine();
                if (line == null || !line.contains("attached")) {
                    strace.close();
                    return null;
                }
            }
            return strace;
        } catch (IOException _) {
            return null;
        }
    }

    private Strace(List<Long> tids) throws IOException {
        summary = Files.createTempFile("gatun-bench", ".strace");
        List<String> command = new ArrayList<>(List.of("strace", "-c", "-o", summary.toString()));
        tids.forEach(tid -> command.addAll(List.of("-p", String.valueOf(tid))));
        process = new ProcessBuilder(command).start();
        said = process.errorReader();
    }

    /** Detaches, and answers how many calls there were. */
    long detachAndCount() {
        process.destroy(); // strace detaches on SIGTERM, and writes its summary
        try {
            process.waitFor();
            return total(Files.readString(summary)).orElseThrow(() -> new BenchmarkFailure("strace has no total"));
        } catch (IOException e) {
            throw new BenchmarkFailure("strace's summary can't be read: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkFailure("interrupted while strace detached");
        }
    }

    /** Of a line like "100.00    0.000123           1       123        45 total"; no calls at all make no table. */
    static OptionalLong total(String summary) {
        if (summary.isBlank()) {
            return OptionalLong.of(0);
        }
        return summary.lines()
                .filter(line -> line.endsWith(" total"))
                .mapToLong(line -> Long.parseLong(line.strip().split(" +", -1)[CALLS]))
                .findFirst();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
            Files.deleteIfExists(summary);
        } catch (IOException _) {
            // a file of some hundred bytes stays where such files are cleared away
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
