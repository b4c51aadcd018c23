package dev.gatun.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.spi.Completions;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import dev.gatun.spi.Sockets;
import dev.gatun.spi.Sockets.Family;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulatedStreamTest {
    private static final int BUFFER_BYTES = 1000;

    private final SimulatedKernel kernel =
            new SimulatedKernel(1, Faults.none(), Limits.usual().with(Limit.SOCKET_BUFFER_BYTES, BUFFER_BYTES));
    private final TestCore core = new TestCore(kernel);

    @AfterEach
    void close() {
        core.close();
    }

    @Test
    void whatIsSentIsReceived() {
        long[] ends = core.connection(7000);
        MemorySegment memory = core.memory(64);
        TestOperation receive = core.submit(core.receive(ends[1], memory));
        assertEquals(0, core.tick());
        assertEquals("5", core.call(core.send(ends[0], "hello")).outcome());
        assertEquals(5, core.drive(receive));
        assertEquals("hello", TestCore.text(memory, 5));
        core.close(ends[0]);
        core.close(ends[1]);
        kernel.assertQuiet();
    }

    @Test
    void whatWasSentBeforeTheReceiveIsReceived() {
        long[] ends = core.connection(7000);
        core.call(core.send(ends[1], "abc"));
        core.call(core.send(ends[1], "def"));
        MemorySegment memory = core.memory(64);
        assertEquals("6", core.call(core.receive(ends[0], memory)).outcome());
        assertEquals("abcdef", TestCore.text(memory, 6));
    }

    @Test
    void aSendTakesWhatThereIsRoomForAndThenWaits() {
        long[] ends = core.connection(7000);
        MemorySegment much = core.memory(3 * BUFFER_BYTES);
        much.fill((byte) 7);
        TestOperation send = TestOperation.of(OperationKind.SEND, ends[0]).memory(much);
        assertEquals(String.valueOf(BUFFER_BYTES), core.call(send).outcome());
        core.submit(send);
        assertEquals(0, core.tick());
        MemorySegment memory = core.memory(10);
        assertEquals("10", core.call(core.receive(ends[1], memory)).outcome());
        assertEquals(10, core.drive(send));
    }

    @Test
    void theEndComesAfterTheData() {
        long[] ends = core.connection(7000);
        core.call(core.send(ends[0], "last"));
        core.close(ends[0]);
        MemorySegment memory = core.memory(64);
        assertEquals("4", core.call(core.receive(ends[1], memory)).outcome());
        assertEquals("0", core.call(core.receive(ends[1], memory)).outcome());
        assertEquals("BROKEN_PIPE", core.call(core.send(ends[1], "x")).outcome());
    }

    @Test
    void closingWithSomethingUnreadResets() {
        long[] ends = core.connection(7000);
        core.call(core.send(ends[0], "nobody reads this"));
        TestOperation receive = core.submit(core.receive(ends[0], core.memory(8)));
        core.close(ends[1]);
        core.drive(receive);
        assertEquals("RESET", receive.outcome());
        assertEquals("RESET", core.call(core.send(ends[0], "x")).outcome());
    }

    @Test
    void theNetworkCanBreakAConnection() {
        long[] ends = core.connection(7000);
        TestOperation receive = core.submit(core.receive(ends[0], core.memory(8)));
        core.tick();
        kernel.resetConnection(ends[1]);
        core.drive(receive);
        assertEquals("RESET", receive.outcome());
        assertEquals("RESET", core.call(core.receive(ends[1], core.memory(8))).outcome());
    }

    @Test
    void shuttingTheWriteSideEndsTheOthersReceive() {
        long[] ends = core.connection(7000);
        TestOperation receive = core.submit(core.receive(ends[1], core.memory(8)));
        core.tick();
        TestOperation shutdown =
                TestOperation.of(OperationKind.SHUTDOWN, ends[0]).with(Operation.SHUT_WRITE);
        assertEquals("0", core.call(shutdown).outcome());
        assertEquals(0, core.drive(receive));
        assertEquals("BROKEN_PIPE", core.call(core.send(ends[0], "x")).outcome());
        assertEquals("3", core.call(core.send(ends[1], "yes")).outcome());
        assertEquals("3", core.call(core.receive(ends[0], core.memory(8))).outcome());
    }

    @Test
    void shuttingTheReadSideEndsTheOwnReceive() {
        long[] ends = core.connection(7000);
        TestOperation receive = core.submit(core.receive(ends[0], core.memory(8)));
        core.tick();
        core.call(TestOperation.of(OperationKind.SHUTDOWN, ends[0]).with(Operation.SHUT_READ));
        assertEquals(0, core.drive(receive));
        assertEquals(
                "INVALID",
                core.call(TestOperation.of(OperationKind.SHUTDOWN, ends[0])).outcome());
    }

    @Test
    void waitingForAllGathersMoreThanTheBufferHolds() {
        long[] ends = core.connection(7000);
        MemorySegment memory = core.memory(2 * BUFFER_BYTES);
        TestOperation receive = core.submit(core.receive(ends[1], memory).with(Operation.WAIT_ALL));
        MemorySegment half = core.memory(BUFFER_BYTES);
        half.fill((byte) 'a');
        TestOperation send = TestOperation.of(OperationKind.SEND, ends[0]).memory(half);
        assertEquals(BUFFER_BYTES, core.call(send).lastResult());
        assertFalse(receive.isDone());
        half.fill((byte) 'b');
        assertEquals(BUFFER_BYTES, core.call(send).lastResult());
        assertEquals(2 * BUFFER_BYTES, core.drive(receive));
        assertEquals('a', memory.get(ValueLayout.JAVA_BYTE, BUFFER_BYTES - 1));
        assertEquals('b', memory.get(ValueLayout.JAVA_BYTE, BUFFER_BYTES));
    }

    @Test
    void waitingForAllEndsWithTheConnectionAndKeepsWhatCame() {
        long[] ends = core.connection(7000);
        TestOperation receive =
                core.submit(core.receive(ends[1], core.memory(64)).with(Operation.WAIT_ALL));
        core.call(core.send(ends[0], "some"));
        core.close(ends[0]);
        assertEquals(4, core.drive(receive));
    }

    @Test
    void aCancelledWaitForAllAnswersWhatCame() {
        long[] ends = core.connection(7000);
        TestOperation receive =
                core.submit(core.receive(ends[1], core.memory(64)).with(Operation.WAIT_ALL));
        core.call(core.send(ends[0], "some"));
        assertEquals(0, core.cancel(receive));
        assertEquals(4, core.drive(receive));
    }

    @Test
    void aPeekLeavesTheDataWhereItIs() {
        long[] ends = core.connection(7000);
        core.call(core.send(ends[0], "peek"));
        MemorySegment memory = core.memory(64);
        assertEquals(
                "4",
                core.call(core.receive(ends[1], memory).with(Operation.PEEK)).outcome());
        memory.fill((byte) 0);
        assertEquals("4", core.call(core.receive(ends[1], memory)).outcome());
        assertEquals("peek", TestCore.text(memory, 4));
    }

    @Test
    void vectorsAreGatheredAndScattered() {
        long[] ends = core.connection(7000);
        MemorySegment pairs = core.memory(6 * Long.BYTES);
        MemorySegment[] parts = {core.bytes("one "), core.bytes(""), core.bytes("three")};
        fillVector(pairs, parts);
        TestOperation send =
                TestOperation.of(OperationKind.SEND_VECTORED, ends[0]).vector(pairs, 3);
        assertEquals("9", core.call(send).outcome());
        MemorySegment[] into = {core.memory(2), core.memory(64)};
        MemorySegment intoPairs = core.memory(4 * Long.BYTES);
        fillVector(intoPairs, into);
        TestOperation receive =
                TestOperation.of(OperationKind.RECEIVE_VECTORED, ends[1]).vector(intoPairs, 2);
        assertEquals("9", core.call(receive).outcome());
        assertEquals("on", TestCore.text(into[0], 2));
        assertEquals("e three", TestCore.text(into[1], 7));
    }

    @Test
    void aMultishotReceiveTakesBlocksUntilThePoolIsEmpty() {
        long[] ends = core.connection(7000);
        TestOperation receive = core.submit(
                TestOperation.of(OperationKind.RECEIVE, ends[1]).with(Operation.MULTISHOT | Operation.POOL_BUFFER));
        core.tick();
        for (int i = 0; i < TestCore.BLOCKS; i++) {
            core.call(core.send(ends[0], "message " + i));
            assertEquals(i + 1, receive.results.size());
            assertEquals(9, receive.lastResult());
            assertEquals(Completions.MORE | Completions.BUFFER, receive.lastFlags);
            assertEquals("message " + i, TestCore.text(core.blocks.memory(receive.blocks.getLast()), 9));
        }
        assertEquals(0, core.blocks.freeBlocks());
        core.call(core.send(ends[0], "one too many"));
        assertEquals("NO_BUFFERS", receive.outcome());
        assertTrue(receive.isDone());
        core.blocks.give(receive.blocks.getFirst());
        core.submit(receive);
        core.tick();
        assertEquals("12", receive.outcome());
    }

    @Test
    void aReceiveIntoABlockTakesNoMoreThanItSays() {
        long[] ends = core.connection(7000);
        core.call(core.send(ends[0], "abcdef"));
        TestOperation receive = TestOperation.of(OperationKind.RECEIVE, ends[1])
                .with(Operation.POOL_BUFFER)
                .length(4);
        assertEquals("4", core.call(receive).outcome());
        assertEquals(Completions.BUFFER, receive.lastFlags);
        assertEquals("2", core.call(receive).outcome());
    }

    @Test
    void aMultishotReceiveEndsWithTheConnection() {
        long[] ends = core.connection(7000);
        TestOperation receive = core.submit(
                TestOperation.of(OperationKind.RECEIVE, ends[1]).with(Operation.MULTISHOT | Operation.POOL_BUFFER));
        core.call(core.send(ends[0], "x"));
        core.close(ends[0]);
        assertEquals(0, core.drive(receive));
        assertEquals(List.of(1, 0), receive.results);
        assertEquals(0, receive.lastFlags);
    }

    @Test
    void aSendWithoutCopyingIsOverLaterThanItsEffect() {
        long[] ends = core.connection(7000);
        TestOperation send = core.submit(core.send(ends[0], "zero").with(Operation.ZERO_COPY));
        assertEquals("4", core.call(core.receive(ends[1], core.memory(64))).outcome());
        assertFalse(send.isDone());
        assertEquals(4, core.drive(send));
        assertTrue(kernel.nowNanos() > 0);
    }

    @Test
    void nobodyListeningRefuses() {
        long handle = core.sockets.open(Family.INET4, Sockets.Type.STREAM);
        assertEquals("REFUSED", core.call(core.connect(handle, 7000)).outcome());
        assertEquals("NOT_CONNECTED", core.call(core.send(handle, "x")).outcome());
        assertEquals(
                "NOT_CONNECTED", core.call(core.receive(handle, core.memory(1))).outcome());
        assertEquals(
                "NOT_CONNECTED",
                core.call(TestOperation.of(OperationKind.SHUTDOWN, handle).with(Operation.SHUT_READ))
                        .outcome());
        core.listener(7000);
        assertEquals("0", core.call(core.connect(handle, 7000)).outcome());
        assertEquals("ALREADY_CONNECTED", core.call(core.connect(handle, 7000)).outcome());
    }

    @Test
    void closingEndsTheOperationsOnTheHandle() {
        long[] ends = core.connection(7000);
        TestOperation receive = core.submit(core.receive(ends[0], core.memory(8)));
        TestOperation poll =
                core.submit(TestOperation.of(OperationKind.POLL, ends[0]).with(Operation.POLL_READ));
        core.tick();
        core.close(ends[0]);
        assertEquals("CLOSED", receive.outcome());
        assertEquals("CLOSED", poll.outcome());
        assertEquals("BAD_HANDLE", core.call(receive).outcome());
    }

    @Test
    void anOperationOfAnotherKindOfHandleIsRefused() {
        long[] ends = core.connection(7000);
        assertEquals(
                "BAD_HANDLE",
                core.call(TestOperation.of(OperationKind.ACCEPT, ends[0])).outcome());
        assertEquals(
                "BAD_HANDLE",
                core.call(TestOperation.of(OperationKind.SYNC, ends[0])).outcome());
        assertEquals("BAD_HANDLE", core.call(core.send(12345, "x")).outcome());
        TestOperation nowhere = TestOperation.of(OperationKind.RECEIVE, ends[0]).length(10);
        assertEquals("INVALID", core.call(nowhere).outcome());
        assertEquals(IoError.INVALID.result(), core.sockets.listen(ends[0], 1));
    }

    private static void fillVector(MemorySegment pairs, MemorySegment... parts) {
        for (int i = 0; i < parts.length; i++) {
            pairs.setAtIndex(ValueLayout.JAVA_LONG, 2L * i, parts[i].address());
            pairs.setAtIndex(ValueLayout.JAVA_LONG, 2L * i + 1, parts[i].byteSize());
        }
    }
}
