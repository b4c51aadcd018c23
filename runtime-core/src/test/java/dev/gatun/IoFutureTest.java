package dev.gatun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Every transition of the state machine, over a backend that does only what it is told. */
class IoFutureTest extends IoFutureFixture {
    @Test
    void fromIdleThroughTheKernelToDoneAndAgain() {
        assertEquals(IoFuture.State.IDLE, future.state());
        future.nop();
        assertEquals(IoFuture.State.IN_KERNEL, future.state());
        backend.complete(future, 0);
        turn();
        assertEquals(IoFuture.State.DONE, future.state());
        future.nop();
        backend.complete(future, 7);
        turn();
        assertEquals(List.of("0", "7"), seen);
    }

    @Test
    void theNumbersOfTheStatesAreTheirOrdinals() {
        int[] numbers = {Lifecycle.IDLE, Lifecycle.DONE, Lifecycle.QUEUED, Lifecycle.IN_KERNEL, Lifecycle.CANCELLING};
        IoFuture.State[] states = {
            IoFuture.State.IDLE,
            IoFuture.State.DONE,
            IoFuture.State.QUEUED,
            IoFuture.State.IN_KERNEL,
            IoFuture.State.CANCELLING
        };
        for (int i = 0; i < states.length; i++) {
            assertEquals(states[i].ordinal(), numbers[i], states[i]::name);
            assertSame(states[i], IoFuture.State.ofOrdinal(numbers[i]));
        }
        assertEquals(IoFuture.State.values().length, states.length);
    }

    @Test
    void noCallbackRunsInsideTheVerb() {
        future.nop();
        backend.complete(future, 0);
        assertEquals(List.of(), seen);
        cpu.tick(); // reaps
        assertEquals(List.of(), seen);
        cpu.tick(); // tells
        assertEquals(List.of("0"), seen);
    }

    @Test
    void aCallbackMayArmItsFutureAgain() {
        int[] rounds = {3};
        future.onComplete(f -> {
            seen.add("round");
            if (--rounds[0] > 0) {
                f.nop();
            }
        });
        future.nop();
        for (int i = 0; i < 3; i++) {
            backend.complete(future, 0);
            turn();
        }
        assertEquals(List.of("round", "round", "round"), seen);
        assertEquals(IoFuture.State.DONE, future.state());
    }

    @Test
    void armingWhatIsArmedNamesTheState() {
        future.nop();
        IllegalStateException refused = assertThrows(IllegalStateException.class, future::nop);
        assertTrue(message(refused).contains("IN_KERNEL"), refused::getMessage);
        future.cancel();
        refused = assertThrows(IllegalStateException.class, future::nop);
        assertTrue(message(refused).contains("CANCELLING"), refused::getMessage);
        backend.room = 0;
        IoFuture second = cpu.newFuture();
        second.nop();
        refused = assertThrows(IllegalStateException.class, second::nop);
        assertTrue(message(refused).contains("QUEUED"), refused::getMessage);
    }

    @Test
    void theResultOfNothingIsRefused() {
        IllegalStateException refused = assertThrows(IllegalStateException.class, future::result);
        assertTrue(message(refused).contains("IDLE"), refused::getMessage);
    }

    @Test
    void aForeignThreadIsRefused() {
        CompletionException thrown =
                assertThrows(CompletionException.class, CompletableFuture.runAsync(future::nop)::join);
        WrongThreadException refused = assertInstanceOf(WrongThreadException.class, thrown.getCause());
        assertTrue(message(refused).contains("Cpu 0 belongs to"), refused::getMessage);
    }

    @Test
    void aFullQueueKeepsTheOperationAndItsOrder() {
        backend.room = 1;
        IoFuture second = cpu.newFuture();
        IoFuture third = cpu.newFuture();
        future.nop();
        second.nop();
        third.nop();
        assertEquals(IoFuture.State.QUEUED, second.state());
        cpu.tick();
        assertEquals(List.of(future), backend.submitted);
        backend.room = 1;
        cpu.tick();
        assertEquals(List.of(future, second), backend.submitted);
        assertEquals(IoFuture.State.QUEUED, third.state());
        backend.room = 5;
        IoFuture fourth = cpu.newFuture();
        fourth.nop(); // behind those that wait, although there is room
        cpu.tick();
        assertEquals(List.of(future, second, third, fourth), backend.submitted);
    }

    @Test
    void multishotTellsEachAndEndsOnce() {
        future.acceptMany(3);
        assertTrue(future.has(Operation.MULTISHOT));
        backend.completeMore(future, 10);
        backend.completeMore(future, 11);
        turn();
        assertEquals(IoFuture.State.IN_KERNEL, future.state());
        backend.complete(future, 12);
        turn();
        assertEquals(List.of("10+", "11+", "12"), seen);
        assertEquals(IoFuture.State.DONE, future.state());
    }

    @Test
    void aResultOfAnEarlierArmingIsCountedAndDropped() {
        future.nop();
        long earlier = future.userData();
        backend.complete(future, 1);
        turn();
        future.nop();
        backend.completeRaw(earlier, 99);
        backend.completeRaw(0xdead_beefL, 98);
        backend.completeRaw(-1, 97);
        turn();
        assertEquals(List.of("1"), seen);
        assertEquals(3, cpu.statistics().staleCompletions());
        assertEquals(IoFuture.State.IN_KERNEL, future.state());
    }

    @Test
    void aSecondTerminalResultIsStale() {
        future.nop();
        backend.completeRaw(future.userData(), 1);
        backend.completeRaw(future.userData(), 2);
        turn();
        assertEquals(List.of("1"), seen);
        assertEquals(1, cpu.statistics().staleCompletions());
    }

    @Test
    void theSuccessorInASlotDoesNotGetWhatWasLate() {
        future.nop();
        long late = future.userData();
        backend.complete(future, 0);
        turn();
        future.close();
        IoFuture successor = cpu.newFuture();
        successor.nop();
        assertEquals((int) late, (int) successor.userData(), "the slot is used again");
        backend.completeRaw(late, 66);
        turn();
        assertEquals(IoFuture.State.IN_KERNEL, successor.state());
    }

    @Test
    void completableFuturesAndChains() {
        CompletableFuture<Integer> completable = armed().toCompletableFuture();
        List<Integer> steps = new ArrayList<>();
        IoFuture chained = cpu.newFuture();
        chained.nop();
        CompletableFuture<Integer> chain = chained.then(done -> {
                    steps.add(done.result());
                    done.nop();
                    return done;
                })
                .then(done -> null)
                .toCompletableFuture();
        backend.complete(future, 5);
        backend.complete(chained, 1);
        turn();
        backend.complete(chained, 2);
        turn();
        assertEquals(5, completable.join());
        assertEquals(2, chain.join());
        assertEquals(List.of(1), steps);
    }

    @Test
    void anErrorEndsAChain() {
        CompletableFuture<Integer> chain = armed().then(done -> {
                    throw new AssertionError("not reached");
                })
                .toCompletableFuture();
        backend.fail(future, IoError.REFUSED, 111);
        turn();
        CompletionException thrown = assertThrows(CompletionException.class, chain::join);
        assertSame(
                IoError.REFUSED,
                assertInstanceOf(IoException.class, thrown.getCause()).error());
    }

    @Test
    void awaitOnTheLoopsOwnThreadIsRefused() {
        future.nop();
        assertThrows(IllegalStateException.class, future::await);
        assertNull(future.buffer());
    }

    private IoFuture armed() {
        future.nop();
        return future;
    }

    private static String message(Throwable thrown) {
        return String.valueOf(thrown.getMessage());
    }
}
