package dev.gatun.benchmarks.suites;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.benchmarks.harness.BenchmarkFailure;
import dev.gatun.benchmarks.harness.CPrograms;
import dev.gatun.benchmarks.harness.Contender;
import dev.gatun.benchmarks.harness.Contest;
import dev.gatun.benchmarks.harness.EchoServer;
import dev.gatun.benchmarks.harness.Figure;
import dev.gatun.benchmarks.harness.Ratio;
import dev.gatun.benchmarks.harness.Result;
import dev.gatun.benchmarks.harness.Row;
import dev.gatun.benchmarks.harness.Worker;
import dev.gatun.benchmarks.subjects.GatunEcho;
import dev.gatun.benchmarks.subjects.GatunSubmit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The harness is lied to, on either side, and must not believe it. */
@Tag("assertions") // what is checked runs in processes of its own: once is enough
class LyingTest {
    private static final Row NOP = Row.of("submit.nop", Map.of("batch", 8), Figure.lower("time", "ns/op"));
    private static final Row ECHO = Row.of("tcp.throughput", Map.of("size", 64), Figure.higher("rate", "ops/s"));

    @TempDir
    Path work;

    private final Lab lab = TestLab.open(TestLab.settings(5, 30));

    private Contender.Entry ours(String backend) {
        List<String> arguments = List.of("case=nop", "batch=8", "backend=" + backend);
        return () -> new Worker("gatun-io_uring", NOP, lab.java(GatunSubmit.class, arguments));
    }

    private Contender.Entry twin(CPrograms programs, String name) {
        List<String> command = List.of(programs.compiled(name).toString(), "case=nop", "batch=8");
        return () -> new Worker("c-liburing", NOP, command);
    }

    private Contender.Entry twin() {
        return twin(new CPrograms(TestLab.SOURCES, TestLab.FOLDER), "submit_liburing");
    }

    private Contender.Entry echo(String backend) {
        List<String> command = lab.java(GatunEcho.class, List.of("backend=" + backend));
        return () -> new EchoServer("gatun-io_uring", ECHO, command, lab.program("load"), List.of("size=64"));
    }

    @Test
    void aSleepInOursMakesUsLose() {
        Ratio ratio =
                TestLab.run(lab, NOP, twin(), ours("planted-sleep")).ratios().getFirst();
        assertTrue(ratio.conclusive() && ratio.median() > 5, ratio::toString);
    }

    @Test
    void aSleepInTheRivalMakesItLose() throws IOException {
        try (Stream<Path> sources = Files.list(TestLab.SOURCES)) {
            for (Path source : sources.toList()) {
                Files.copy(source, work.resolve(source.getFileName()));
            }
        }
        Files.writeString(work.resolve("sleeping.c"), """
                #include "ring.h"
                static int submit_and_sleep(struct io_uring *ring) {
                    for (int64_t until = now_nanos() + 1000000; now_nanos() < until;) {}
                    return io_uring_submit(ring);
                }
                #define io_uring_submit submit_and_sleep
                #include "submit_liburing.c"
                """);
        CPrograms planted = new CPrograms(work, work.resolve("programs"));
        Ratio ratio = TestLab.run(lab, NOP, twin(planted, "sleeping"), ours("io_uring"))
                .ratios()
                .getFirst();
        assertTrue(ratio.conclusive() && ratio.median() < 0.2, ratio::toString);
    }

    @Test
    void anAllocationForEachOperationIsSeen() {
        Contest.Outcome outcome = TestLab.run(lab, NOP, ours("planted-allocation"));
        Result result = outcome.results().getFirst();
        assertTrue(result.bytesPerOp() != null && result.bytesPerOp() >= 32, result::toString);
    }

    @Test
    void andWithoutOneThereIsNone() {
        Result result = TestLab.run(lab, NOP, ours("io_uring")).results().getFirst();
        assertTrue(result.bytesPerOp() != null && result.bytesPerOp() <= 20, () -> "cold as it is: " + result);
    }

    @Test
    void operationsThatAreDroppedFailTheRun() {
        BenchmarkFailure failure =
                assertThrows(BenchmarkFailure.class, () -> TestLab.run(lab, NOP, ours("planted-drop")));
        assertTrue(String.valueOf(failure.getMessage()).contains("results of 8 operations"), failure::getMessage);
    }

    @Test
    void aReplyThatIsDroppedFailsTheRun() {
        BenchmarkFailure failure =
                assertThrows(BenchmarkFailure.class, () -> TestLab.run(lab, ECHO, echo("planted-drop")));
        assertTrue(String.valueOf(failure.getMessage()).contains("a reply was due"), failure::getMessage);
    }

    @Test
    void aReplyThatIsNotWhatWasSentFailsTheRun() throws IOException {
        Files.writeString(work.resolve("server.c"), ONE_BYTE_WRONG);
        Files.copy(TestLab.SOURCES.resolve("bench.h"), work.resolve("bench.h"));
        String server =
                new CPrograms(work, work.resolve("programs")).compiled("server").toString();
        Contender.Entry liar =
                () -> new EchoServer("c-epoll", ECHO, List.of(server), lab.program("load"), List.of("size=64"));
        BenchmarkFailure failure = assertThrows(BenchmarkFailure.class, () -> TestLab.run(lab, ECHO, liar));
        assertTrue(String.valueOf(failure.getMessage()).contains("reply to message 2 is not"), failure::getMessage);
    }

    @Test
    void aServerThatClaimsOtherCountsFailsTheRun() throws IOException {
        Files.writeString(work.resolve("server.c"), ONE_BYTE_WRONG.replace("number++ == 2", "number++ < 0"));
        Files.copy(TestLab.SOURCES.resolve("bench.h"), work.resolve("bench.h"));
        String server =
                new CPrograms(work, work.resolve("programs")).compiled("server").toString();
        Contender.Entry liar =
                () -> new EchoServer("c-epoll", ECHO, List.of(server), lab.program("load"), List.of("size=64"));
        BenchmarkFailure failure = assertThrows(BenchmarkFailure.class, () -> TestLab.run(lab, ECHO, liar));
        assertTrue(String.valueOf(failure.getMessage()).contains("the work was not done"), failure::getMessage);
    }

    /** Echoes; the third message comes back with one byte changed, and it never counts what it echoed. */
    private static final String ONE_BYTE_WRONG = """
            #include "bench.h"
            #include <arpa/inet.h>
            #include <netinet/in.h>
            #include <sys/socket.h>
            int main(void) {
                struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
                socklen_t length = sizeof address;
                int listener = socket(AF_INET, SOCK_STREAM, 0);
                check(bind(listener, (struct sockaddr *)&address, length), "bind");
                check(listen(listener, 1), "listen");
                check(getsockname(listener, (struct sockaddr *)&address, &length), "getsockname");
                start_reporter();
                say_ready(ntohs(address.sin_port));
                for (;;) {
                    int peer = accept(listener, NULL, NULL), number = 0;
                    char message[64];
                    while (recv(peer, message, sizeof message, MSG_WAITALL) == sizeof message) {
                        if (number++ == 2) message[40]++;
                        if (send(peer, message, sizeof message, MSG_NOSIGNAL) < 0) break;
                    }
                    close(peer);
                }
            }
            """;
}
