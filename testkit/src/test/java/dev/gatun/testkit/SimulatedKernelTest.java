package dev.gatun.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.spi.Capabilities;
import dev.gatun.spi.IoBackend;
import dev.gatun.spi.IoBackendProvider.Settings;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import dev.gatun.spi.Sockets;
import dev.gatun.spi.Sockets.Family;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulatedKernelTest {
    private final SimulatedKernel kernel = new SimulatedKernel(42, Faults.none());
    private final TestCore core = new TestCore(kernel, 0, 4);

    @AfterEach
    void close() {
        core.close();
    }

    @Test
    void nothingHappensBeforeThePoll() {
        TestOperation nop = core.submit(TestOperation.nop());
        assertEquals(1, core.backend.inFlight());
        assertFalse(nop.isDone());
        assertEquals(1, core.tick());
        assertEquals(List.of(0), nop.results);
        assertEquals(0, core.backend.inFlight());
        assertEquals(0, core.tick());
        kernel.assertQuiet();
    }

    @Test
    void anOperationIsUsedAgainAndAgain() {
        TestOperation nop = TestOperation.nop();
        for (int i = 0; i < 100; i++) {
            assertEquals("0", core.call(nop).outcome());
        }
    }

    @Test
    void theQueueIsAsLongAsTheSettingsExpect() {
        for (int i = 0; i < 4; i++) {
            core.submit(TestOperation.nop());
        }
        TestOperation fifth = TestOperation.nop();
        assertEquals(IoError.QUEUE_FULL.result(), core.trySubmit(fifth));
        assertEquals(4, core.tick());
        assertEquals("0", core.call(fifth).outcome());
    }

    @Test
    void aPollReapsNoMoreThanThereIsRoomForAndKeepsTheRest() {
        try (TestCore wide = new TestCore(kernel, 1, 64)) {
            for (int i = 0; i < 40; i++) {
                wide.submit(TestOperation.nop());
            }
            assertEquals(16, wide.tick());
            assertEquals(kernel.nowNanos(), kernel.nextEventNanos());
            assertEquals(16, wide.tick());
            assertEquals(8, wide.tick());
        }
    }

    @Test
    void operationsInFlightAreBounded() {
        SimulatedKernel small =
                new SimulatedKernel(1, Faults.none(), Limits.usual().with(Limit.OPERATIONS, 1));
        try (TestCore its = new TestCore(small)) {
            long socket = its.datagramSocket(6000);
            TestOperation receive = its.submit(its.receive(socket, its.memory(1)));
            its.tick();
            assertEquals(IoError.QUEUE_FULL.result(), its.trySubmit(TestOperation.nop()));
            its.cancel(receive);
            its.drive(receive);
            assertEquals("0", its.call(TestOperation.nop()).outcome());
            assertEquals(1, its.backend.capabilities().operationsMax());
        }
    }

    @Test
    void timePassesOnlyWhenTold() {
        assertEquals(0, kernel.nowNanos());
        kernel.advance(5);
        core.tick();
        assertEquals(5, kernel.nowNanos());
        assertThrows(IllegalArgumentException.class, () -> kernel.advance(-1));
        assertThrows(ArithmeticException.class, () -> kernel.advance(Long.MAX_VALUE));
    }

    @Test
    void theNextEventIsTheEarliestDeadlineOfAParkedCore() {
        assertEquals(0, kernel.nextEventNanos(), "a core that was not polled yet is awake");
        core.tick(700);
        assertEquals(700, kernel.nextEventNanos());
        try (TestCore second = new TestCore(kernel, 1, 4)) {
            assertEquals(0, kernel.nextEventNanos());
            second.tick(300);
            assertEquals(300, kernel.nextEventNanos());
            second.tick(IoBackend.NOW);
            assertEquals(0, kernel.nextEventNanos(), "it did not park");
        }
        assertEquals(700, kernel.nextEventNanos(), "a closed backend wants nothing");
        core.tick(IoBackend.NEVER);
        assertEquals(IoBackend.NEVER, kernel.nextEventNanos());
        kernel.advance(1000);
        core.tick(300);
        assertEquals(1000, kernel.nextEventNanos(), "never in the past");
    }

    @Test
    void aWakeEndsThePark() {
        core.tick();
        assertEquals(IoBackend.NEVER, kernel.nextEventNanos());
        core.backend.wake();
        assertEquals(0, kernel.nextEventNanos());
        assertEquals(0, core.tick());
        assertEquals(0, kernel.nextEventNanos(), "the poll came back at once");
        core.tick();
        assertEquals(IoBackend.NEVER, kernel.nextEventNanos());
    }

    @Test
    void aWakeMayComeFromAnyThread() {
        core.tick();
        CompletableFuture.runAsync(core.backend::wake).join();
        assertEquals(0, kernel.nextEventNanos());
    }

    @Test
    void whatOneCoreSendsAnotherReceives() {
        try (TestCore other = new TestCore(kernel, 1, 4)) {
            long[] ends = core.connection(7000);
            TestOperation receive = other.submit(other.receive(ends[1], other.memory(8)));
            assertEquals(0, other.tick());
            core.call(core.send(ends[0], "cross"));
            assertEquals(kernel.nowNanos(), kernel.nextEventNanos());
            assertEquals(1, other.tick());
            assertEquals(5, receive.lastResult());
        }
    }

    @Test
    void aCancelledOperationEndsCancelled() {
        long socket = core.datagramSocket(6000);
        TestOperation receive = core.submit(core.receive(socket, core.memory(1)));
        core.tick();
        assertEquals(0, core.cancel(receive));
        assertEquals(0, core.cancel(receive), "asked twice");
        core.drive(receive);
        assertEquals("CANCELLED", receive.outcome());
        assertEquals(IoError.NOT_FOUND.result(), core.cancel(receive));
        assertEquals(0, core.tick());
    }

    @Test
    void whatWasSubmittedAndCancelledBeforeThePollMayHappen() {
        TestOperation nop = core.submit(TestOperation.nop());
        assertEquals(0, core.cancel(nop));
        core.tick();
        assertEquals("0", nop.outcome());
        assertEquals(1, kernel.faultCounts().count(Fault.COMPLETED_THOUGH_CANCELLED));
    }

    @Test
    void submittingTwiceIsAViolation() {
        TestOperation nop = core.submit(TestOperation.nop());
        Failing.expect(
                "NOP on 0 (user data 0x1, cpu 0, submitted at event 1) was submitted again",
                () -> core.backend.submit(nop));
        try (TestCore other = new TestCore(kernel, 1, 4)) {
            Failing.expect("was submitted again", () -> other.backend.submit(nop));
            Failing.expect("on cpu 1 (invariant 1)", () -> other.backend.cancel(nop));
        }
    }

    @Test
    void cancellingWhatWasNeverSubmittedIsAViolation() {
        Failing.expect("never submitted", () -> core.backend.cancel(TestOperation.nop()));
    }

    @Test
    void aTimeoutIsNotTheKernelsBusiness() {
        Failing.expect("the core's own", () -> core.backend.submit(TestOperation.of(OperationKind.TIMEOUT, 0)));
    }

    @Test
    void aSecondThreadIsAViolation() {
        core.tick();
        CompletionException thrown = assertThrows(CompletionException.class, () -> CompletableFuture.runAsync(
                        () -> core.backend.submit(TestOperation.nop()))
                .join());
        assertInstanceOf(SimulationFailure.class, thrown.getCause());
        assertTrue(String.valueOf(thrown.getMessage()).contains("(invariant 1)"));
    }

    @Test
    void closingTwiceIsAViolationButAClosedHandleIsOnlyBad() {
        long socket = core.sockets.open(Family.INET4, Sockets.Type.STREAM);
        core.close(socket);
        assertEquals("BAD_HANDLE", core.call(core.send(socket, "x")).outcome());
        assertEquals(
                "BAD_HANDLE",
                core.call(TestOperation.of(OperationKind.CLOSE, 999)).outcome());
        Failing.expect("closed a second time", () -> core.call(TestOperation.of(OperationKind.CLOSE, socket)));
    }

    @Test
    void changingAnOperationInFlightIsAViolation() {
        long socket = core.datagramSocket(6000);
        TestOperation receive = core.submit(core.receive(socket, core.memory(8)));
        core.tick();
        receive.length(4);
        core.cancel(receive);
        Failing.expect("its address, length, offset or extent changed", core::tick);
        receive.length(8);
    }

    @Test
    void aBackendIsNotUsedAfterItWasClosed() {
        TestCore other = new TestCore(kernel, 1, 4);
        other.close();
        assertEquals(0, other.backend.closeAndCountLeaked());
        Failing.expect("after it was closed", () -> other.backend.submit(TestOperation.nop()));
        Failing.expect("after it was closed", other.backend::wake);
    }

    @Test
    void aQuietMachineHasNothingInFlightAndNothingOpen() {
        kernel.assertQuiet();
        long socket = core.datagramSocket(6000);
        Failing.expect(
                "handle " + socket + ": a datagram socket, opened as INET4 DATAGRAM, at event 1", kernel::assertQuiet);
        TestOperation receive = core.submit(core.receive(socket, core.memory(1)));
        Failing.expect("in flight: RECEIVE on " + socket, kernel::assertQuiet);
        core.cancel(receive);
        core.tick();
        core.close(socket);
        kernel.assertQuiet();
    }

    @Test
    void whatABackendLeavesBehindIsCountedAndNamed() {
        TestCore other = new TestCore(kernel, 1, 4);
        long socket = other.datagramSocket(6000);
        other.submit(other.receive(socket, other.memory(1)));
        other.submit(TestOperation.nop());
        other.tick();
        other.submit(TestOperation.nop());
        assertEquals(2, other.backend.closeAndCountLeaked());
        Failing.expect("left in the kernel by close: RECEIVE on " + socket, kernel::assertQuiet);
        core.close(socket);
    }

    @Test
    void aBlockThatNobodySawIsGivenBackAtTheEnd() {
        TestCore other = new TestCore(kernel, 1, 4);
        long[] ends = core.connection(7000);
        other.submit(TestOperation.of(OperationKind.RECEIVE, ends[1]).with(Operation.POOL_BUFFER));
        other.tick();
        core.call(core.send(ends[0], "x"));
        assertEquals(TestCore.BLOCKS - 1, other.blocks.freeBlocks());
        assertEquals(1, other.backend.closeAndCountLeaked());
        assertEquals(TestCore.BLOCKS, other.blocks.freeBlocks());
    }

    @Test
    void theTraceTellsWhatHappened() {
        core.call(TestOperation.nop());
        long socket = core.sockets.open(Family.INET4, Sockets.Type.STREAM);
        core.kernel.advance(10);
        core.call(core.receive(socket, core.memory(1)));
        assertEquals(
                List.of(
                        "#1 0 ns cpu 0 submitted NOP on 0 (user data 0x1)",
                        "#2 0 ns cpu 0 happened: NOP on 0 (user data 0x1) = 0",
                        "#3 0 ns cpu 0 reaped: NOP on 0 (user data 0x1) = 0",
                        "#4 0 ns opened handle 3",
                        "#5 10 ns cpu 0 submitted RECEIVE on 3 (user data 0x2)",
                        "#6 10 ns cpu 0 happened: RECEIVE on 3 (user data 0x2) = NOT_CONNECTED",
                        "#7 10 ns cpu 0 reaped: RECEIVE on 3 (user data 0x2) = NOT_CONNECTED"),
                kernel.trace());
    }

    @Test
    void theTraceRemembersTheLastEventsOnly() {
        SimulatedKernel forgetful =
                new SimulatedKernel(1, Faults.none(), Limits.usual().with(Limit.TRACE_EVENTS, 7));
        try (TestCore its = new TestCore(forgetful)) {
            for (int i = 0; i < 100; i++) {
                its.call(TestOperation.nop());
            }
        }
        assertEquals(7, forgetful.trace().size());
        assertTrue(forgetful.trace().getLast().startsWith("#300 "));
    }

    @Test
    void itCanDoEverything() {
        Capabilities capabilities = core.backend.capabilities();
        assertEquals(EnumSet.complementOf(EnumSet.of(OperationKind.TIMEOUT)), capabilities.operations());
        for (Capabilities.Feature feature : Capabilities.Feature.values()) {
            assertTrue(capabilities.supports(feature));
        }
        assertEquals("simulated", core.backend.name());
    }

    @Test
    void aSimulationOpensThroughAProviderOnlyWithAMachine() {
        assertFalse(new SimulatedProvider().probe().usable());
        SimulatedProvider provider = new SimulatedProvider(kernel);
        assertTrue(provider.probe().usable());
        assertEquals(Integer.MIN_VALUE, provider.rank());
        assertEquals("simulated", provider.name());
        Settings settings = new Settings(0, 1, 1, core.blocks);
        try (IoBackend backend = provider.open(settings)) {
            assertEquals("simulated", backend.name());
        }
        assertThrows(IllegalStateException.class, () -> new SimulatedProvider().open(settings));
    }
}
