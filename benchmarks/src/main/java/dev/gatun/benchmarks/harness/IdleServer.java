package dev.gatun.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A contender that serves many connections on which nothing happens: an echo server, started anew in each round. The
 * figures: "memory" is what its heap after a collection and the rest of its process have grown by for each connection
 * ("heap" and "native" are the parts), "kernel" by how much the kernel's own memory has, for both ends of one; "loop"
 * and "process" are the CPU time of its loop's thread and of all its threads in a second in which nothing happens.
 *
 * <p>A JVM must be started with its heap's pages touched ({@code -XX:+AlwaysPreTouch}), so that these are not counted
 * twice.
 */
public final class IdleServer implements Contender {
    private static final long IDLE_MILLIS_MIN = 1000;
    private static final long TICKS_A_SECOND = 100; // as all of Linux' architectures have it for user space

    private final String subject;
    private final Row row;
    private final List<String> command;
    private final List<String> client;
    private final int connections;

    /** {@code client} is the program that connects, with all it needs but the port. */
    public IdleServer(String subject, Row row, List<String> command, List<String> client) {
        this.subject = subject;
        this.row = row;
        this.command = List.copyOf(command);
        this.client = List.copyOf(client);
        connections = row.number("connections", 1);
    }

    @Override
    public String subject() {
        return subject;
    }

    /** What is known of a server's memory at one time, in bytes; and of what it has done. */
    private record Memory(double heap, double resident, double kernel, double connections, double bytes) {
        static Memory of(Child server) {
            Reply reply = server.ask("heap").require("counters");
            return new Memory(
                    reply.has("heap") ? reply.get("heap") : 0,
                    kibibytes(Path.of("/proc", String.valueOf(server.pid()), "smaps_rollup"), "Rss:") * 1024,
                    kibibytes(Path.of("/proc/meminfo"), "Slab:") * 1024,
                    reply.get("connections"),
                    reply.get("bytes"));
        }
    }

    @Override
    public Sample round(long millis) {
        try (Child server = Child.start(command)) {
            long tid = (long) server.ready().get("tid");
            Memory before = Memory.of(server);
            List<String> all = new ArrayList<>(client);
            all.add("port=" + (long) server.ready().get("port"));
            try (Child idle = Child.start(all)) {
                Memory after = Memory.of(server);
                compare("connections", after.connections - before.connections, connections);
                compare("bytes", after.bytes - before.bytes, idle.ready().get("bytes"));
                long idleMillis = Math.max(millis, IDLE_MILLIS_MIN);
                long ticksBefore = processTicks(server.pid());
                ThreadTime loopBefore = ThreadTime.of(server.pid(), tid);
                idle.ask("wait " + idleMillis).require("waited");
                ThreadTime loop = ThreadTime.of(server.pid(), tid).minus(loopBefore);
                long ticks = processTicks(server.pid()) - ticksBefore;
                double heap = (after.heap - before.heap) / connections;
                double resident = (after.resident - before.resident) / connections;
                double seconds = idleMillis / 1000.0;
                return new Sample(
                        Map.of(
                                "memory",
                                Math.max(1, heap + resident), // less is what pages round away
                                "heap",
                                heap,
                                "native",
                                resident,
                                "kernel",
                                (after.kernel - before.kernel) / connections,
                                "loop",
                                loop.nanos() / seconds / TimeUnit.MICROSECONDS.toNanos(1),
                                "process",
                                ticks * (1_000_000.0 / TICKS_A_SECOND) / seconds),
                        Map.of(),
                        null,
                        null,
                        loop);
            }
        }
    }

    private void compare(String what, double served, double made) {
        if (served != made) {
            throw new BenchmarkFailure(row.title() + ", " + subject + ": the server counted " + (long) served + " "
                    + what + " and the client " + (long) made);
        }
    }

    private static double kibibytes(Path file, String name) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.split(" +", -1)[1])
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElseThrow(() -> new BenchmarkFailure(file + " has no " + name));
        } catch (IOException e) {
            throw new BenchmarkFailure(file + " can't be read: " + e.getMessage());
        }
    }

    /** Of all threads, those that have ended included. */
    private static long processTicks(long pid) {
        try {
            String line = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
            return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        } catch (IOException e) {
            throw new BenchmarkFailure("process " + pid + " can't be observed: " + e.getMessage());
        }
    }

    @Override
    public @Nullable Double observedSyscallsPerOp(long millis) {
        return null;
    }

    @Override
    public void close() {
        // each round has ended its own process
    }
}
