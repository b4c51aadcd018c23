package dev.gatun.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.spi.IoError;
import dev.gatun.spi.OperationKind;
import dev.gatun.spi.Sockets;
import dev.gatun.spi.Sockets.Family;
import org.junit.jupiter.api.Test;

/** A cancel may win, lose, or come too late. */
class CancelRacesTest {
    private static TestCore machine(Fault fault) {
        return new TestCore(new SimulatedKernel(11, Faults.none().with(fault, 1).withDelayNanosMax(1000)));
    }

    private static long count(TestCore core, Fault fault) {
        return core.kernel.faultCounts().count(fault);
    }

    @Test
    void aCancelMayComeBeforeTheOperationBegan() {
        try (TestCore core = machine(Fault.CANCEL_EARLY)) {
            long[] ends = core.connection(7000);
            TestOperation send = core.submit(core.send(ends[0], "never"));
            core.cancel(send);
            core.drive(send);
            assertEquals("CANCELLED", send.outcome());
            TestOperation receive = core.submit(core.receive(ends[1], core.memory(8)));
            assertEquals(0, core.tick());
            assertEquals(1, count(core, Fault.CANCEL_EARLY));
            core.cancel(receive);
            core.drive(receive);
            TestOperation close = core.submit(TestOperation.of(OperationKind.CLOSE, ends[0]));
            core.cancel(close);
            assertEquals(0, core.drive(close), "or the handle would leak");
        }
    }

    @Test
    void aCancelledOperationMayTakeWhatComesMeanwhile() {
        try (TestCore core = machine(Fault.CANCEL_LATE)) {
            long[] ends = core.connection(7000);
            TestOperation receive = core.submit(core.receive(ends[1], core.memory(8)));
            core.tick();
            assertEquals(0, core.cancel(receive));
            assertEquals(0, core.tick());
            core.call(core.send(ends[0], "late"));
            assertEquals(4, core.drive(receive));
            assertEquals(1, count(core, Fault.COMPLETED_THOUGH_CANCELLED));

            core.submit(receive);
            core.tick();
            core.cancel(receive);
            core.drive(receive);
            assertEquals("CANCELLED", receive.outcome(), "nothing came");
            assertTrue(core.kernel.nowNanos() > 0);
            assertEquals(2, count(core, Fault.CANCEL_LATE));
        }
    }

    @Test
    void aCancelledAcceptMayAccept() {
        try (TestCore core = machine(Fault.CANCEL_LATE)) {
            long listener = core.listener(7000);
            TestOperation accept = core.submit(TestOperation.of(OperationKind.ACCEPT, listener));
            core.tick();
            core.cancel(accept);
            core.tick();
            long client = core.sockets.open(Family.INET4, Sockets.Type.STREAM);
            core.call(core.connect(client, 7000));
            assertTrue(core.drive(accept) > 0);
            assertEquals(1, count(core, Fault.ACCEPTED_THOUGH_CANCELLED));
            core.kernel.advance(10_000);
            assertEquals(0, core.tick());
        }
    }

    @Test
    void aCancelComesTooLateWhenTheCompletionIsOnItsWay() {
        try (TestCore core = machine(Fault.DELAYED)) {
            TestOperation nop = core.submit(TestOperation.nop());
            core.tick();
            assertEquals(IoError.NOT_FOUND.result(), core.cancel(nop));
            assertEquals(0, core.drive(nop));
            assertEquals(1, count(core, Fault.CANCEL_NOT_FOUND));
        }
    }
}
