package dev.gatun.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import dev.gatun.spi.Sockets;
import dev.gatun.spi.Sockets.Family;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PollTest {
    private static final int READ = Operation.POLL_READ;
    private static final int WRITE = Operation.POLL_WRITE;
    private static final int HANG_UP = Operation.POLL_HANG_UP;

    private final SimulatedKernel kernel =
            new SimulatedKernel(1, Faults.none(), Limits.usual().with(Limit.SOCKET_BUFFER_BYTES, 8));
    private final TestCore core = new TestCore(kernel);

    @AfterEach
    void close() {
        core.close();
    }

    @Test
    void readinessIsToldWhenItComes() {
        long[] ends = core.connection(7000);
        assertEquals(WRITE, core.call(poll(ends[0], READ | WRITE)).lastResult());
        TestOperation poll = core.submit(poll(ends[0], READ));
        core.tick();
        assertFalse(poll.isDone());
        core.call(core.send(ends[1], "x"));
        assertEquals(READ, core.drive(poll));
        assertEquals(READ | WRITE, core.call(poll(ends[0], READ | WRITE)).lastResult());
    }

    @Test
    void roomIsToldWhenItComes() {
        long[] ends = core.connection(7000);
        core.call(core.send(ends[0], "12345678"));
        TestOperation poll = core.submit(poll(ends[0], WRITE));
        core.tick();
        assertFalse(poll.isDone());
        core.call(core.receive(ends[1], core.memory(1)));
        assertEquals(WRITE, core.drive(poll));
    }

    @Test
    void theOtherSidesEndIsAlwaysTold() {
        long[] ends = core.connection(7000);
        TestOperation poll = core.submit(poll(ends[0], 0));
        core.tick();
        core.close(ends[1]);
        assertEquals(HANG_UP, core.drive(poll));
        assertEquals(
                READ | WRITE | HANG_UP, core.call(poll(ends[0], READ | WRITE)).lastResult());
        long fresh = core.sockets.open(Family.INET4, Sockets.Type.STREAM);
        assertEquals(HANG_UP, core.call(poll(fresh, READ)).lastResult());
    }

    @Test
    void aMultishotPollTellsEachChangeOnce() {
        long[] ends = core.connection(7000);
        TestOperation poll = core.submit(poll(ends[0], READ).with(Operation.MULTISHOT));
        core.tick();
        core.call(core.send(ends[1], "a"));
        assertEquals(List.of(READ), poll.results);
        core.tick();
        assertEquals(List.of(READ), poll.results);
        core.call(core.send(ends[1], "b"));
        assertEquals(List.of(READ, READ), poll.results);
        core.call(core.receive(ends[0], core.memory(8)));
        core.tick();
        assertEquals(List.of(READ, READ), poll.results);
        core.cancel(poll);
        core.drive(poll);
        assertEquals("CANCELLED", poll.outcome());
    }

    @Test
    void changesThatNobodySawYetAreToldOnce() {
        long[] ends = core.connection(7000);
        TestOperation poll = core.submit(poll(ends[0], READ).with(Operation.MULTISHOT));
        core.tick();
        core.submit(core.send(ends[1], "a"));
        core.submit(core.send(ends[1], "b"));
        core.tick();
        assertEquals(List.of(READ), poll.results);
    }

    @Test
    void listenersDatagramsAndFilesAreReadyToo() {
        long listener = core.listener(7000);
        TestOperation poll = core.submit(poll(listener, READ));
        core.tick();
        assertFalse(poll.isDone());
        core.call(core.connect(core.sockets.open(Family.INET4, Sockets.Type.STREAM), 7000));
        assertEquals(READ, core.drive(poll));

        long socket = core.datagramSocket(6000);
        assertEquals(WRITE, core.call(poll(socket, READ | WRITE)).lastResult());
        TestOperation datagram = core.submit(poll(socket, READ));
        MemorySegment self = core.address(TestCore.loopback(6000));
        core.call(TestOperation.of(OperationKind.SEND_TO, socket)
                .memory(core.bytes("x"))
                .peer(self));
        assertEquals(READ, core.drive(datagram));
        assertEquals("BAD_HANDLE", core.call(poll(999, READ)).outcome());
    }

    private static TestOperation poll(long handle, int what) {
        return TestOperation.of(OperationKind.POLL, handle).with(what);
    }
}
