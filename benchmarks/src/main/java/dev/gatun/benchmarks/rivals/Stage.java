package dev.gatun.benchmarks.rivals;

import dev.gatun.benchmarks.subjects.Arguments;
import dev.gatun.benchmarks.subjects.Heap;
import dev.gatun.benchmarks.subjects.PinnedCpu;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Where a rival's process meets the harness: what it shall do, on which CPU, and its orders, which come by lines. Any
 * thread may pin itself; one thread serves or works. For the life of the process.
 */
public final class Stage {
    /** What a round came to: operations that were done, and in how many nanoseconds. */
    public record Done(long operations, long nanos, boolean nothingElse) {
        /** The thread did nothing else meanwhile: its system calls can be counted from outside. */
        public static Done ofAll(long operations, long nanos) {
            return new Done(operations, nanos, true);
        }

        /** Only a part of what the thread did was timed. */
        public static Done ofPart(long operations, long nanos) {
            return new Done(operations, nanos, false);
        }
    }

    /** Works for about so long, and checks what it did. */
    @FunctionalInterface
    public interface Round {
        Done run(long nanos) throws Exception;
    }

    private final Arguments arguments;
    private final List<Long> threads = new CopyOnWriteArrayList<>();
    private final List<Tally> tallies = new CopyOnWriteArrayList<>();
    private final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    private volatile boolean ready;

    Stage(Arguments arguments) {
        this.arguments = arguments;
    }

    /** The id of what is measured: "tcp.round-trip". */
    public String row() {
        return text("row", "");
    }

    /** A parameter of the row: "mode". */
    public String text(String name, String otherwise) {
        return arguments.text(name, otherwise);
    }

    public int number(String name, int otherwise) {
        return arguments.number(name, otherwise);
    }

    /** Whether its thread shall never sleep; else it sleeps when there is nothing to do. */
    public boolean spins() {
        return text("mode", "park").equals("spin");
    }

    /** The calling thread does the work: it is pinned, and the time that it runs counts. */
    public void pinThisThread() {
        PinnedCpu.pin(arguments);
        threads.add(PinnedCpu.tid());
    }

    /** A thread that does the work, until the process ends; returns when it is pinned. What it throws is a failure. */
    public void startPinned(String name, Runnable work) throws InterruptedException {
        CountDownLatch pinned = new CountDownLatch(1);
        Thread.ofPlatform()
                .daemon()
                .name(name)
                .uncaughtExceptionHandler((_, why) -> fail(why))
                .start(() -> {
                    pinThisThread();
                    pinned.countDown();
                    work.run();
                });
        pinned.await();
    }

    /** So do those that the JVM named so, as far as the kernel keeps a name: 15 letters. This does not pin them. */
    public void countThreadsNamed(String beginning) throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            for (Path task : tasks.toList()) {
                long tid = Long.parseLong(task.getFileName().toString());
                if (Files.readString(task.resolve("comm")).startsWith(beginning) && !threads.contains(tid)) {
                    threads.add(tid);
                }
            }
        }
    }

    /** Each thread that counts has one of its own. */
    public Tally newTally() {
        Tally tally = new Tally();
        tallies.add(tally);
        return tally;
    }

    /** Datagrams for a receiver of the calling thread, sent by it, and by nobody else. */
    public Datagrams datagramsTo(int port, boolean segmented) {
        return Datagrams.to(port, segmented, arguments);
    }

    /** For a server that listens: tells the harness so, and what it is asked for, until it is over. */
    public void serve(int port) throws IOException {
        Allocated allocated = new Allocated();
        sayReady("port=" + port);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String heap = line.equals("heap") ? " heap=" + Heap.bytesAfterCollection() : "";
            long bytes = allocated.bytesByOthers();
            System.out.println("counters connections="
                    + tallies.stream().mapToLong(Tally::connectionsAcquire).sum() + " bytes="
                    + tallies.stream().mapToLong(Tally::bytesAcquire).sum() + " allocated=" + bytes + heap);
        }
    }

    /** For all that is no server: works when it is told to, in the calling thread, until it is over. */
    public void work(Round round) throws Exception {
        Allocated allocated = new Allocated();
        sayReady("port=0");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            long millis = Long.parseLong(line.substring("round ".length()));
            long before = allocated.bytes();
            Done done = round.run(millis * 1_000_000);
            long bytes = allocated.since(before);
            System.out.println("result operations=" + done.operations + " nanos=" + done.nanos + " allocated=" + bytes
                    + (done.nothingElse ? " all=" + done.operations : ""));
        }
    }

    private void sayReady(String first) {
        if (threads.isEmpty()) {
            throw new IllegalStateException("no thread has called pinThisThread: whose time shall count?");
        }
        ready = true;
        System.out.println("ready " + first + " "
                + IntStream.range(0, threads.size())
                        .mapToObj(i -> "tid" + (i == 0 ? "" : i) + "=" + threads.get(i))
                        .collect(Collectors.joining(" ")));
    }

    boolean isReady() {
        return ready;
    }

    /** From any thread, when the work was not done right: ends the process, and with it the measurement. */
    public void fail(Throwable why) {
        System.err.println(why);
        Runtime.getRuntime().halt(1);
    }

    static UncheckedIOException unchecked(IOException e) {
        return new UncheckedIOException(e);
    }
}
