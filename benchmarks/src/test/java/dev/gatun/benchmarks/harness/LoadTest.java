package dev.gatun.benchmarks.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The generator of load, with a server in C. */
@Tag("assertions") // what is checked runs in processes of its own: once is enough
class LoadTest {
    private static final Path SOURCES = Path.of(System.getProperty("gatun.root"), "benchmarks/src/main/c");

    @TempDir
    Path work;

    private CPrograms programs = new CPrograms(SOURCES, SOURCES);

    @BeforeEach
    void copySources() throws IOException {
        try (Stream<Path> sources = Files.list(SOURCES)) {
            for (Path source : sources.toList()) {
                Files.copy(source, work.resolve(source.getFileName()));
            }
        }
        programs = new CPrograms(work, work.resolve("programs"));
        Optional<String> problem = programs.problem();
        Assumptions.assumeTrue(problem.isEmpty(), () -> problem.orElse(""));
    }

    private Load load(Child server, String program, String... arguments) {
        String port = "port=" + (long) server.ready().get("port");
        return Load.start(List.of(programs.compiled(program).toString(), port), List.of(arguments));
    }

    private Child server(String program) {
        return Child.start(List.of(programs.compiled(program).toString()));
    }

    @Test
    void whereIoUringIsRefusedItGoesOverEpollAndDoesTheSameWork() throws IOException {
        Files.writeString(work.resolve("refused.c"), """
                #include "ring.h"
                static int refuse(unsigned entries, struct io_uring *ring, struct io_uring_params *params) {
                    (void)entries, (void)ring, (void)params;
                    return -EPERM;
                }
                #define io_uring_queue_init_params refuse
                #include "load.c"
                """);
        try (Child server = server("echo_epoll")) {
            Load load = load(server, "refused", "connections=8", "depth=4", "size=4096", "warm=10", "millis=50");
            assertFalse(load.isOverRing());
            Reply result = load.result();
            assertEquals(
                    result.get("bytes"),
                    server.ask("report").require("counters").get("bytes"),
                    result::toString);
            assertTrue(result.get("measured") > 0, result::toString);
        }
    }

    /** 100 ms in which a server does nothing: one latency of many, or as many as were due meanwhile. */
    @Test
    void aStallIsSeenByAnOpenLoopAndHiddenFromAClosedOne() throws IOException {
        Files.writeString(work.resolve("stalling.c"), """
                #include "bench.h"
                static int64_t asked, stalled;
                static void stall_once(void) {
                    if (!asked) asked = now_nanos();
                    if (stalled || now_nanos() - asked < 100000000) return;
                    stalled = 1;
                    usleep(100000);
                }
                #include <sys/epoll.h>
                static int stall_and_wait(int poll, struct epoll_event *events, int count, int timeout) {
                    int found = epoll_wait(poll, events, count, timeout);
                    stall_once();
                    return found;
                }
                #define epoll_wait stall_and_wait
                #include "echo_epoll.c"
                """);
        try (Child server = server("stalling")) {
            Reply closed = load(server, "load", "warm=10", "millis=400").result();
            assertTrue(closed.get("max") > 90e6, "it stalled: " + closed);
            assertTrue(closed.get("p95") < 50e6, "and hardly a message saw it: " + closed);
        }
        try (Child server = server("stalling")) {
            Reply open = load(server, "load", "connections=4", "rate=2000", "warm=10", "millis=400")
                    .result();
            assertTrue(open.get("p95") > 50e6, "a quarter of the messages was due meanwhile: " + open);
            assertEquals(800, open.get("measured"), 2, "and none is left out: " + open);
        }
    }
}
