package dev.gatun.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.spi.Completions;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import dev.gatun.spi.Sockets;
import dev.gatun.spi.Sockets.Family;
import java.lang.foreign.MemorySegment;
import java.net.UnixDomainSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulatedListenerTest {
    private final SimulatedKernel kernel = new SimulatedKernel(1, Faults.none());
    private final TestCore core = new TestCore(kernel);

    @AfterEach
    void close() {
        core.close();
    }

    @Test
    void aConnectionIsThereBeforeItIsAccepted() {
        long listener = core.listener(7000);
        long client = core.sockets.open(Family.INET4, Sockets.Type.STREAM);
        assertEquals("0", core.call(core.connect(client, 7000)).outcome());
        assertEquals("5", core.call(core.send(client, "early")).outcome());
        MemorySegment peer = core.memory(core.sockets.addressBytes());
        TestOperation accept = TestOperation.of(OperationKind.ACCEPT, listener).peer(peer);
        long server = core.call(accept).lastResult();
        assertEquals("5", core.call(core.receive(server, core.memory(64))).outcome());
        MemorySegment local = core.memory(core.sockets.addressBytes());
        core.sockets.localAddress(client, local.address());
        assertEquals(
                core.sockets.readAddress(local.address(), core.sockets.addressBytes()),
                core.sockets.readAddress(peer.address(), core.sockets.addressBytes()));
    }

    @Test
    void connectsWaitWhileTheBacklogIsFull() {
        long listener = core.listener(7000, 1);
        TestOperation[] connects = new TestOperation[3];
        for (int i = 0; i < connects.length; i++) {
            connects[i] = core.submit(core.connect(core.sockets.open(Family.INET4, Sockets.Type.STREAM), 7000));
        }
        core.tick();
        assertTrue(connects[0].isDone());
        assertFalse(connects[1].isDone());
        core.call(TestOperation.of(OperationKind.ACCEPT, listener));
        assertEquals(0, core.drive(connects[1]));
        assertFalse(connects[2].isDone());
        core.close(listener);
        core.drive(connects[2]);
        assertEquals("REFUSED", connects[2].outcome());
    }

    @Test
    void aConnectThatGaveUpDoesNotTakeAnothersPlace() {
        long listener = core.listener(7000, 1);
        core.call(core.connect(core.sockets.open(Family.INET4, Sockets.Type.STREAM), 7000));
        TestOperation impatient = core.submit(core.connect(core.sockets.open(Family.INET4, Sockets.Type.STREAM), 7000));
        TestOperation patient = core.submit(core.connect(core.sockets.open(Family.INET4, Sockets.Type.STREAM), 7000));
        core.tick();
        assertEquals(0, core.cancel(impatient));
        core.drive(impatient);
        assertEquals("CANCELLED", impatient.outcome());
        core.call(TestOperation.of(OperationKind.ACCEPT, listener));
        assertEquals(0, core.drive(patient));
    }

    @Test
    void aMultishotAcceptAcceptsUntilCancelled() {
        long listener = core.listener(7000);
        TestOperation accept =
                core.submit(TestOperation.of(OperationKind.ACCEPT, listener).with(Operation.MULTISHOT));
        for (int i = 0; i < 3; i++) {
            core.call(core.connect(core.sockets.open(Family.INET4, Sockets.Type.STREAM), 7000));
            assertEquals(i + 1, accept.results.size());
            assertEquals(Completions.MORE, accept.lastFlags);
        }
        assertEquals(0, core.cancel(accept));
        core.drive(accept);
        assertEquals("CANCELLED", accept.outcome());
        assertEquals(
                3,
                accept.results.stream().filter(result -> result > 0).distinct().count());
    }

    @Test
    void aMultishotAcceptWithAPeerGivesOneAtATime() {
        long listener = core.listener(7000);
        MemorySegment peer = core.memory(core.sockets.addressBytes());
        TestOperation accept = core.submit(
                TestOperation.of(OperationKind.ACCEPT, listener).peer(peer).with(Operation.MULTISHOT));
        for (int i = 0; i < 2; i++) {
            core.submit(core.connect(core.sockets.open(Family.INET4, Sockets.Type.STREAM), 7000));
        }
        core.tick();
        assertEquals(1, accept.results.size());
        Object first = core.sockets.readAddress(peer.address(), core.sockets.addressBytes());
        core.tick();
        assertEquals(2, accept.results.size());
        assertNotEquals(first, core.sockets.readAddress(peer.address(), core.sockets.addressBytes()));
    }

    @Test
    void closingTheListenerResetsWhatWasNotAccepted() {
        long listener = core.listener(7000);
        TestOperation accept = core.submit(TestOperation.of(OperationKind.ACCEPT, listener));
        core.tick();
        core.cancel(accept);
        core.drive(accept);
        long client = core.sockets.open(Family.INET4, Sockets.Type.STREAM);
        core.call(core.connect(client, 7000));
        core.close(listener);
        assertEquals("RESET", core.call(core.receive(client, core.memory(1))).outcome());
        core.close(client);
        kernel.assertQuiet();
    }

    @Test
    void unixSocketsConnectByPath() {
        long listener = core.sockets.open(Family.UNIX, Sockets.Type.STREAM);
        MemorySegment address = core.address(UnixDomainSocketAddress.of("/run/gatun.socket"));
        assertEquals(0, core.sockets.bind(listener, address.address(), (int) address.byteSize()));
        assertEquals(0, core.sockets.listen(listener, 1));
        long client = core.sockets.open(Family.UNIX, Sockets.Type.STREAM);
        assertEquals(
                "0",
                core.call(TestOperation.of(OperationKind.CONNECT, client).peer(address))
                        .outcome());
        long server =
                core.call(TestOperation.of(OperationKind.ACCEPT, listener)).lastResult();
        core.call(core.send(server, "local"));
        assertEquals("5", core.call(core.receive(client, core.memory(64))).outcome());
    }
}
