package dev.gatun.benchmarks.suites;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.benchmarks.harness.BenchmarkFailure;
import dev.gatun.benchmarks.harness.CPrograms;
import dev.gatun.benchmarks.harness.ColdStart;
import dev.gatun.benchmarks.harness.Contender;
import dev.gatun.benchmarks.harness.Figure;
import dev.gatun.benchmarks.harness.IdleServer;
import dev.gatun.benchmarks.harness.Row;
import dev.gatun.benchmarks.harness.Sample;
import dev.gatun.benchmarks.harness.Worker;
import dev.gatun.benchmarks.subjects.GatunCalls;
import dev.gatun.benchmarks.subjects.GatunUdp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As {@link LyingTest}: who does less than a row asks for, or says something else than it did, is found out. */
@Tag("assertions") // what is checked runs in processes of its own: once is enough
class RowsLyingTest {
    private static final Row ROW = Row.of("planted.row", Map.of("connections", 20), Figure.lower("time", "ns/op"));
    private static final long MILLIS = 60;
    private static final int ROUNDS = 20;

    @TempDir
    Path work;

    private final Lab lab = TestLab.open(TestLab.settings(1, MILLIS));

    /** A program of ours in which something is replaced. */
    private List<String> planted(String name, String truth, String lie) throws IOException {
        try (Stream<Path> headers = Files.list(TestLab.SOURCES)) {
            for (Path header :
                    headers.filter(each -> each.toString().endsWith(".h")).toList()) {
                Files.copy(header, work.resolve(header.getFileName()));
            }
        }
        String source = Files.readString(TestLab.SOURCES.resolve(name + ".c"));
        assertTrue(source.contains(truth), name + " has no " + truth);
        Files.writeString(work.resolve(name + ".c"), source.replace(truth, lie));
        return List.of(
                new CPrograms(work, work.resolve("programs")).compiled(name).toString());
    }

    private static void expect(String message, Runnable round) {
        BenchmarkFailure failure = assertThrows(BenchmarkFailure.class, round::run);
        assertTrue(String.valueOf(failure.getMessage()).contains(message), failure::getMessage);
    }

    /** Within some rounds: a JVM that has just begun does not come far in one. */
    private static void expectFromWorker(String message, List<String> command) {
        try (Worker worker = new Worker("planted", ROW, command)) {
            expect(message, () -> {
                for (int round = 0; round < ROUNDS; round++) {
                    worker.round(MILLIS);
                }
            });
        }
    }

    @Test
    void aMessageBetweenCoresOfWhichOneWordIsWrong() throws IOException {
        expectFromWorker(
                "a message is not what was sent",
                planted("cross_spsc", "words[i] = number + i", "words[i] = number + i + (i == 5)"));
    }

    @Test
    void aMessageBetweenCoresThatIsLeftOut() throws IOException {
        List<String> command =
                planted("cross_spsc", "put(&there, number++)", "put(&there, (number++, number - 1 + number / 900))");
        expectFromWorker("missing, or in disorder", Lab.joined(command, List.of("case=throughput")));
    }

    @Test
    void aWaitThatEndsEarly() throws IOException {
        expectFromWorker("ended early", planted("lateness", "wait_for(delay)", "wait_for(delay / 2)"));
    }

    @Test
    void operationsThatAreDropped() {
        List<String> arguments = List.of("case=submit", "batch=8", "backend=planted-drop");
        expectFromWorker("results of 8 operations", lab.java(GatunCalls.class, arguments));
    }

    @Test
    void aSendThatNeverHappens() {
        List<String> arguments = List.of("mode=gro", "timed=send", "backend=planted-drop");
        expectFromWorker("a send has no result", lab.java(GatunUdp.class, arguments));
    }

    @Test
    void aDatagramThatIsSentTwice() throws IOException {
        List<String> command = planted("udp_liburing", "htobe64(next_sent++)", "htobe64(next_sent++ & ~1ull)");
        expectFromWorker("in disorder", Lab.joined(command, List.of("mode=batch", "timed=send")));
    }

    @Test
    void systemCallsThatAreNotCounted() throws IOException {
        List<String> command = planted("calls_liburing", "counters.enters++;", "counters.enters += now_nanos() & 1;");
        try (Worker worker = new Worker("c-planted", ROW, Lab.joined(command, List.of("batch=1")))) {
            Assumptions.assumeTrue(
                    Files.isExecutable(Path.of("/usr/bin/strace")) && strace(command), "strace can't attach here");
            expect("system calls, and strace", () -> worker.observedSyscallsPerOp(MILLIS));
        }
    }

    /** Whether it can look at a process of ours. */
    private static boolean strace(List<String> command) {
        try (Worker worker = new Worker("c-traced", ROW, Lab.joined(command, List.of("batch=1")))) {
            return worker.observedSyscallsPerOp(MILLIS) != null;
        } catch (BenchmarkFailure _) {
            return true; // it could, and has seen the lie
        }
    }

    @Test
    void aServerThatAnswersItsFirstByteWrong() throws IOException {
        List<String> command = planted("echo_epoll", "counters.received++;", "buffer[0]++;");
        expect("answered its first byte with", () -> new ColdStart("planted", command).close());
    }

    @Test
    void aServerThatDidNotServeAllThatAreIdle() throws IOException {
        List<String> command = planted("echo_epoll", "counters.connections++;", "");
        expect("the server counted 0 connections", () -> idle(command));
    }

    @Test
    void memoryThatEachConnectionTakesIsSeen() throws IOException {
        // Shown to an asm that might look at it: else the compiler takes no memory at all.
        String greedy = "counters.connections++; char *taken = memset(malloc(1 << 16), 1, 1 << 16);"
                + " __asm__ volatile(\"\" : : \"r\"(taken) : \"memory\");";
        double memory = idle(planted("echo_epoll", "counters.connections++;", greedy));
        assertTrue(memory >= 1 << 16, memory + " bytes");
    }

    private double idle(List<String> server) {
        try (Contender idle = new IdleServer("planted", ROW, server, lab.c("idle", List.of("connections=20")))) {
            Sample sample = idle.round(MILLIS);
            return sample.figures().getOrDefault("memory", 0.0);
        }
    }
}
