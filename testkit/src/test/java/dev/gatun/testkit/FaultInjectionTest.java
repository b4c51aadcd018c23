package dev.gatun.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.spi.Completions;
import dev.gatun.spi.IoBackend;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import dev.gatun.spi.Sockets;
import dev.gatun.spi.Sockets.Family;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each fault alone, made certain or likely, and counted. */
class FaultInjectionTest {
    private static final int MULTISHOT_INTO_POOL = Operation.MULTISHOT | Operation.POOL_BUFFER;
    private static final List<OperationKind> FILE_KINDS =
            List.of(OperationKind.SYNC, OperationKind.STATUS, OperationKind.ALLOCATE, OperationKind.TRUNCATE);

    private static TestCore machine(Fault fault, double probability) {
        return new TestCore(
                new SimulatedKernel(11, Faults.none().with(fault, probability).withDelayNanosMax(1000)));
    }

    private static long count(TestCore core, Fault fault) {
        return core.kernel.faultCounts().count(fault);
    }

    @Test
    void aDelayedCompletionComesLaterButComes() {
        try (TestCore core = machine(Fault.DELAYED, 1)) {
            TestOperation nop = core.submit(TestOperation.nop());
            assertEquals(0, core.tick());
            long next = core.kernel.nextEventNanos();
            assertTrue(next > 0 && next <= 1000);
            core.kernel.advance(next - 1);
            assertEquals(0, core.tick());
            core.kernel.advance(1);
            assertEquals(1, core.tick());
            assertEquals(List.of(0), nop.results);
            assertEquals(1, count(core, Fault.DELAYED));
            assertEquals(1, core.kernel.faultCounts().injected());
        }
    }

    @Test
    void shuffledCompletionsOvertakeEachOtherButNotThoseOfTheSameOperation() {
        try (TestCore core = machine(Fault.SHUFFLED, 0.5)) {
            long[] ends = core.connection(7000);
            TestOperation receive =
                    core.submit(TestOperation.of(OperationKind.RECEIVE, ends[1]).with(MULTISHOT_INTO_POOL));
            List<TestOperation> sends = new ArrayList<>();
            for (int i = 1; i <= 3; i++) {
                sends.add(core.submit(core.send(ends[0], "x".repeat(i))));
            }
            List<TestOperation> nops = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                nops.add(core.submit(TestOperation.nop()));
            }
            Completions two = new Completions(2);
            List<Long> order = new ArrayList<>();
            while (core.backend.poll(0, IoBackend.NOW, two) > 0) {
                for (int at = 0; at < two.count(); at++) {
                    order.add(two.userData(at));
                    if (two.userData(at) == receive.userData()) {
                        receive.onCompletion(two, at);
                    }
                }
                two.clear();
            }
            assertEquals(List.of(1, 2, 3), receive.results);
            assertEquals(sends.size() + nops.size() + 3, order.size());
            assertNotEquals(order.stream().sorted().toList(), order);
            assertTrue(count(core, Fault.SHUFFLED) > 0);
        }
    }

    @Test
    void transfersMayBeShort() {
        try (TestCore core = machine(Fault.SHORT_SEND, 1)) {
            long[] ends = core.connection(7000);
            int sent = core.call(core.send(ends[0], "0123456789")).lastResult();
            assertTrue(sent > 0 && sent < 10);
            assertEquals(sent, core.call(core.receive(ends[1], core.memory(64))).lastResult());
            assertEquals("1", core.call(core.send(ends[0], "x")).outcome());
            assertEquals(1, count(core, Fault.SHORT_SEND));
        }
        try (TestCore core = machine(Fault.SHORT_RECEIVE, 1)) {
            long[] ends = core.connection(7000);
            core.call(core.send(ends[0], "0123456789"));
            MemorySegment memory = core.memory(64);
            StringBuilder text = new StringBuilder();
            while (text.length() < 10) {
                text.append(TestCore.text(
                        memory, core.call(core.receive(ends[1], memory)).lastResult()));
            }
            assertEquals("0123456789", text.toString());
            assertTrue(count(core, Fault.SHORT_RECEIVE) > 0);
            core.call(core.send(ends[0], "0123456789"));
            TestOperation all = core.receive(ends[1], core.memory(10)).with(Operation.WAIT_ALL);
            assertEquals("10", core.call(all).outcome());
        }
    }

    @Test
    void filesMayBeReadAndWrittenInParts() {
        try (TestCore core = machine(Fault.SHORT_READ, 1)) {
            core.kernel.files().write("/data", new byte[100]);
            long file = open(core, "/data").lastResult();
            int count = core.call(TestOperation.of(OperationKind.READ, file).memory(core.memory(100)))
                    .lastResult();
            assertTrue(count > 0 && count < 100);
            assertEquals(1, count(core, Fault.SHORT_READ));
        }
        try (TestCore core = machine(Fault.SHORT_WRITE, 1)) {
            long file = open(core, "/data").lastResult();
            int count = core.call(TestOperation.of(OperationKind.WRITE, file).memory(core.memory(100)))
                    .lastResult();
            assertTrue(count > 0 && count < 100);
            assertEquals(count, core.kernel.files().sizeBytes("/data"));
            assertEquals(1, count(core, Fault.SHORT_WRITE));
        }
    }

    @Test
    void aConnectionMayBeResetAtBothEnds() {
        try (TestCore core = machine(Fault.RESET, 1)) {
            long[] ends = core.connection(7000);
            TestOperation receive = core.submit(core.receive(ends[1], core.memory(8)));
            core.tick();
            assertEquals("RESET", core.call(core.send(ends[0], "x")).outcome());
            core.drive(receive);
            assertEquals("RESET", receive.outcome());
            assertEquals(1, count(core, Fault.RESET));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"INTERRUPTED", "NO_MEMORY", "WOULD_BLOCK"})
    void anErrorMayBefallASocketAndNothingHasHappened(Fault fault) {
        try (TestCore core = machine(fault, 0.5)) {
            long socket = core.datagramSocket(6000);
            MemorySegment self = core.address(TestCore.loopback(6000));
            int delivered = 0;
            for (int i = 0; i < 50; i++) {
                TestOperation send = core.call(TestOperation.of(OperationKind.SEND_TO, socket)
                        .memory(core.bytes("x"))
                        .peer(self));
                assertTrue(List.of("1", fault.name()).contains(send.outcome()));
                delivered += send.lastResult() == 1 ? 1 : 0;
            }
            TestOperation receive = core.receive(socket, core.memory(1));
            for (int left = delivered; left > 0; ) {
                left -= core.call(receive).lastResult() == 1 ? 1 : 0;
            }
            core.submit(receive);
            assertEquals(0, core.tick());
            assertTrue(delivered > 0 && delivered < 50);
            assertTrue(count(core, fault) >= 50 - delivered);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"INTERRUPTED", "NO_MEMORY", "IO"})
    void anErrorMayBefallAFile(Fault fault) {
        try (TestCore core = machine(fault, 1)) {
            core.kernel.files().write("/data", new byte[1]);
            String opened = open(core, "/data").outcome();
            assertEquals(fault == Fault.INTERRUPTED ? "3" : fault.name(), opened);
            if (fault == Fault.INTERRUPTED) {
                for (OperationKind kind : FILE_KINDS) {
                    TestOperation operation = TestOperation.of(kind, 3).extent(1);
                    operation.memory(core.memory(SimulatedFileFacts.BYTES));
                    assertEquals("INTERRUPTED", core.call(operation).outcome(), kind.name());
                }
            }
            assertEquals(fault == Fault.INTERRUPTED ? FILE_KINDS.size() : 1, count(core, fault));
        }
    }

    @Test
    void whatMustGoThroughIsNeverStruck() {
        Faults all = Faults.none();
        for (Fault fault : List.of(Fault.INTERRUPTED, Fault.NO_MEMORY, Fault.IO, Fault.WOULD_BLOCK)) {
            all = all.with(fault, 1);
        }
        try (TestCore core = new TestCore(new SimulatedKernel(1, all))) {
            assertEquals("0", core.call(TestOperation.nop()).outcome());
            core.close(core.sockets.open(Family.INET4, Sockets.Type.STREAM));
            core.kernel.assertQuiet();
        }
    }

    @Test
    void submitMaySayThatItIsFull() {
        try (TestCore core = machine(Fault.QUEUE_FULL, 0.5)) {
            TestOperation nop = TestOperation.nop();
            int refused = 0;
            while (core.trySubmit(nop) == IoError.QUEUE_FULL.result()) {
                refused++;
            }
            core.tick();
            assertEquals("0", nop.outcome());
            assertEquals(refused, count(core, Fault.QUEUE_FULL));
            for (int i = 0; i < 20; i++) {
                refused += core.trySubmit(TestOperation.nop()) == 0 ? 0 : 1;
            }
            assertTrue(refused > 0);
            assertEquals(refused, count(core, Fault.QUEUE_FULL));
        }
    }

    @Test
    void aHandleMayBeUsedAgainAtOnce() {
        try (TestCore core = machine(Fault.HANDLE_REUSED, 1)) {
            long first = core.sockets.open(Family.INET4, Sockets.Type.STREAM);
            long second = core.sockets.open(Family.INET4, Sockets.Type.STREAM);
            core.close(first);
            assertEquals(first, core.sockets.open(Family.INET4, Sockets.Type.DATAGRAM));
            assertEquals(second + 1, core.sockets.open(Family.INET4, Sockets.Type.STREAM));
            assertEquals(1, count(core, Fault.HANDLE_REUSED));
        }
        try (TestCore core = TestCore.ofCalmMachine()) {
            long first = core.sockets.open(Family.INET4, Sockets.Type.STREAM);
            core.close(first);
            assertNotEquals(first, core.sockets.open(Family.INET4, Sockets.Type.STREAM));
        }
    }

    @Test
    void aParkMayEndEarlyWithNothing() {
        try (TestCore core = machine(Fault.SPURIOUS_WAKE, 1)) {
            assertEquals(0, core.tick(5_000));
            long early = core.kernel.nextEventNanos();
            assertTrue(early > 0 && early <= 1000);
            core.kernel.advance(early);
            assertEquals(0, core.tick(5_000));
            assertEquals(2, count(core, Fault.SPURIOUS_WAKE));
        }
    }

    @Test
    void aWakeMayComeOnePollLateButIsNotLost() {
        try (TestCore core = machine(Fault.LATE_WAKE, 1)) {
            core.tick();
            core.backend.wake();
            core.tick();
            assertEquals(0, core.kernel.nextEventNanos(), "the wake is still to come, at the same instant");
            assertFalse(core.kernel.trace().stream().anyMatch(line -> line.endsWith("cpu 0 woken")));
            core.tick();
            assertTrue(core.kernel.trace().getLast().endsWith("cpu 0 woken"));
            core.tick();
            assertEquals(IoBackend.NEVER, core.kernel.nextEventNanos());
            assertEquals(1, count(core, Fault.LATE_WAKE));
        }
    }

    @Test
    void aDatagramMayGetLost() {
        try (TestCore core = machine(Fault.DATAGRAM_LOST, 1)) {
            long socket = core.datagramSocket(6000);
            TestOperation receive = core.submit(core.receive(socket, core.memory(1)));
            assertEquals(
                    "1",
                    core.call(TestOperation.of(OperationKind.SEND_TO, socket)
                                    .memory(core.bytes("x"))
                                    .peer(core.address(TestCore.loopback(6000))))
                            .outcome());
            assertFalse(receive.isDone());
            assertEquals(1, count(core, Fault.DATAGRAM_LOST));
        }
    }

    private static TestOperation open(TestCore core, String path) {
        return core.call(TestOperation.of(OperationKind.OPEN, 0)
                .memory(core.path(path))
                .with(Operation.OPEN_READ | Operation.OPEN_WRITE | Operation.OPEN_CREATE)
                .at(0600));
    }
}
