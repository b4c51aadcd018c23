package dev.gatun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.spi.IoBackend;
import dev.gatun.spi.IoError;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CpuTest {
    private final ScriptedBackend.Provider provider = new ScriptedBackend.Provider();
    private final FakeClock clock = new FakeClock();
    private final Cpu cpu = Cpu.standalone(
            provider,
            CpuConfig.DEFAULT.withClock(clock).withBuffers(Pools.SMALL).withBatch(4));
    private final ScriptedBackend backend = provider.last;
    private final List<String> seen = new ArrayList<>();

    @AfterEach
    void close() {
        cpu.close(0);
    }

    @Test
    void aTickTellsMessagesThenCompletionsThenTimersThenTasks() {
        IoFuture future = cpu.newFuture().onComplete(_ -> seen.add("completion"));
        future.nop();
        backend.complete(future, 0);
        cpu.tick(); // reaps
        cpu.execute(() -> seen.add("task"));
        cpu.schedule(new Timer(_ -> seen.add("timer")), 100_000);
        clock.advance(300_000);
        cpu.requestRun(_ -> seen.add("message"));
        cpu.tick();
        assertEquals(List.of("message", "completion", "timer", "task"), seen);
    }

    @Test
    void aTickTakesAtMostABatchOfCompletions() {
        List<IoFuture> futures = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            IoFuture future = cpu.newFuture().onComplete(_ -> seen.add("done"));
            future.nop();
            futures.add(future);
        }
        futures.forEach(future -> backend.complete(future, 0));
        cpu.tick();
        List<Integer> told = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            cpu.tick();
            told.add(seen.size());
        }
        assertEquals(List.of(4, 8, 10), told);
    }

    @Test
    void tenThousandCompletionsStarveNeitherTimersNorTasks() {
        for (int i = 0; i < 10_000; i++) {
            IoFuture future = cpu.newFuture();
            future.onComplete(f -> {
                f.nop();
                backend.complete(f, 0);
            });
            future.nop();
            backend.complete(future, 0);
        }
        cpu.tick();
        cpu.schedule(new Timer(_ -> seen.add("timer")), 0);
        cpu.execute(() -> seen.add("task"));
        clock.advance(100_000);
        cpu.tick();
        assertEquals(List.of("timer", "task"), seen);
    }

    @Test
    void aTaskThatAddsATaskDoesNotKeepTheTick() {
        Runnable[] again = new Runnable[1];
        again[0] = () -> {
            seen.add("task");
            cpu.execute(again[0]);
        };
        cpu.execute(again[0]);
        cpu.tick();
        cpu.tick();
        assertEquals(2, seen.size());
    }

    @Test
    void aResultThatArmsWhatEndsAtOnceDoesNotKeepTheTick() {
        backend.room = 0;
        IoFuture future = cpu.newFuture();
        future.onComplete(f -> {
            seen.add("cancelled");
            f.nop();
            f.cancel();
        });
        future.nop();
        future.cancel();
        cpu.tick();
        assertEquals(1, seen.size());
        cpu.tick();
        assertEquals(2, seen.size());
        future.onComplete(IoFuture.NOBODY);
    }

    @Test
    void itParksOnlyWithNothingToDoAndUntilTheNextTimer() {
        cpu.schedule(new Timer(_ -> {}), 50_000_000);
        cpu.execute(() -> {});
        cpu.tickOrPark();
        assertEquals(IoBackend.NOW, backend.deadlines.getLast());
        backend.wake(); // so that the park below comes back
        cpu.tickOrPark();
        long deadline = backend.deadlines.getLast();
        assertTrue(deadline > clock.nowNanos(), () -> "not a park: " + deadline);
        assertTrue(deadline <= clock.nowNanos() + 50_000_000 + (1 << 16), () -> "a tick late at most: " + deadline);
        assertEquals(1, cpu.statistics().parks());
    }

    @Test
    void itDoesNotParkOnWhatWaitsForRoom() {
        backend.room = 0;
        cpu.newFuture().nop();
        cpu.tickOrPark();
        assertEquals(IoBackend.NOW, backend.deadlines.getLast());
        assertEquals(0, cpu.statistics().parks());
    }

    @Test
    void theTimeOfATickIsBusyExactlyWhenItDidSomething() {
        cpu.tick();
        clock.advance(1_000); // nothing was done in these
        cpu.execute(() -> {});
        cpu.tick();
        clock.advance(200); // a task ran in these
        cpu.tick();
        clock.advance(30);
        cpu.tick();
        assertEquals(200, cpu.statistics().busyNanos());
        assertEquals(1_030, cpu.statistics().idleNanos());
    }

    @Test
    void withoutATimerItParksForEver() {
        backend.wake();
        cpu.tickOrPark();
        assertEquals(IoBackend.NEVER, backend.deadlines.getLast());
    }

    @Test
    void aRequestBeforeTheParkKeepsItAwake() {
        cpu.tick();
        cpu.requestRun(_ -> seen.add("message"));
        cpu.tickOrPark();
        assertEquals(IoBackend.NOW, backend.deadlines.getLast());
        assertEquals(List.of("message"), seen);
    }

    @Test
    void whatComesBetweenTheLastLookAndTheSleepIsSeen() {
        backend.room = 0;
        cpu.newFuture().nop();
        cpu.tick();
        backend.room = 1;
        backend.onSubmit = () -> cpu.requestRun(_ -> seen.add("just in time")); // nobody sleeps yet: nobody is woken
        cpu.tickOrPark();
        assertEquals(1, cpu.statistics().parks());
        assertEquals(IoBackend.NOW, backend.deadlines.getLast(), "it would have slept over the message");
        cpu.tick();
        assertEquals(List.of("just in time"), seen);
    }

    @Test
    void aRequestFromAForeignThreadWakesAParkedCpu() {
        CompletableFuture<Void> foreign = CompletableFuture.runAsync(() -> {
            while (!cpu.isAsleep()) {
                Thread.onSpinWait();
            }
            cpu.requestRun(_ -> seen.add("message"));
        });
        while (seen.isEmpty()) {
            cpu.tickOrPark();
        }
        foreign.join();
        assertEquals(List.of("message"), seen);
    }

    @Test
    void aFullInboxIsAnAnswer() {
        Cpu small =
                Cpu.standalone(provider, CpuConfig.DEFAULT.withInboxCapacity(4).withBuffers(Pools.SMALL));
        for (int i = 0; i < 4; i++) {
            assertTrue(small.requestRun(_ -> {}));
        }
        assertEquals(false, small.requestRun(_ -> {}));
        CompletionException full = assertThrows(CompletionException.class, small.request(IoFuture::nop)::join);
        assertEquals(IoError.QUEUE_FULL, ((IoException) cause(full)).error());
        small.tick();
        assertTrue(small.requestRun(_ -> {}));
        small.close(0);
        CompletionException closed = assertThrows(CompletionException.class, small.request(IoFuture::nop)::join);
        assertEquals(IoError.CLOSED, ((IoException) cause(closed)).error());
    }

    @Test
    void aRequestOfAForeignThreadIsArmedHereAndItsResultSent() {
        CompletableFuture<Integer> result = cpu.request(IoFuture::nop);
        cpu.tick();
        backend.complete(backend.submitted.getFirst(), 17);
        cpu.tick();
        cpu.tick();
        assertEquals(17, result.join());
        CompletableFuture<Integer> unarmed = cpu.request(_ -> {});
        cpu.tick();
        assertThrows(CompletionException.class, unarmed::join);
    }

    @Test
    void aHandlerThatThrowsLosesNoOtherResult() {
        IoFuture one = cpu.newFuture().onComplete(_ -> {
            throw new IllegalStateException("planted");
        });
        IoFuture two = cpu.newFuture().onComplete(f -> seen.add("two " + f.result()));
        one.nop();
        two.nop();
        backend.complete(one, 0);
        backend.complete(two, 2);
        cpu.tick();
        assertThrows(IllegalStateException.class, cpu::tick);
        cpu.tick();
        assertEquals(List.of("two 2"), seen);
        assertEquals(0, cpu.statistics().staleCompletions());
    }

    @Test
    void closingCancelsAndTells() {
        Buffer buffer = cpu.buffers().allocate(4096);
        assertNotNull(buffer);
        IoFuture future = cpu.newFuture().onComplete(f -> {
            seen.add(f.error().orElseThrow().name());
            assertThrows(IllegalStateException.class, f::nop);
            buffer.free();
        });
        future.receive(3, buffer);
        CloseReport report = cpu.close(1_000_000_000);
        assertEquals(List.of("CANCELLED"), seen);
        assertTrue(report.isClean(), report::toString);
        assertEquals(1, report.cancelled());
        assertTrue(backend.closed);
        assertThrows(IllegalStateException.class, cpu::newFuture);
        assertEquals(CloseReport.NOTHING, cpu.close(0));
    }

    @Test
    void whatTheKernelKeepsIsToldReportedAndLeaked() {
        backend.answersCancel = false;
        Buffer buffer = cpu.buffers().allocate(4096);
        assertNotNull(buffer);
        IoFuture future =
                cpu.newFuture().onComplete(f -> seen.add(f.error().orElseThrow().name()));
        future.receive(3, buffer);
        CloseReport report = cpu.close(0);
        assertEquals(List.of("BACKEND_FAILED"), seen);
        assertEquals(List.of("RECEIVE on 3, CANCELLING"), report.stragglers());
        assertEquals(1, report.leakedBlocks());
    }

    @Test
    void aHandlerThatThrowsWhileClosingIsReported() {
        IoFuture future = cpu.newFuture().onComplete(_ -> {
            throw new IllegalStateException("planted");
        });
        future.nop();
        CloseReport report = cpu.close(1_000_000_000);
        assertEquals("planted", report.handlerFailures().getFirst().getMessage());
    }

    @Test
    void aForeignThreadIsRefusedEverywhere() {
        Timer timer = new Timer(_ -> {});
        cpu.schedule(timer, 1);
        List<Runnable> calls = List.of(
                cpu::tick,
                cpu::tickOrPark,
                cpu::newFuture,
                cpu::newAddress,
                () -> cpu.newVector(1),
                () -> cpu.newBatch(1),
                () -> cpu.execute(() -> {}),
                () -> cpu.schedule(new Timer(_ -> {}), 1),
                timer::cancel,
                () -> cpu.send(cpu, _ -> {}),
                () -> cpu.close(0));
        for (Runnable call : calls) {
            CompletionException refused =
                    assertThrows(CompletionException.class, CompletableFuture.runAsync(call)::join);
            assertEquals(WrongThreadException.class, cause(refused).getClass());
        }
    }

    @Test
    void nonsenseIsNamed() {
        assertThrows(IllegalArgumentException.class, () -> cpu.schedule(new Timer(_ -> {}), -1));
        assertThrows(IllegalArgumentException.class, () -> cpu.newVector(0));
        assertThrows(IllegalArgumentException.class, () -> CpuConfig.DEFAULT.withBatch(0));
        assertThrows(IllegalArgumentException.class, () -> CpuConfig.DEFAULT.withEntries(-1));
    }

    private static Throwable cause(Throwable thrown) {
        Throwable cause = thrown.getCause();
        assertNotNull(cause);
        return cause;
    }
}
