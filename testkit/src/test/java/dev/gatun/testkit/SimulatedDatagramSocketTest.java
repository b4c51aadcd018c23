package dev.gatun.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.spi.Completions;
import dev.gatun.spi.DatagramBatch;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import dev.gatun.spi.Sockets;
import dev.gatun.spi.Sockets.Family;
import java.lang.foreign.MemorySegment;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulatedDatagramSocketTest {
    private static final int QUEUE = 3;

    private final SimulatedKernel kernel =
            new SimulatedKernel(1, Faults.none(), Limits.usual().with(Limit.DATAGRAMS, QUEUE));
    private final TestCore core = new TestCore(kernel);

    @AfterEach
    void close() {
        core.close();
    }

    @Test
    void aDatagramArrivesWithItsSender() {
        long sender = core.datagramSocket(5000);
        long receiver = core.datagramSocket(6000);
        MemorySegment memory = core.memory(64);
        MemorySegment peer = core.memory(core.sockets.addressBytes());
        TestOperation receive = core.submit(TestOperation.of(OperationKind.RECEIVE_FROM, receiver)
                .memory(memory)
                .peer(peer));
        assertEquals("4", core.call(sendTo(sender, 6000, "ping")).outcome());
        assertEquals(4, core.drive(receive));
        assertEquals("ping", TestCore.text(memory, 4));
        assertEquals(TestCore.loopback(5000), core.sockets.readAddress(peer.address(), (int) peer.byteSize()));
        core.close(sender);
        core.close(receiver);
        kernel.assertQuiet();
    }

    @Test
    void eachReceiveTakesOneDatagramAndCutsIt() {
        long socket = core.datagramSocket(6000);
        core.call(sendTo(socket, 6000, "first"));
        core.call(sendTo(socket, 6000, "second"));
        MemorySegment memory = core.memory(3);
        TestOperation receive =
                TestOperation.of(OperationKind.RECEIVE_FROM, socket).memory(memory);
        assertEquals("3", core.call(receive).outcome());
        assertEquals("fir", TestCore.text(memory, 3));
        assertEquals("3", core.call(receive).outcome());
        assertEquals("sec", TestCore.text(memory, 3));
    }

    @Test
    void aFullQueueDropsAndCounts() {
        long socket = core.datagramSocket(6000);
        for (int i = 0; i < QUEUE + 2; i++) {
            assertEquals("1", core.call(sendTo(socket, 6000, "x")).outcome());
        }
        assertEquals(2, kernel.faultCounts().count(Fault.DATAGRAM_DROPPED));
        MemorySegment memory = core.memory(1);
        for (int i = 0; i < QUEUE; i++) {
            assertEquals("1", core.call(core.receive(socket, memory)).outcome());
        }
        core.submit(core.receive(socket, memory));
        assertEquals(0, core.tick());
    }

    @Test
    void aConnectedSocketSendsAndHearsOnlyItsPeer() {
        long one = core.datagramSocket(5000);
        long other = core.datagramSocket(6000);
        long stranger = core.datagramSocket(7000);
        assertEquals("0", core.call(core.connect(one, 6000)).outcome());
        core.call(sendTo(stranger, 5000, "noise"));
        core.call(sendTo(other, 5000, "hi"));
        assertEquals("2", core.call(core.receive(one, core.memory(64))).outcome());
        assertEquals("2", core.call(core.send(one, "yo")).outcome());
        assertEquals("2", core.call(core.receive(other, core.memory(64))).outcome());
        core.close(other);
        assertEquals("2", core.call(core.send(one, "yo")).outcome());
        assertEquals("REFUSED", core.call(core.send(one, "yo")).outcome());
    }

    @Test
    void whatCannotBeSentSaysWhy() {
        long socket = core.datagramSocket(6000);
        assertEquals("NOT_CONNECTED", core.call(core.send(socket, "x")).outcome());
        TestOperation huge = TestOperation.of(OperationKind.SEND_TO, socket)
                .memory(core.memory(70_000))
                .peer(core.address(TestCore.loopback(6000)));
        assertEquals("MESSAGE_TOO_BIG", core.call(huge).outcome());
        TestOperation nowhere = TestOperation.of(OperationKind.SEND_TO, socket)
                .memory(core.memory(1))
                .peer(core.memory(8));
        assertEquals("INVALID", core.call(nowhere).outcome());
        TestOperation ofAnotherFamily = TestOperation.of(OperationKind.SEND_TO, socket)
                .memory(core.memory(1))
                .peer(core.address(UnixDomainSocketAddress.of("/x")));
        assertEquals("ADDRESS_FAMILY", core.call(ofAnotherFamily).outcome());
    }

    @Test
    void aMultishotReceiveWithAPeerGivesOneAtATime() {
        long sender = core.datagramSocket(5000);
        long another = core.datagramSocket(5001);
        long receiver = core.datagramSocket(6000);
        MemorySegment peer = core.memory(core.sockets.addressBytes());
        TestOperation receive = core.submit(TestOperation.of(OperationKind.RECEIVE_FROM, receiver)
                .peer(peer)
                .with(Operation.MULTISHOT | Operation.POOL_BUFFER));
        core.submit(sendTo(sender, 6000, "a"));
        core.submit(sendTo(another, 6000, "bb"));
        core.tick();
        assertEquals(List.of(1), receive.results);
        assertEquals(TestCore.loopback(5000), core.sockets.readAddress(peer.address(), (int) peer.byteSize()));
        core.tick();
        assertEquals(List.of(1, 2), receive.results);
        assertEquals(TestCore.loopback(5001), core.sockets.readAddress(peer.address(), (int) peer.byteSize()));
        assertEquals(Completions.MORE | Completions.BUFFER, receive.lastFlags);
        core.cancel(receive);
        core.drive(receive);
        assertEquals("CANCELLED", receive.outcome());
    }

    @Test
    void aMultishotReceiveWithoutAPeerGivesAllAtOnce() {
        long socket = core.datagramSocket(6000);
        for (int i = 0; i < QUEUE; i++) {
            core.call(sendTo(socket, 6000, "x"));
        }
        TestOperation receive = core.submit(
                TestOperation.of(OperationKind.RECEIVE_FROM, socket).with(Operation.MULTISHOT | Operation.POOL_BUFFER));
        core.tick();
        assertEquals(List.of(1, 1, 1), receive.results);
    }

    @Test
    void batchesAreSentAndReceived() {
        long sender = core.datagramSocket(5000);
        long receiver = core.datagramSocket(6000);
        DatagramBatch batch = core.sockets.newBatch(4);
        MemorySegment peer = core.address(TestCore.loopback(6000));
        String[] texts = {"one", "three", "x"};
        for (int slot = 0; slot < texts.length; slot++) {
            MemorySegment text = core.bytes(texts[slot]);
            batch.memory(slot, text.address(), (int) text.byteSize());
            batch.peer(slot, peer.address(), (int) peer.byteSize());
        }
        batch.count(texts.length);
        TestOperation send = TestOperation.of(OperationKind.SEND_BATCH, sender).batch(batch);
        assertEquals("3", core.call(send).outcome());

        MemorySegment memory = core.memory(16);
        for (int slot = 0; slot < 4; slot++) {
            batch.memory(slot, memory.address() + 4L * slot, 4);
        }
        batch.count(4);
        TestOperation receive =
                TestOperation.of(OperationKind.RECEIVE_BATCH, receiver).batch(batch);
        assertEquals("3", core.call(receive).outcome());
        assertEquals(3, batch.length(0));
        assertFalse(batch.truncated(0));
        assertEquals(4, batch.length(1));
        assertTrue(batch.truncated(1));
        assertEquals("thre", TestCore.text(memory.asSlice(4), 4));
        assertEquals(TestCore.loopback(5000), core.sockets.readAddress(batch.peerAddress(2), batch.peerLength(2)));
    }

    @Test
    void aBatchOfAConnectedSocketNeedsNoPeers() {
        long sender = core.datagramSocket(5000);
        long receiver = core.datagramSocket(6000);
        core.call(core.connect(sender, 6000));
        DatagramBatch batch = core.sockets.newBatch(2);
        MemorySegment text = core.bytes("text");
        batch.memory(0, text.address(), 4);
        batch.memory(1, text.address(), 4);
        batch.length(1, 2);
        batch.count(2);
        assertEquals(
                "2",
                core.call(TestOperation.of(OperationKind.SEND_BATCH, sender).batch(batch))
                        .outcome());
        assertEquals("4", core.call(core.receive(receiver, core.memory(9))).outcome());
        assertEquals("2", core.call(core.receive(receiver, core.memory(9))).outcome());
    }

    @Test
    void aUnixSenderWaitsWhileTheQueueIsFull() {
        long sender = core.sockets.open(Family.UNIX, Sockets.Type.DATAGRAM);
        long receiver = core.sockets.open(Family.UNIX, Sockets.Type.DATAGRAM);
        MemorySegment address = core.address(UnixDomainSocketAddress.of("/tmp/receiver"));
        assertEquals(0, core.sockets.bind(receiver, address.address(), (int) address.byteSize()));
        for (int i = 0; i < QUEUE; i++) {
            core.call(TestOperation.of(OperationKind.SEND_TO, sender)
                    .memory(core.bytes("x"))
                    .peer(address));
        }
        TestOperation waits = core.submit(TestOperation.of(OperationKind.SEND_TO, sender)
                .memory(core.bytes("y"))
                .peer(address));
        assertEquals(0, core.tick());
        core.call(core.receive(receiver, core.memory(1)));
        assertEquals(1, core.drive(waits));
        assertEquals(0, kernel.faultCounts().count(Fault.DATAGRAM_DROPPED));
        core.submit(waits);
        core.tick();
        core.close(receiver);
        core.drive(waits);
        assertEquals("NOT_FOUND", waits.outcome());
    }

    @Test
    void aSocketShutForReadingEnds() {
        long socket = core.datagramSocket(6000);
        core.call(core.connect(socket, 6000));
        TestOperation receive = core.submit(core.receive(socket, core.memory(1)));
        core.tick();
        core.call(TestOperation.of(OperationKind.SHUTDOWN, socket).with(Operation.SHUT_READ | Operation.SHUT_WRITE));
        assertEquals(0, core.drive(receive));
        assertEquals("BROKEN_PIPE", core.call(core.send(socket, "x")).outcome());
    }

    private TestOperation sendTo(long handle, int port, String text) {
        return TestOperation.of(OperationKind.SEND_TO, handle)
                .memory(core.bytes(text))
                .peer(core.address(TestCore.loopback(port)));
    }
}
