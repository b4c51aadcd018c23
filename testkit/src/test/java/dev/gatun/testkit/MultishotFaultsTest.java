package dev.gatun.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.spi.Completions;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What befalls multishot operations and the blocks they take. */
class MultishotFaultsTest {
    private static final int MULTISHOT_INTO_POOL = Operation.MULTISHOT | Operation.POOL_BUFFER;

    private static TestCore machine(Fault fault) {
        return new TestCore(new SimulatedKernel(11, Faults.none().with(fault, 1).withDelayNanosMax(1000)));
    }

    private static long count(TestCore core, Fault fault) {
        return core.kernel.faultCounts().count(fault);
    }

    @Test
    void thePoolMaySeemEmpty() {
        try (TestCore core = machine(Fault.NO_BUFFERS)) {
            long[] ends = core.connection(7000);
            core.call(core.send(ends[0], "x"));
            TestOperation receive =
                    TestOperation.of(OperationKind.RECEIVE, ends[1]).with(MULTISHOT_INTO_POOL);
            assertEquals("NO_BUFFERS", core.call(receive).outcome());
            assertEquals(TestCore.BLOCKS, core.blocks.freeBlocks());
            assertEquals(1, count(core, Fault.NO_BUFFERS));
        }
    }

    @Test
    void aBlockMayHoldSeveralResults() {
        try (TestCore core = machine(Fault.BLOCK_SHARED)) {
            long[] ends = core.connection(7000);
            TestOperation receive =
                    core.submit(TestOperation.of(OperationKind.RECEIVE, ends[1]).with(MULTISHOT_INTO_POOL));
            core.call(core.send(ends[0], "abc"));
            core.call(core.send(ends[0], "defg"));
            assertEquals(List.of(3, 4), receive.results);
            assertEquals(Completions.MORE | Completions.BUFFER | Completions.BUFFER_SHARED, receive.lastFlags);
            assertEquals(receive.blocks.get(0), receive.blocks.get(1));
            assertEquals(3, receive.lastOffset);
            assertEquals("abcdefg", TestCore.text(core.blocks.memory(receive.blocks.getFirst()), 7));
            core.cancel(receive);
            core.drive(receive);
            assertEquals(TestCore.BLOCKS - 1, core.blocks.freeBlocks(), "results may lie in it that nobody took yet");
            core.tick();
            assertEquals(TestCore.BLOCKS, core.blocks.freeBlocks(), "the backend's share is back");
            assertEquals(2, count(core, Fault.BLOCK_SHARED));
        }
    }

    @Test
    void aSharedBlockThatIsFullIsTheReceiversAlone() {
        try (TestCore core = machine(Fault.BLOCK_SHARED)) {
            long[] ends = core.connection(7000);
            TestOperation receive =
                    core.submit(TestOperation.of(OperationKind.RECEIVE, ends[1]).with(MULTISHOT_INTO_POOL));
            core.call(core.send(ends[0], "x".repeat(TestCore.BLOCK_BYTES - 1)));
            core.call(core.send(ends[0], "yz"));
            assertEquals(List.of(TestCore.BLOCK_BYTES - 1, 1, 1), receive.results);
            assertEquals(receive.blocks.get(0), receive.blocks.get(1));
            assertNotEquals(receive.blocks.get(0), receive.blocks.get(2));
            core.call(TestOperation.of(OperationKind.CLOSE, ends[1]));
            assertEquals("CLOSED", receive.outcome());
            core.tick();
            assertEquals(TestCore.BLOCKS - 1, core.blocks.freeBlocks());
        }
    }

    @Test
    void multishotMayEndThoughNothingIsWrong() {
        try (TestCore core = machine(Fault.MULTISHOT_ENDED)) {
            long[] ends = core.connection(7000);
            core.call(core.send(ends[0], "x"));
            TestOperation receive =
                    TestOperation.of(OperationKind.RECEIVE, ends[1]).with(MULTISHOT_INTO_POOL);
            assertEquals("1", core.call(receive).outcome());
            assertEquals(Completions.BUFFER, receive.lastFlags);
            assertEquals(1, count(core, Fault.MULTISHOT_ENDED));
        }
    }

    @Test
    void multishotEndsWhenTooMuchIsUnseen() {
        SimulatedKernel kernel =
                new SimulatedKernel(1, Faults.none(), Limits.usual().with(Limit.COMPLETIONS, 2));
        try (TestCore core = new TestCore(kernel)) {
            long socket = core.datagramSocket(6000);
            for (int i = 0; i < 4; i++) {
                core.call(TestOperation.of(OperationKind.SEND_TO, socket)
                        .memory(core.bytes("x"))
                        .peer(core.address(TestCore.loopback(6000))));
            }
            TestOperation receive = core.submit(
                    TestOperation.of(OperationKind.RECEIVE_FROM, socket).with(MULTISHOT_INTO_POOL));
            core.tick();
            assertEquals(List.of(1, 1, 1), receive.results);
            assertTrue(receive.isDone());
        }
    }
}
