package dev.gatun.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.readiness.FakeSystem.Thing;
import dev.gatun.spi.Completions;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import dev.gatun.testkit.contract.RawOperation;
import org.junit.jupiter.api.Test;

/** Sending without copying: who has the memory, until when, and what waits for that. */
class LoansTest extends ReadinessFixture {
    @Test
    void whatWasLentIsToldWhenItComesBack() {
        Thing thing = system.open();
        thing.mayLend = true;
        RawOperation send = submit(OperationKind.SEND, thing, Operation.ZERO_COPY, 10);
        assertEquals(0, pollForResults());
        assertEquals(90, thing.room, "it was sent");
        assertEquals(0, backend.cancel(send), "asked, and in vain: the memory is the system's");
        thing.giveBack();
        assertEquals(1, pollForResults());
        assertEquals(10, only());
        assertEquals(0, backend.inFlight());
    }

    @Test
    void aHandleIsNotClosedWhileItsLoansAreOut() {
        Thing thing = system.open();
        thing.mayLend = true;
        submit(OperationKind.SEND, thing, Operation.ZERO_COPY, 10);
        poll();
        submit(OperationKind.CLOSE, thing, 0, 0);
        assertEquals(0, pollForResults());
        assertTrue(thing.wasShutDown, "its peer sees the end");
        assertTrue(system.things.containsKey(thing.handle));
        thing.giveBack();
        assertEquals(2, pollForResults());
        assertFalse(system.things.containsKey(thing.handle));
    }

    @Test
    void closedAtOnceItStillWaitsForItsLoans() {
        Thing thing = system.open();
        thing.mayLend = true;
        submit(OperationKind.SEND, thing, Operation.ZERO_COPY, 10);
        poll();
        assertEquals(0, backend.sockets().close(thing.handle));
        assertTrue(system.things.containsKey(thing.handle));
        thing.giveBack();
        assertEquals(1, pollForResults());
        assertFalse(system.things.containsKey(thing.handle));
    }

    @Test
    void loansOfAHandleThatOthersClosedAreReported() {
        Thing thing = system.open();
        thing.mayLend = true;
        submit(OperationKind.SEND, thing, Operation.ZERO_COPY, 10);
        pollForResults();
        system.things.remove(thing.handle); // by another core
        HandleTable.BIRTHS.count(thing.handle);
        submit(OperationKind.RECEIVE, system.open(), 0, 10);
        pollForResults();
        assertEquals(1, backend.closeAndCountLeaked(), "its memory is the kernel's for ever");
    }

    @Test
    void manyLoansEndOutOfOrder() {
        Endings endings = new Endings(system);
        Loans loans = new Loans();
        for (int i = 0; i < 20; i++) {
            RawOperation operation = new RawOperation(i + 1, OperationKind.SEND, 3, 0);
            Place.set(operation, Place.LENT);
            endings.began();
            loans.add(operation, i);
        }
        loans.end(5, 7, endings);
        loans.end(5, 7, endings);
        loans.end(-3, 2, endings);
        assertEquals(14, loans.open());
        loans.end(0, 100, endings);
        assertTrue(loans.isEmpty());
        Completions all = new Completions(20);
        endings.tellKept(all);
        assertEquals(20, all.count());
        assertEquals(5, all.result(0));
        assertEquals(0, all.result(3));
        assertEquals(0, endings.inFlight());
    }
}
