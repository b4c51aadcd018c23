package dev.gatun.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.spi.DatagramBatch;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryGuardTest {
    private static final String VIOLATED = "was written while the memory was the kernel's (invariant 4)";

    private final TestCore core = TestCore.ofCalmMachine();

    @AfterEach
    void close() {
        core.close();
    }

    @Test
    void everyByteOfEveryLengthIsWatched() {
        MemorySegment memory = core.memory(64);
        MemoryGuard guard = new MemoryGuard();
        for (int length = 1; length <= 33; length++) {
            guard.clear();
            guard.add(memory.address() + 1, length);
            guard.add(memory.address() + 40, 3);
            guard.lend(true);
            assertTrue(guard.isIntact());
            for (int at = 1; at <= length; at++) {
                memory.set(ValueLayout.JAVA_BYTE, at, (byte) 1);
                assertFalse(guard.isIntact(), at + " of " + length);
                memory.set(ValueLayout.JAVA_BYTE, at, MemoryGuard.POISON);
            }
            memory.set(ValueLayout.JAVA_BYTE, 0, (byte) length);
            memory.set(ValueLayout.JAVA_BYTE, length + 1, (byte) length);
            assertTrue(guard.isIntact());
        }
    }

    @Test
    void whoReadsTooEarlyReadsPoison() {
        long[] ends = core.connection(7000);
        MemorySegment memory = core.memory(4);
        core.submit(core.receive(ends[0], memory));
        assertEquals(MemoryGuard.POISON, memory.get(ValueLayout.JAVA_BYTE, 3));
    }

    @Test
    void writingWhereAReceiveWillWriteIsCaught() {
        long[] ends = core.connection(7000);
        MemorySegment memory = core.memory(100);
        core.submit(core.receive(ends[0], memory));
        core.tick();
        memory.set(ValueLayout.JAVA_BYTE, 99, (byte) 0);
        Failing.expect("its data " + VIOLATED, () -> core.call(core.send(ends[1], "x")));
    }

    @Test
    void writingBetweenTheEffectAndTheCompletionIsCaught() {
        long[] ends = core.connection(7000);
        try (TestCore other = new TestCore(core.kernel, 1, 4)) {
            MemorySegment memory = other.memory(100);
            other.submit(other.receive(ends[0], memory));
            other.tick();
            core.call(core.send(ends[1], "abc"));
            memory.set(ValueLayout.JAVA_BYTE, 1, (byte) 0);
            Failing.expect("RECEIVE on " + ends[0], other::tick);
        }
    }

    @Test
    void changingWhatIsBeingSentIsCaught() {
        long[] ends = core.connection(7000);
        MemorySegment memory = core.memory(10);
        core.submit(TestOperation.of(OperationKind.SEND, ends[0]).memory(memory));
        memory.set(ValueLayout.JAVA_BYTE, 9, (byte) 1);
        Failing.expect("SEND on " + ends[0], core::tick);
    }

    @Test
    void changingWhatIsSentWithoutCopyingIsCaughtAfterItWasReceived() {
        long[] ends = core.connection(7000);
        MemorySegment memory = core.memory(10);
        TestOperation send = core.submit(
                TestOperation.of(OperationKind.SEND, ends[0]).memory(memory).with(Operation.ZERO_COPY));
        core.call(core.receive(ends[1], core.memory(10)));
        memory.set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
        Failing.expect("its data " + VIOLATED, () -> core.drive(send));
    }

    @Test
    void changingAVectorOrAnAddressIsCaught() {
        long[] ends = core.connection(7000);
        MemorySegment pair = core.memory(16);
        pair.set(ValueLayout.JAVA_LONG, 0, core.memory(8).address());
        pair.set(ValueLayout.JAVA_LONG, 8, 8);
        core.submit(TestOperation.of(OperationKind.RECEIVE_VECTORED, ends[0]).vector(pair, 1));
        core.tick();
        pair.set(ValueLayout.JAVA_LONG, 8, 7);
        Failing.expect("its vector " + VIOLATED, () -> core.call(core.send(ends[1], "x")));

        TestCore another = TestCore.ofCalmMachine();
        long socket = another.datagramSocket(6000);
        TestOperation send = TestOperation.of(OperationKind.SEND_TO, socket)
                .memory(another.memory(1))
                .peer(another.address(TestCore.loopback(6000)));
        another.submit(send);
        NativeMemory.ALL.set(ValueLayout.JAVA_BYTE, send.peerAddress() + 3, (byte) 9);
        Failing.expect("its peer's address " + VIOLATED, another::tick);
        another.close();
    }

    @Test
    void changingABatchIsCaught() {
        long socket = core.datagramSocket(6000);
        DatagramBatch batch = core.sockets.newBatch(2);
        MemorySegment memory = core.memory(16);
        batch.memory(0, memory.address(), 8);
        batch.count(1);
        TestOperation receive = core.submit(
                TestOperation.of(OperationKind.RECEIVE_BATCH, socket).batch(batch));
        Failing.expect("a batch was changed while RECEIVE_BATCH on " + socket, () -> batch.count(2));
        Failing.expect("a batch was changed", () -> batch.memory(1, memory.address(), 8));
        Failing.expect(
                "carries already",
                () -> core.backend.submit(
                        TestOperation.of(OperationKind.RECEIVE_BATCH, socket).batch(batch)));
        core.cancel(receive);
        core.drive(receive);
        batch.count(2);
    }

    @Test
    void afterTheCompletionTheMemoryIsItsOwnersAgain() {
        long[] ends = core.connection(7000);
        MemorySegment memory = core.memory(8);
        TestOperation receive = core.receive(ends[0], memory);
        for (int i = 0; i < 3; i++) {
            core.submit(receive);
            core.call(core.send(ends[1], "abc"));
            core.drive(receive);
            memory.fill((byte) i);
        }
    }
}
