package dev.gatun.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.readiness.FakeSystem.Thing;
import dev.gatun.spi.Completions;
import dev.gatun.spi.IoBackend;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import dev.gatun.testkit.contract.RawOperation;
import org.junit.jupiter.api.Test;

/** Tried first, parked, tried again: over a system that counts what it is asked. */
class ReadinessBackendTest extends ReadinessFixture {
    @Test
    void whatIsThereIsReceivedWithoutWatching() {
        Thing thing = system.open();
        thing.arrive(5);
        submit(OperationKind.RECEIVE, thing, 0, 10);
        assertEquals(1, poll());
        assertEquals(5, only());
        assertFalse(thing.isWatched);
        assertEquals(0, backend.inFlight());
    }

    @Test
    void whoWaitsIsTriedAgainOnlyAfterAnEdge() {
        Thing thing = system.open();
        submit(OperationKind.RECEIVE, thing, 0, 10);
        for (int i = 0; i < 10; i++) {
            assertEquals(0, poll());
        }
        int tries = thing.tries;
        for (int i = 0; i < 10; i++) {
            assertEquals(0, poll());
        }
        assertEquals(tries, thing.tries);
        thing.arrive(3);
        assertEquals(1, pollForResults());
        assertEquals(3, only());
    }

    @Test
    void twoWaitInTheOrderInWhichTheyCame() {
        Thing thing = system.open();
        RawOperation first = submit(OperationKind.RECEIVE, thing, 0, 10);
        RawOperation second = submit(OperationKind.RECEIVE, thing, 0, 10);
        poll();
        thing.arrive(15);
        assertEquals(2, pollForResults());
        assertEquals(first.userData(), told.userData(0));
        assertEquals(10, told.result(0));
        assertEquals(second.userData(), told.userData(1));
        assertEquals(5, told.result(1));
    }

    @Test
    void aShortReadOfAStreamSparesTheNextTry() {
        Thing odd = system.open();
        Thing even = system.open();
        assertEquals(0, even.handle % 2, "short reads of even handles mean that they are empty");
        for (Thing thing : new Thing[] {odd, even}) {
            submit(OperationKind.RECEIVE, thing, 0, 10);
            poll();
            thing.arrive(3);
            pollForResults();
            thing.tries = 0;
            submit(OperationKind.RECEIVE, thing, 0, 10);
            poll();
        }
        assertEquals(1, odd.tries);
        assertEquals(0, even.tries);
        even.end();
        assertEquals(1, pollForResults());
        assertEquals(0, only());
        submit(OperationKind.RECEIVE, even, 0, 10);
        assertEquals(1, poll(), "an end is told again and again");
        odd.end();
        pollForResults();
    }

    @Test
    void theChattyHaveABudget() {
        Thing chatty = system.open();
        Thing quiet = system.open();
        submit(OperationKind.RECEIVE, quiet, 0, 10);
        poll();
        for (int i = 0; i < 40; i++) {
            submit(OperationKind.RECEIVE, chatty, 0, 1);
        }
        poll();
        chatty.arrive(40);
        quiet.arrive(1);
        pollForResults();
        assertEquals(16, told.count());
        for (int i = 0; i < 16; i++) {
            assertTrue(told.userData(i) != (1L << 32 | 1), "the chatty had come first");
        }
        int rest = poll() - 1;
        assertEquals(1L << 32 | 1, told.userData(0), "it is heard right after the other's budget");
        for (int i = 0; i < 4; i++) {
            rest += poll();
        }
        assertEquals(24, rest);
    }

    @Test
    void whoAlwaysHasResultsStillHearsOfOthers() {
        Thing quiet = system.open();
        submit(OperationKind.RECEIVE, quiet, 0, 10);
        poll();
        quiet.arrive(1);
        boolean heard = false;
        for (int i = 0; i < 17 && !heard; i++) {
            submit(OperationKind.NOP, quiet, 0, 0);
            heard = poll() == 2;
        }
        assertTrue(heard);
    }

    @Test
    void aPollWithResultsAsksTheKernelForNothing() {
        Thing thing = system.open();
        submit(OperationKind.SEND, thing, 0, 10);
        assertEquals(1, poll());
        assertEquals(0, system.looks);
        assertEquals(0, system.awaits);
    }

    /** Receive, send, wait; driven as a loop does that parks when it has nothing to tell. */
    @Test
    void anEchoIsThreeSystemCalls() {
        system.open();
        Thing stream = system.open();
        submit(OperationKind.RECEIVE, stream, 0, 10);
        poll();
        poll();
        int before = stream.tries + system.looks;
        for (int echo = 0; echo < 100; echo++) {
            stream.arrive(1);
            told.clear();
            assertEquals(1, backend.poll(0, IoBackend.NEVER, told));
            submit(OperationKind.SEND, stream, 0, 1);
            submit(OperationKind.RECEIVE, stream, 0, 10);
            assertEquals(1, poll(), "sent");
            assertEquals(0, poll(), "a loop that had something to tell does not wait yet");
        }
        assertEquals(300, stream.tries + system.looks - before);
        stream.end();
        assertEquals(1, pollForResults());
    }

    @Test
    void anIdlePollParksUntilTheDeadlineAndNoLonger() {
        told.clear();
        long now = System.nanoTime();
        assertEquals(0, backend.poll(now, now + 3_000_000, told));
        assertEquals(1, system.awaits);
        assertEquals(3_000_000, system.lastAwait);
        assertTrue(System.nanoTime() - now >= 3_000_000);
    }

    @Test
    void wakingTheAwakeCostsNothingAndEndsTheNextWait() {
        backend.wake();
        backend.wake();
        assertEquals(0, system.wakes);
        assertEquals(0, backend.poll(0, IoBackend.NEVER, told));
        assertEquals(0, system.awaits);
    }

    @Test
    void anEventOfAHandleThatIsGoneIsCountedAndDropped() {
        Thing first = system.open();
        submit(OperationKind.RECEIVE, first, 0, 10);
        poll();
        int generation = first.generation;
        submit(OperationKind.CLOSE, first, 0, 0);
        assertEquals(2, pollForResults());
        Thing second = system.open();
        assertEquals(first.handle, second.handle, "the number is used again");
        submit(OperationKind.RECEIVE, second, 0, 10);
        poll();
        assertNotEquals(generation, second.generation);
        int tries = second.tries;
        system.stale.add(new int[] {first.handle, generation});
        system.stale.add(new int[] {12345, 1});
        poll();
        poll();
        assertEquals(2, backend.strays());
        assertEquals(tries, second.tries);
        second.reset();
        assertEquals(1, pollForResults());
        assertEquals(IoError.RESET.result(), only());
    }

    @Test
    void aNumberThatWasClosedOnAnotherCoreIsWatchedAnew() {
        Thing first = system.open();
        submit(OperationKind.RECEIVE, first, 0, 10);
        poll();
        system.things.remove(first.handle); // by another core
        HandleTable.BIRTHS.count(first.handle);
        Thing second = system.open();
        second.arrive(1);
        submit(OperationKind.RECEIVE, second, 0, 1);
        assertEquals(2, pollForResults());
        assertEquals(1, told.result(0));
        assertEquals(IoError.CANCELLED.result(), told.result(1), "what waited on the one before has ended");
        submit(OperationKind.RECEIVE, second, 0, 1);
        poll();
        assertTrue(second.isWatched);
        second.end();
        assertEquals(1, pollForResults());
    }

    @Test
    void aCancelledReceiveWaitsNoMore() {
        Thing thing = system.open();
        RawOperation receive = submit(OperationKind.RECEIVE, thing, 0, 10);
        poll();
        assertEquals(0, backend.cancel(receive));
        assertEquals(1, poll());
        assertEquals(IoError.CANCELLED.result(), only());
        assertEquals(IoError.NOT_FOUND.result(), backend.cancel(receive), "it has ended");
        thing.arrive(1);
        assertEquals(0, pollForResults());
    }

    @Test
    void whatWasThereBeforeTheCancelIsReceived() {
        Thing thing = system.open();
        thing.arrive(4);
        RawOperation receive = submit(OperationKind.RECEIVE, thing, 0, 10);
        assertEquals(0, backend.cancel(receive));
        assertEquals(1, poll());
        assertEquals(4, only());
    }

    @Test
    void whatCameToWhoWaitedBeforeTheCancelIsReceived() {
        Thing thing = system.open();
        RawOperation first = submit(OperationKind.RECEIVE, thing, 0, 10);
        RawOperation second = submit(OperationKind.RECEIVE, thing, 0, 10);
        poll();
        thing.arrive(4);
        assertEquals(0, backend.cancel(second));
        assertEquals(0, backend.cancel(first));
        assertEquals(2, poll());
        assertEquals(IoError.CANCELLED.result(), told.result(0), "it was not its turn");
        assertEquals(4, told.result(1));
    }

    @Test
    void halfOfAllIsTheResultOfACancel() {
        Thing thing = system.open();
        RawOperation receive = submit(OperationKind.RECEIVE, thing, Operation.WAIT_ALL, 10);
        poll();
        thing.arrive(4);
        assertEquals(0, pollForResults());
        assertEquals(0, backend.cancel(receive));
        assertEquals(1, poll());
        assertEquals(4, only());
    }

    @Test
    void anIdleMultishotHoldsNoBlock() {
        Thing thing = system.open();
        RawOperation receive = submit(OperationKind.RECEIVE, thing, MANY, 0);
        poll();
        assertEquals(0, blocks.out());
        thing.arrive(100);
        assertEquals(2, pollForResults());
        assertEquals(2, blocks.out());
        blocks.give(told.block(0));
        blocks.give(told.block(1));
        thing.end();
        pollForResults();
        assertEquals(0, only());
        assertEquals(0, told.flags(0) & Completions.MORE);
        assertEquals(IoError.NOT_FOUND.result(), backend.cancel(receive));
    }

    @Test
    void anEmptyPoolIsToldOnlyWhenThereIsData() {
        Thing thing = system.open();
        int[] kept = new int[8];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = blocks.take(0);
        }
        submit(OperationKind.RECEIVE, thing, MANY, 0);
        assertEquals(0, pollForResults());
        thing.arrive(1);
        assertEquals(1, pollForResults());
        assertEquals(IoError.NO_BUFFERS.result(), only());
        assertEquals(1, thing.come, "nothing is lost");
        for (int block : kept) {
            blocks.give(block);
        }
    }

    @Test
    void aSmallBatchIsNotOverrun() {
        Thing thing = system.open();
        thing.arrive(1000);
        Completions small = new Completions(4);
        submit(OperationKind.RECEIVE, thing, MANY, 0);
        assertEquals(4, backend.poll(0, IoBackend.NOW, small) + backend.poll(0, IoBackend.NOW, small));
        for (int i = 0; i < 4; i++) {
            blocks.give(small.block(i));
        }
        backend.cancel(new RawOperation(99, OperationKind.NOP, -1, 0));
        thing.come = 0;
        submit(OperationKind.CLOSE, thing, 0, 0);
        pollForResults();
    }

    @Test
    void whatWaitsEndsWithItsHandle() {
        Thing thing = system.open();
        submit(OperationKind.RECEIVE, thing, 0, 10);
        submit(OperationKind.POLL, thing, Operation.POLL_READ | Operation.MULTISHOT, 0);
        poll();
        assertEquals(0, backend.sockets().close(thing.handle));
        assertEquals(2, poll());
        assertEquals(IoError.CANCELLED.result(), told.result(0));
        assertEquals(0, backend.inFlight());
    }

    @Test
    void afterTheEndHandlesAreStillClosed() {
        Thing thing = system.open();
        submit(OperationKind.RECEIVE, thing, 0, 10);
        poll();
        assertEquals(0, backend.closeAndCountLeaked());
        assertEquals(0, backend.sockets().close(thing.handle));
        assertThrows(IllegalStateException.class, this::poll);
        backend.wake();
    }
}
