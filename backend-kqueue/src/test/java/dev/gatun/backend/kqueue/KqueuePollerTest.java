package dev.gatun.backend.kqueue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.bindings.kqueue.BsdErrnos;
import dev.gatun.bindings.kqueue.BsdFiles;
import dev.gatun.bindings.kqueue.BsdFunction;
import dev.gatun.readiness.Poller;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the poller asks of the system and when, and how it reads the answers. */
class KqueuePollerTest {
    private static final long MILLI = 1_000_000;

    private record Told(int handle, int generation, int events) {}

    @TempDir
    Path folder;

    private final List<Told> told = new ArrayList<>();

    private List<Told> heard(KqueuePoller poller, long nanos) {
        told.clear();
        poller.await(nanos, (handle, generation, events) -> told.add(new Told(handle, generation, events)));
        return List.copyOf(told);
    }

    /** A poller, a connection, and the calls to use it. */
    private interface Body {
        void run(KqueuePoller poller, TestQueue calls, int client, int server) throws Exception;
    }

    private static void with(TestGround ground, int eventsMax, Body body) throws Exception {
        try (TestQueue calls = new TestQueue(ground);
                Arena arena = Arena.ofConfined()) {
            KqueuePoller poller = new KqueuePoller(ground.system(), eventsMax, arena);
            long[] ends = calls.connection();
            body.run(poller, calls, (int) ends[0], (int) ends[1]);
            poller.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWatchedTellsOfReadingAloneUntilSomebodyWaitsToWrite(TestGround ground) throws Exception {
        with(ground, 16, (poller, calls, client, server) -> {
            assertEquals(0, poller.watch(client, 5));
            assertEquals(List.of(), heard(poller, 0));
            poller.wantWrites(client, 5);
            assertEquals(List.of(new Told(client, 5, Poller.WRITE)), heard(poller, 0));
            assertEquals(List.of(), heard(poller, 0));
            calls.write(server, 3);
            assertEquals(List.of(new Told(client, 5, Poller.READ)), heard(poller, MILLI));
            poller.wantNoWrites(client);
            poller.wantWrites(client, 5);
            assertEquals(List.of(new Told(client, 5, Poller.WRITE)), heard(poller, 0), "told anew");
            poller.wantNoWrites(client);
            poller.wantNoWrites(client);
            assertEquals(List.of(), heard(poller, 0), "what is not there need not be taken away");
        });
    }

    @ParameterizedTest
    @EnumSource
    void anEndIsReadingAndUnusualAndAResetIsBothWays(TestGround ground) throws Exception {
        with(ground, 16, (poller, calls, client, server) -> {
            poller.watch(server, 1);
            calls.write(client, 3);
            calls.close((long) client);
            assertEquals(List.of(new Told(server, 1, Poller.READ | Poller.UNUSUAL)), heard(poller, MILLI));
            long[] other = calls.connection();
            poller.watch((int) other[1], 2);
            calls.write(other[1], 8); // closed with this unread, it is a reset
            calls.close(other[0]);
            List<Told> reset = heard(poller, MILLI);
            assertEquals(new Told((int) other[1], 2, Poller.READ | Poller.UNUSUAL | Poller.HANG_UP), reset.getLast());
        });
    }

    @ParameterizedTest
    @EnumSource
    void aChangeThatFailsIsToldAsAHangUpSoThatTheCallSaysWhy(TestGround ground) throws Exception {
        with(ground, 16, (poller, calls, client, server) -> {
            poller.wantWrites(9999, 3);
            assertEquals(List.of(new Told(9999, 3, Poller.HANG_UP)), heard(poller, 0));
            assertEquals(-BsdErrnos.EBADF, poller.watch(9999, 3));
            assertEquals(-BsdErrnos.EBADF, poller.readiness(9999));
        });
    }

    @ParameterizedTest
    @EnumSource
    void moreChangesThanEventsAreAllMadeAndNoneIsLost(TestGround ground) throws Exception {
        with(ground, 2, (poller, calls, client, server) -> {
            for (int i = 0; i < 200; i++) {
                poller.wantWrites(20_000 + i, i);
            }
            poller.wantWrites(client, 7);
            List<Told> all = new ArrayList<>();
            for (int i = 0; i < 102; i++) {
                all.addAll(heard(poller, MILLI));
            }
            assertEquals(201, all.size());
            assertEquals(new Told(client, 7, Poller.WRITE), all.getLast());
        });
    }

    /** The first change has nothing to tell; the second one has, and goes with the next call. */
    @ParameterizedTest
    @EnumSource
    void itDoesNotSleepOnChangesThatDidNotGoAlong(TestGround ground) throws Exception {
        with(ground, 1, (poller, calls, client, server) -> {
            poller.wantWrites(client, 7);
            assertEquals(1, heard(poller, 0).size());
            poller.wantNoWrites(client);
            poller.wantWrites(server, 8);
            long start = System.nanoTime();
            assertEquals(List.of(), heard(poller, 3_000 * MILLI));
            assertEquals(List.of(new Told(server, 8, Poller.WRITE)), heard(poller, 3_000 * MILLI));
            assertTrue(System.nanoTime() - start < 3_000 * MILLI, "it slept");
        });
    }

    @ParameterizedTest
    @EnumSource
    void whatWasAskedForAHandleEndsWithIt(TestGround ground) throws Exception {
        with(ground, 16, (poller, calls, client, server) -> {
            poller.watch(client, 1);
            poller.wantWrites(server, 1);
            poller.wantWrites(client, 1);
            poller.unwatch(client);
            calls.close((long) client);
            assertEquals(List.of(new Told(server, 1, Poller.WRITE)), heard(poller, 0));
        });
    }

    @ParameterizedTest
    @EnumSource
    void filesAndDevicesNeverBlockAndSocketsDo(TestGround ground) throws Exception {
        with(ground, 16, (poller, calls, client, server) -> {
            assertEquals(Poller.NEVER_BLOCKS, poller.watch(open(calls, Files.createFile(folder.resolve("f"))), 1));
            assertEquals(Poller.NEVER_BLOCKS, poller.watch(open(calls, folder), 1));
            assertEquals(Poller.NEVER_BLOCKS, poller.watch(open(calls, Path.of("/dev/null")), 1), "no queue takes it");
            assertEquals(0, poller.watch(client, 1));
            assertEquals(Poller.READ | Poller.WRITE, poller.readiness(client) | Poller.READ);
            assertNotEquals(0, poller.readiness(client) & Poller.WRITE);
        });
    }

    private static int open(TestQueue calls, Path path) {
        long name = calls.arena.allocateFrom(path.toString()).address();
        return (int) calls.own(calls.calls.variadic(BsdFunction.OPEN, name, BsdFiles.O_RDONLY, 0));
    }

    @ParameterizedTest
    @EnumSource
    void wokenItComesBackAndOnlyOnce(TestGround ground) throws Exception {
        with(ground, 16, (poller, calls, client, server) -> {
            assertTrue(poller.hearsItself());
            poller.wake();
            poller.wake();
            long start = System.nanoTime();
            assertEquals(List.of(), heard(poller, -1));
            assertEquals(List.of(), heard(poller, 5 * MILLI));
            assertTrue(System.nanoTime() - start >= 5 * MILLI, "two wakes are one");
        });
    }

    @ParameterizedTest
    @EnumSource
    void closedAWakeIsNothingAndAWaitIsRefused(TestGround ground) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            KqueuePoller poller = new KqueuePoller(ground.system(), 4, arena);
            poller.close();
            poller.wake();
            assertThrows(IllegalStateException.class, () -> heard(poller, 0));
        }
    }
}
