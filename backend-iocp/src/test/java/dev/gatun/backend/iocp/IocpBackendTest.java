package dev.gatun.backend.iocp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.BufferPool;
import dev.gatun.BufferPoolConfig;
import dev.gatun.spi.Completions;
import dev.gatun.spi.IoBackend;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import dev.gatun.spi.Sockets;
import dev.gatun.testkit.contract.RawOperation;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the contract can't see: packets, slots, and whose port a handle is. */
@Timeout(60)
class IocpBackendTest extends IocpFixture {
    @TempDir
    Path folder;

    @Test
    void whatIsDoneAtOnceIsToldOnce() {
        long[] pair = pair();
        for (int i = 0; i < 20; i++) {
            RawOperation send = submit(OperationKind.SEND, pair[0], 0, 10);
            assertEquals(10, awaitOne());
            assertEquals(send.userData(), completions.userData(0));
            assertEquals(0, look(), "a packet told of it again");
            submit(OperationKind.RECEIVE, pair[1], 0, 10);
            assertEquals(10, awaitOne());
            assertEquals(0, look(), "a packet told of it again");
        }
        assertEquals(0, backend.slotsTaken());
        close(pair);
    }

    /** Until the packet was fetched the OVERLAPPED is Windows', and so is its slot. */
    @Test
    void aCancelledReceiveKeepsItsSlotUntilItsPacket() {
        long[] pair = pair();
        RawOperation receive = submit(OperationKind.RECEIVE, pair[1], 0, 10);
        assertEquals(0, look());
        assertEquals(1, backend.slotsTaken());
        assertEquals(0, backend.cancel(receive));
        assertEquals(1, backend.slotsTaken(), "given back by the cancel");
        assertEquals(1, backend.inFlight());
        assertEquals(IoError.CANCELLED.result(), awaitOne());
        assertEquals(995, Completions.nativeNumber(completions.flags(0)));
        assertEquals(0, backend.slotsTaken());
        close(pair);
    }

    @Test
    void twoUnderWayHaveSlotsOfTheirOwn() {
        long[] pair = pair();
        RawOperation one = submit(OperationKind.RECEIVE, pair[0], 0, 100);
        RawOperation other = submit(OperationKind.RECEIVE, pair[1], 0, 100);
        assertEquals(0, look());
        assertEquals(2, backend.slotsTaken());
        assertNotEquals(Place.detail(one), Place.detail(other));
        RawOperation send = submit(OperationKind.SEND, pair[0], 0, 7);
        long[] results = new long[2];
        long start = System.nanoTime();
        for (int told = 0; told < 2; ) {
            told += poll(start);
            for (int i = 0; i < completions.count(); i++) {
                assertEquals(7, completions.result(i));
                results[completions.userData(i) == send.userData() ? 0 : 1] = completions.userData(i);
            }
        }
        assertEquals(other.userData(), results[1]);
        backend.cancel(one);
        assertEquals(IoError.CANCELLED.result(), awaitOne());
        close(pair);
    }

    @Test
    void acceptsGoOnAfterTheFirst() {
        long address = memory(sockets.addressBytes()).address();
        long listener = listener(address);
        RawOperation accept = submit(OperationKind.ACCEPT, listener, Operation.MULTISHOT, 0);
        assertEquals(0, look());
        for (int i = 0; i < 5; i++) {
            long client = sockets.open(Sockets.Family.INET4, Sockets.Type.STREAM);
            submit(new RawOperation(++slot, OperationKind.CONNECT, client, 0).peer(address, 16));
            int told = 0;
            long start = System.nanoTime();
            while (told < 2) {
                told += poll(start);
                for (int at = 0; at < completions.count(); at++) {
                    boolean isAccept = completions.userData(at) == accept.userData();
                    assertEquals(isAccept ? Completions.MORE : 0, completions.flags(at), "connection " + i);
                    if (isAccept) {
                        sockets.close(completions.result(at));
                    }
                }
            }
            sockets.close(client);
        }
        backend.cancel(accept);
        assertEquals(IoError.CANCELLED.result(), awaitOne());
        sockets.close(listener);
    }

    @Test
    void whatLiesBeforeAnEndIsToldBeforeIt() {
        long[] pair = pair();
        RawOperation watching = submit(OperationKind.RECEIVE, pair[1], Operation.POOL_BUFFER | Operation.MULTISHOT, 0);
        assertEquals(0, look());
        send(pair[0], "last words");
        int bytes = 0;
        sockets.close(pair[0]);
        int ends = 0;
        long start = System.nanoTime();
        while (ends == 0) {
            poll(start);
            for (int at = 0; at < completions.count(); at++) {
                assertEquals(watching.userData(), completions.userData(at));
                bytes += completions.result(at);
                if ((completions.flags(at) & Completions.BUFFER) != 0) {
                    pool.give(completions.block(at));
                }
                ends += (completions.flags(at) & Completions.MORE) == 0 ? 1 : 0;
            }
        }
        assertEquals("last words".length(), bytes);
        assertEquals(0, completions.result(completions.count() - 1), "and then the end");
        sockets.close(pair[1]);
    }

    /** No bytes are received while nobody has any, and none of the pool's blocks is held. */
    @Test
    void whoWaitsForTheFirstByteHoldsNoBlock() {
        long[] pair = pair();
        long before = pool.statistics().bytesInUse();
        RawOperation receive = submit(OperationKind.RECEIVE, pair[1], Operation.POOL_BUFFER, 0);
        assertEquals(0, look());
        assertEquals(1, backend.slotsTaken(), "a receive of no bytes");
        assertEquals(before, pool.statistics().bytesInUse());
        backend.cancel(receive);
        assertEquals(IoError.CANCELLED.result(), awaitOne());
        send(pair[0], "x");
        RawOperation next = submit(OperationKind.RECEIVE, pair[1], 0, 5);
        assertEquals(1, awaitOne(), "the watch has taken nothing");
        assertEquals("x", text(next, 1));
        close(pair);
    }

    @Test
    void anotherCoresStreamIsTriedAndItsPacketsStayThere() {
        long[] pair = pair();
        RawOperation mine = submit(OperationKind.RECEIVE, pair[1], 0, 10);
        assertEquals(0, look());
        backend.cancel(mine);
        assertEquals(IoError.CANCELLED.result(), awaitOne());
        BufferPool otherPool = new BufferPool(BufferPoolConfig.defaults().withLimit(1 << 20), provider.regionAdvice());
        IocpBackend other = opened(otherPool);
        RawOperation theirs = new RawOperation(1, OperationKind.RECEIVE, pair[1], 0)
                .memory(memory(10).address(), 10);
        other.submit(theirs);
        Completions told = new Completions(4);
        assertEquals(0, other.poll(0, IoBackend.NOW, told));
        send(pair[0], "moved");
        long start = System.nanoTime();
        while (told.count() == 0 && System.nanoTime() - start < PATIENCE_NANOS) {
            long now = System.nanoTime();
            other.poll(now, now + 10_000_000, told);
        }
        assertEquals(5, told.result(0));
        assertEquals("moved", text(theirs, 5));
        assertEquals(0, other.strays());
        assertEquals(0, other.closeAndCountLeaked());
        otherPool.close();
        close(pair);
    }

    @Test
    void aFileIsItsFirstCoresForLife() throws IOException {
        Path path = Files.writeString(folder.resolve("file"), "content");
        MemorySegment name = memory(200);
        name.setString(0, path.toString());
        submit(new RawOperation(++slot, OperationKind.OPEN, 0, Operation.OPEN_READ).memory(name.address(), 200));
        long file = awaitOne();
        RawOperation read = submit(OperationKind.READ, file, 0, 100);
        assertEquals(7, awaitOne());
        assertEquals("content", text(read, 7));
        BufferPool otherPool = new BufferPool(BufferPoolConfig.defaults().withLimit(1 << 20), provider.regionAdvice());
        IocpBackend other = opened(otherPool);
        other.submit(new RawOperation(1, OperationKind.READ, file, 0)
                .memory(memory(10).address(), 10));
        Completions told = new Completions(4);
        assertEquals(1, other.poll(0, IoBackend.NOW, told));
        assertEquals(IoError.NOT_SUPPORTED.result(), told.result(0));
        other.close();
        otherPool.close();
        submit(OperationKind.CLOSE, file, 0, 0);
        assertEquals(0, awaitOne());
    }

    /** The number of a closed handle is used again at once, and then is nobody's port's. */
    @Test
    void aNumberUsedAgainIsAssociatedAnew() {
        for (int i = 0; i < 30; i++) {
            long[] pair = pair();
            RawOperation waiting = submit(OperationKind.RECEIVE, pair[1], Operation.POOL_BUFFER, 0);
            assertEquals(0, look());
            backend.cancel(waiting);
            assertEquals(IoError.CANCELLED.result(), awaitOne());
            close(pair); // its watch still has a slot, which comes back
        }
        look();
        assertEquals(0, backend.strays());
    }

    @Test
    void aCloseWaitsForWhatIsUnderWay() {
        long[] pair = pair();
        RawOperation receive = submit(OperationKind.RECEIVE, pair[1], 0, 10);
        assertEquals(0, look());
        RawOperation close = submit(OperationKind.CLOSE, pair[1], 0, 0);
        long start = System.nanoTime();
        int[] order = new int[2];
        int told = 0;
        while (told < 2) {
            poll(start);
            for (int at = 0; at < completions.count(); at++) {
                boolean isClose = completions.userData(at) == close.userData();
                assertEquals(isClose ? 0 : IoError.CANCELLED.result(), completions.result(at));
                order[told++] = isClose ? 2 : 1;
            }
        }
        assertEquals(1, order[0], "the receive of " + receive);
        assertEquals(2, order[1]);
        submit(OperationKind.RECEIVE, pair[0], 0, 10);
        assertEquals(0, awaitOne(), "the peer sees an end, and no reset");
        sockets.close(pair[0]);
    }

    @Test
    void aMultishotPollIsNotToldOverAndOver() {
        long[] pair = pair();
        RawOperation poll = submit(OperationKind.POLL, pair[1], Operation.POLL_READ | Operation.MULTISHOT, 0);
        assertEquals(0, look());
        send(pair[0], "x");
        assertEquals(Operation.POLL_READ, awaitOne());
        assertEquals(0, look(), "nothing was received since");
        submit(OperationKind.RECEIVE, pair[1], 0, 10);
        assertEquals(1, awaitOne());
        send(pair[0], "y");
        assertEquals(Operation.POLL_READ, awaitOne());
        backend.cancel(poll);
        assertEquals(IoError.CANCELLED.result(), awaitOne());
        close(pair);
    }

    @Test
    void aWaitEndsAtItsDeadlineAndNotBefore() {
        long now = System.nanoTime();
        completions.clear();
        assertEquals(0, backend.poll(now, now + 400_000, completions));
        assertTrue(System.nanoTime() - now >= 400_000, "0.4 ms became 0");
        long enters = backend.statistics().enters();
        assertEquals(1, enters, "one wait, no spinning");
        assertEquals(1, backend.statistics().waits());
    }

    private void close(long[] pair) {
        sockets.close(pair[0]);
        sockets.close(pair[1]);
    }
}
