package dev.gatun.benchmarks.harness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A contender that is started anew in each round, as an echo server: the figure "time" is how long it took from there
 * until the first byte came back, in milliseconds. One that says port 0 serves nothing, and only its start is timed:
 * the floor.
 */
public final class ColdStart implements Contender {
    private static final byte GREETING = 0x5a;
    private static final int PATIENCE_MILLIS = 2000;
    private static final long END_SECONDS = 5;

    private final String subject;
    private final List<String> command;

    public ColdStart(String subject, List<String> command) {
        this.subject = subject;
        this.command = List.copyOf(command);
        round(0); // so that the first round finds its files in memory, as the others do
    }

    @Override
    public String subject() {
        return subject;
    }

    @Override
    public Sample round(long millis) {
        double took = nanosToFirstByte(subject, command, END_SECONDS) / (double) TimeUnit.MILLISECONDS.toNanos(1);
        return new Sample(Map.of("time", took), Map.of(), null, null, ThreadTime.ZERO);
    }

    /** Starts it, greets it, and gives it so long to end. */
    static long nanosToFirstByte(String subject, List<String> command, long endSeconds) {
        long start = System.nanoTime();
        Child child = Child.start(command);
        try {
            int port = (int) child.ready().get("port");
            if (port != 0) {
                greet(subject, port);
            }
            return System.nanoTime() - start;
        } finally {
            child.closeWithin(endSeconds);
        }
    }

    private static void greet(String subject, int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(GREETING);
            int answer = socket.getInputStream().read();
            if (answer != GREETING) {
                throw new BenchmarkFailure(subject + " answered its first byte with " + answer);
            }
        } catch (IOException e) {
            throw new BenchmarkFailure(subject + " did not answer its first byte: " + e.getMessage());
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
