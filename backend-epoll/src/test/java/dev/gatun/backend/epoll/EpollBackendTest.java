package dev.gatun.backend.epoll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.BufferPool;
import dev.gatun.BufferPoolConfig;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import dev.gatun.readiness.ReadinessBackend;
import dev.gatun.spi.Completions;
import dev.gatun.spi.IoBackend;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import dev.gatun.spi.Sockets;
import dev.gatun.testkit.contract.BackendContract;
import dev.gatun.testkit.contract.RawOperation;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** What {@link BackendContract} does not see: the backend by itself over this kernel. */
class EpollBackendTest extends EpollFixture {
    @Test
    void anotherThreadEndsAWaitWithoutAnEnd() throws InterruptedException {
        Thread waker = Thread.ofPlatform().start(backend::wake);
        completions.clear();
        assertEquals(0, backend.poll(0, IoBackend.NEVER, completions));
        waker.join();
    }

    @Test
    void aPollThatWaitsEndsAtItsDeadline() {
        completions.clear();
        long now = System.nanoTime();
        assertEquals(0, backend.poll(now, now + 300_000, completions));
        assertTrue(System.nanoTime() - now >= 300_000, "it came back before its time");
    }

    @Test
    void afterTheEndAWakeIsNothingAndAPollIsRefused() {
        backend.close();
        backend.wake();
        assertThrows(IllegalStateException.class, () -> backend.poll(0, IoBackend.NOW, completions));
        long socket = sockets.open(Sockets.Family.INET4, Sockets.Type.STREAM);
        assertEquals(0, sockets.close(socket));
    }

    @Test
    void aNumberUsedAgainHearsOfItsOwnOnly() {
        long first = -1;
        for (int round = 0; round < 20; round++) {
            long[] ends = pair(Linux.AF_UNIX());
            first = first < 0 ? ends[0] : first;
            assertEquals(first, ends[0], "the kernel gives the lowest free number");
            submit(OperationKind.RECEIVE, ends[0], 0, 8);
            assertEquals(0, look());
            submit(OperationKind.SEND, ends[1], 0, 3);
            boolean isClosedBeforeItIsHeard = round % 2 == 0;
            if (isClosedBeforeItIsHeard) {
                calls.waiting(Syscalls.__NR_write(), ends[1], arena.allocate(1).address(), 1);
            }
            submit(OperationKind.CLOSE, ends[0], 0, 0);
            submit(OperationKind.CLOSE, ends[1], 0, 0);
            int told = 0;
            while (told < 4) {
                told += poll();
            }
            assertEquals(0, backend.inFlight());
        }
    }

    @Test
    void aHandleClosedByAnotherBackendIsWatchedAnew() {
        BufferPool otherPool = new BufferPool(BufferPoolConfig.defaults().withLimit(1 << 20), null);
        ReadinessBackend other = opened(otherPool);
        long[] ends = pair(Linux.AF_UNIX());
        submit(OperationKind.POLL, ends[0], Operation.POLL_READ, 0);
        assertEquals(0, look());
        assertEquals(0, other.sockets().close(ends[0]));
        assertEquals(0, other.sockets().close(ends[1]));
        long[] again = pair(Linux.AF_UNIX());
        assertEquals(ends[0], again[0]);
        submit(OperationKind.RECEIVE, again[0], 0, 8);
        assertEquals(1, look());
        assertEquals(IoError.CANCELLED.result(), completions.result(0), "what waited on the one before");
        submit(OperationKind.SEND, again[1], 0, 3);
        int told = 0;
        while (told < 2) {
            told += poll();
        }
        other.close();
        otherPool.close();
        sockets.close(again[0]);
        sockets.close(again[1]);
    }

    @Test
    void theReadAfterAShortReadIsSparedAndTheEndIsHeard() {
        long[] ends = tcpPair();
        submit(OperationKind.RECEIVE, ends[1], 0, 64);
        look();
        submit(OperationKind.SEND, ends[0], 0, 5);
        int told = 0;
        while (told < 2) {
            told += poll();
        }
        submit(OperationKind.RECEIVE, ends[1], 0, 64);
        assertEquals(0, look());
        sockets.close(ends[0]);
        assertEquals(0, awaitOne(), "the end, though nothing was read since");
        sockets.close(ends[1]);
    }

    @Test
    void bytesAndTheEndAtOnceAreBothHeard() {
        long[] ends = tcpPair();
        submit(OperationKind.RECEIVE, ends[1], 0, 64);
        look();
        calls.waiting(Syscalls.__NR_write(), ends[0], arena.allocate(5).address(), 5);
        sockets.close(ends[0]);
        assertEquals(5, awaitOne());
        submit(OperationKind.RECEIVE, ends[1], 0, 64);
        assertEquals(0, awaitOne());
        sockets.close(ends[1]);
    }

    @Test
    void withoutAHandleLeftAnAcceptSaysSoAndLosesNobody() {
        long address = arena.allocate(sockets.addressBytes(), 8).address();
        long listener = listener(address);
        long client = sockets.open(Sockets.Family.INET4, Sockets.Type.STREAM);
        backend.submit(new RawOperation(++slot, OperationKind.CONNECT, client, 0).peer(address, 16));
        assertEquals(0, awaitOne());
        MemorySegment before = arena.allocate(16, 8);
        MemorySegment none = arena.allocate(16, 8);
        int nofile = Linux.RLIMIT_NOFILE();
        calls.immediate(Syscalls.__NR_prlimit64(), 0, nofile, 0, before.address(), 0, 0);
        none.set(ValueLayout.JAVA_LONG, 8, before.get(ValueLayout.JAVA_LONG, 8));
        assertEquals(0, calls.immediate(Syscalls.__NR_prlimit64(), 0, nofile, none.address(), 0, 0, 0));
        submit(OperationKind.ACCEPT, listener, Operation.MULTISHOT, 0);
        int result;
        try {
            result = awaitOne();
        } finally {
            calls.immediate(Syscalls.__NR_prlimit64(), 0, nofile, before.address(), 0, 0, 0);
        }
        assertEquals(IoError.TOO_MANY_HANDLES.result(), result);
        assertEquals(Linux.EMFILE(), Completions.nativeNumber(completions.flags(0)));
        submit(OperationKind.ACCEPT, listener, 0, 0);
        long server = awaitOne();
        assertTrue(server >= 0);
        for (long handle : new long[] {listener, client, server}) {
            sockets.close(handle);
        }
    }

    @Test
    void whatIsStillInFlightEndsWithTheBackend() {
        long[] ends = pair(Linux.AF_UNIX());
        submit(OperationKind.RECEIVE, ends[0], 0, 8);
        submit(OperationKind.POLL, ends[0], Operation.POLL_READ | Operation.MULTISHOT, 0);
        submit(OperationKind.RECEIVE, ends[0], Operation.POOL_BUFFER, 0);
        look();
        assertEquals(3, backend.inFlight());
        assertEquals(0, backend.closeAndCountLeaked());
        sockets.close(ends[0]);
        sockets.close(ends[1]);
    }

    @Test
    void batchesAreTriedAndWaitForRoomAndDatagrams() {
        long address = arena.allocate(sockets.addressBytes(), 8).address();
        long socket = sockets.open(Sockets.Family.INET4, Sockets.Type.DATAGRAM);
        sockets.bind(socket, address, sockets.writeAddress(new InetSocketAddress("127.0.0.1", 0), address));
        sockets.localAddress(socket, address);
        var in = sockets.newBatch(4);
        for (int i = 0; i < 4; i++) {
            in.memory(i, arena.allocate(64).address(), 64);
        }
        in.count(4);
        RawOperation receive = new RawOperation(++slot, OperationKind.RECEIVE_BATCH, socket, 0).batch(in);
        backend.submit(receive);
        assertEquals(0, look());
        var out = sockets.newBatch(3);
        for (int i = 0; i < 3; i++) {
            out.memory(i, arena.allocate(64).address(), 10 + i);
            out.peer(i, address, 16);
        }
        out.count(3);
        backend.submit(new RawOperation(++slot, OperationKind.SEND_BATCH, socket, 0).batch(out));
        assertEquals(3, awaitOne());
        assertEquals(3, awaitOne());
        assertEquals(12, in.length(2));
        sockets.close(socket);
    }
}
