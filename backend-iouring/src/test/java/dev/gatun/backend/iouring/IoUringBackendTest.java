package dev.gatun.backend.iouring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.BufferPool;
import dev.gatun.BufferPoolConfig;
import dev.gatun.spi.Completions;
import dev.gatun.spi.DatagramBatch;
import dev.gatun.spi.IoBackend;
import dev.gatun.spi.IoBackendProvider;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import dev.gatun.spi.Sockets;
import dev.gatun.testkit.contract.BackendContract;
import dev.gatun.testkit.contract.RawOperation;
import java.lang.foreign.Arena;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link BackendContract} does not see: the backend by itself, asked through the SPI. */
class IoUringBackendTest {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Arena arena = Arena.ofConfined();
    private final Completions completions = new Completions(16);
    private final BufferPool pool = new BufferPool(BufferPoolConfig.defaults().withLimit(1 << 20), null);
    private final IoUringBackend backend = opened(pool);

    private static IoUringBackend opened(BufferPool pool) {
        IoUringProvider provider = new IoUringProvider();
        IoBackendProvider.Usability usability = provider.probe();
        Assumptions.assumeTrue(usability.usable(), usability::reason);
        return (IoUringBackend) provider.open(new IoBackendProvider.Settings(0, 64, 16, pool));
    }

    @BeforeEach
    void theFirstPollArmsTheWakeEvent() {
        backend.poll(0, IoBackend.NOW, completions);
    }

    @AfterEach
    void nothingIsLeft() {
        assertEquals(0, backend.closeAndCountLeaked());
        assertEquals(0, backend.strays());
        assertEquals(0, pool.closeAndCountLeaked());
        arena.close();
    }

    private void submit(Operation operation) {
        assertEquals(0, backend.submit(operation));
    }

    private int poll() {
        completions.clear();
        long now = System.nanoTime();
        return backend.poll(now, now + PATIENCE_NANOS, completions);
    }

    /** Polls until something is told, which must be one thing. */
    private int awaitOne() {
        long start = System.nanoTime();
        while (poll() == 0) {
            assertTrue(System.nanoTime() - start < PATIENCE_NANOS, "nothing completed");
        }
        assertEquals(1, completions.count());
        return completions.result(0);
    }

    private long boundSocket(long address) {
        Sockets sockets = backend.sockets();
        long socket = sockets.open(Sockets.Family.INET4, Sockets.Type.DATAGRAM);
        int length = sockets.writeAddress(new InetSocketAddress("127.0.0.1", 0), address);
        assertEquals(0, sockets.bind(socket, address, length));
        sockets.localAddress(socket, address);
        return socket;
    }

    private long addressMemory() {
        return arena.allocate(backend.sockets().addressBytes(), 8).address();
    }

    @Test
    void aPollWithNothingToDoDoesNotEnterTheKernel() {
        long before = backend.ring().enters();
        for (int i = 0; i < 100; i++) {
            assertEquals(0, backend.poll(0, IoBackend.NOW, completions));
        }
        assertEquals(before, backend.ring().enters());
    }

    @Test
    void aBatchOfOperationsIsOneEnter() {
        long before = backend.ring().enters();
        for (int slot = 1; slot <= 16; slot++) {
            submit(new RawOperation(slot, OperationKind.NOP, -1, 0));
        }
        assertEquals(16, poll());
        assertEquals(before + 1, backend.ring().enters());
        assertEquals(0, backend.inFlight());
    }

    /** What was in the kernel before is asked for by the same enter. */
    @Test
    void aCancelAndItsEndAreOneEnter() {
        long socket = boundSocket(addressMemory());
        RawOperation wait = new RawOperation(1, OperationKind.POLL, socket, Operation.POLL_READ);
        submit(wait);
        assertEquals(0, backend.poll(0, IoBackend.NOW, completions));
        long before = backend.ring().enters();
        assertEquals(0, backend.cancel(wait));
        assertEquals(1, backend.poll(0, IoBackend.NOW, completions));
        assertEquals(IoError.CANCELLED.result(), completions.result(0));
        assertEquals(before + 1, backend.ring().enters());
        backend.sockets().close(socket);
    }

    @Test
    void anotherThreadEndsAWaitWithoutAnEnd() throws InterruptedException {
        Thread waker = Thread.ofPlatform().start(backend::wake);
        assertEquals(0, backend.poll(0, IoBackend.NEVER, completions));
        waker.join();
    }

    @Test
    void afterTheEndAWakeIsNothingAndAPollIsRefused() {
        backend.close();
        backend.wake();
        assertThrows(IllegalStateException.class, () -> backend.poll(0, IoBackend.NOW, completions));
    }

    @Test
    void aBatchWhoseSocketIsReadyAtTheEndIsNotLeaked() {
        long address = addressMemory();
        long socket = boundSocket(address);
        batchReceive(1, socket);
        send(2, socket, address, 5);
        assertEquals(0, backend.closeAndCountLeaked());
        backend.sockets().close(socket);
    }

    @Test
    void closingAHandleEndsWhatWaitsOnIt() {
        long socket = boundSocket(addressMemory());
        submit(new RawOperation(1, OperationKind.RECEIVE, socket, 0)
                .memory(arena.allocate(64).address(), 64));
        assertEquals(0, backend.poll(0, IoBackend.NOW, completions));
        submit(new RawOperation(2, OperationKind.CLOSE, socket, 0));
        int told = 0;
        while (told < 2) {
            told += poll();
        }
        assertEquals(0, backend.inFlight());
    }

    @Test
    void whatIsStillInFlightEndsWithTheBackend() {
        long socket = boundSocket(addressMemory());
        submit(new RawOperation(1, OperationKind.RECEIVE, socket, 0)
                .memory(arena.allocate(64).address(), 64));
        submit(new RawOperation(2, OperationKind.POLL, socket, Operation.POLL_READ | Operation.MULTISHOT));
        submit(new RawOperation(3, OperationKind.RECEIVE, socket, Operation.POOL_BUFFER));
        backend.poll(0, IoBackend.NOW, completions);
        assertEquals(3, backend.inFlight());
        assertEquals(0, backend.closeAndCountLeaked());
        backend.sockets().close(socket);
    }

    private RawOperation batchReceive(int slot, long socket) {
        DatagramBatch batch = backend.sockets().newBatch(4);
        batch.memory(0, arena.allocate(64).address(), 64);
        batch.count(1);
        RawOperation receive = new RawOperation(slot, OperationKind.RECEIVE_BATCH, socket, 0).batch(batch);
        submit(receive);
        assertEquals(0, backend.poll(0, IoBackend.NOW, completions), "nothing is there");
        assertEquals(0, backend.poll(0, IoBackend.NOW, completions));
        return receive;
    }

    @Test
    void aBatchWaitsForItsDatagrams() {
        long address = addressMemory();
        long socket = boundSocket(address);
        RawOperation receive = batchReceive(1, socket);
        send(2, socket, address, 5);
        int received = 0;
        for (int told = 0; told < 2; ) {
            told += poll();
            for (int i = 0; i < completions.count(); i++) {
                received += completions.userData(i) == receive.userData() ? completions.result(i) : 0;
            }
        }
        assertEquals(1, received);
        assertEquals(5, receive.batch().length(0));
        backend.sockets().close(socket);
    }

    @Test
    void aBatchThatWaitsCanBeCancelled() {
        long socket = boundSocket(addressMemory());
        RawOperation receive = batchReceive(1, socket);
        assertEquals(0, backend.cancel(receive));
        assertEquals(IoError.CANCELLED.result(), awaitOne());
        assertEquals(0, backend.inFlight());
        backend.sockets().close(socket);
    }

    @Test
    void aBatchCancelledBeforeItWasTriedIsNotTried() {
        long socket = boundSocket(addressMemory());
        RawOperation send = new RawOperation(1, OperationKind.SEND_BATCH, socket, 0)
                .batch(backend.sockets().newBatch(1));
        submit(send);
        assertEquals(0, backend.cancel(send));
        assertEquals(IoError.CANCELLED.result(), awaitOne());
        backend.sockets().close(socket);
    }

    @Test
    void moreCancelsThanTheRingHasRoomForAreAllHeard() {
        long socket = boundSocket(addressMemory());
        RawOperation[] polls = new RawOperation[200];
        for (int i = 0; i < polls.length; i++) {
            polls[i] = new RawOperation(i + 1, OperationKind.POLL, socket, Operation.POLL_READ);
            while (backend.submit(polls[i]) != 0) {
                backend.poll(0, IoBackend.NOW, completions);
            }
        }
        for (RawOperation poll : polls) {
            assertEquals(0, backend.cancel(poll));
        }
        for (int told = 0; told < polls.length; ) {
            told += poll();
            for (int i = 0; i < completions.count(); i++) {
                assertEquals(IoError.CANCELLED.result(), completions.result(i));
            }
        }
        assertEquals(0, backend.inFlight());
        backend.sockets().close(socket);
    }

    private void send(int slot, long socket, long to, int bytes) {
        submit(new RawOperation(slot, OperationKind.SEND_TO, socket, 0)
                .memory(arena.allocate(64).address(), bytes)
                .peer(to, 16));
    }

    @Test
    void ofManyDatagramsEachIsToldWithItsSender() {
        long address = addressMemory();
        long socket = boundSocket(address);
        long firstAddress = addressMemory();
        long first = boundSocket(firstAddress);
        long secondAddress = addressMemory();
        long second = boundSocket(secondAddress);
        long peer = addressMemory();
        send(2, first, address, 3);
        send(3, second, address, 4);
        int sent = 0;
        while (sent < 2) {
            sent += poll();
        }
        submit(new RawOperation(1, OperationKind.RECEIVE_FROM, socket, Operation.MULTISHOT | Operation.POOL_BUFFER)
                .peer(peer, 128));
        assertEquals(3, awaitOne());
        assertEquals(
                backend.sockets().readAddress(firstAddress, 16),
                backend.sockets().readAddress(peer, 16));
        assertNotEquals(0, completions.flags(0) & Completions.MORE);
        pool.give(completions.block(0));
        assertEquals(4, awaitOne());
        assertEquals(
                backend.sockets().readAddress(secondAddress, 16),
                backend.sockets().readAddress(peer, 16));
        pool.give(completions.block(0));
        for (long handle : new long[] {socket, first, second}) {
            backend.sockets().close(handle);
        }
    }

    @Test
    void whoKeepsAllBuffersIsToldAndLosesNothing() {
        long address = addressMemory();
        long socket = boundSocket(address);
        int flags = Operation.MULTISHOT | Operation.POOL_BUFFER;
        submit(new RawOperation(1, OperationKind.RECEIVE, socket, flags));
        int[] kept = new int[1000];
        int count = 0;
        int sent = 0;
        boolean exhausted = false;
        while (!exhausted) {
            send(2 + sent, socket, address, 1);
            sent++;
            poll();
            for (int i = 0; i < completions.count(); i++) {
                if ((completions.flags(i) & Completions.BUFFER) != 0) {
                    kept[count++] = completions.block(i);
                }
                exhausted |= completions.result(i) == IoError.NO_BUFFERS.result();
            }
        }
        assertEquals(64, count, "blocks of 16 KiB in a pool of 1 MiB");
        for (int i = 0; i < count; i++) {
            pool.give(kept[i]);
        }
        submit(new RawOperation(1, OperationKind.RECEIVE, socket, flags));
        while (count < sent) {
            poll();
            for (int i = 0; i < completions.count(); i++) {
                if ((completions.flags(i) & Completions.BUFFER) != 0) {
                    pool.give(completions.block(i));
                    count++;
                }
            }
        }
        backend.sockets().close(socket);
    }
}
