package dev.gatun.backend.epoll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.BufferPool;
import dev.gatun.BufferPoolConfig;
import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.SystemCalls;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import dev.gatun.readiness.ReadinessBackend;
import dev.gatun.spi.Completions;
import dev.gatun.spi.IoBackend;
import dev.gatun.spi.IoBackendProvider;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import dev.gatun.spi.Sockets;
import dev.gatun.testkit.contract.BackendContract;
import dev.gatun.testkit.contract.RawOperation;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link BackendContract} does not see: the backend by itself over this kernel, asked through the SPI. */
class EpollBackendTest {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    @TempDir
    Path folder;

    private final Arena arena = Arena.ofConfined();
    private final SystemCalls calls = new SystemCalls(arena);
    private final Completions completions = new Completions(16);
    private final BufferPool pool = new BufferPool(BufferPoolConfig.defaults().withLimit(1 << 20), null);
    private final ReadinessBackend backend = opened(pool);
    private final Sockets sockets = backend.sockets();
    private int slot;

    private static ReadinessBackend opened(BufferPool pool) {
        EpollProvider provider = new EpollProvider(EpollConfig.DEFAULT.withFileThreadsMax(2));
        IoBackendProvider.Usability usability = provider.probe();
        Assumptions.assumeTrue(usability.usable(), usability::reason);
        return (ReadinessBackend) provider.open(new IoBackendProvider.Settings(0, 64, 16, pool));
    }

    @AfterEach
    void nothingIsLeft() {
        assertEquals(0, backend.closeAndCountLeaked());
        assertEquals(0, backend.strays());
        assertEquals(0, pool.closeAndCountLeaked());
        arena.close();
    }

    private RawOperation submit(OperationKind kind, long handle, int flags, int length) {
        RawOperation operation = new RawOperation(++slot, kind, handle, flags)
                .memory(arena.allocate(Math.max(1, length)).address(), length);
        assertEquals(0, backend.submit(operation));
        return operation;
    }

    private int poll() {
        completions.clear();
        long now = System.nanoTime();
        return backend.poll(now, now + PATIENCE_NANOS / 50, completions);
    }

    private int look() {
        completions.clear();
        int told = 0;
        for (int i = 0; i < 6 && told == 0; i++) {
            told = backend.poll(0, IoBackend.NOW, completions);
        }
        return told;
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

    /** Two ends of a stream of the kernel's own, without a listener. */
    private long[] pair(int domain) {
        MemorySegment ends = arena.allocate(ValueLayout.JAVA_INT, 2);
        int type = Linux.SOCK_STREAM() | Linux.SOCK_NONBLOCK() | Linux.SOCK_CLOEXEC();
        assertEquals(0, calls.waiting(Syscalls.__NR_socketpair(), domain, type, 0, ends.address(), 0, 0));
        return new long[] {ends.getAtIndex(ValueLayout.JAVA_INT, 0), ends.getAtIndex(ValueLayout.JAVA_INT, 1)};
    }

    private long listener(long address) {
        long listener = sockets.open(Sockets.Family.INET4, Sockets.Type.STREAM);
        int length = sockets.writeAddress(new InetSocketAddress("127.0.0.1", 0), address);
        assertEquals(0, sockets.bind(listener, address, length));
        assertEquals(0, sockets.listen(listener, 16));
        sockets.localAddress(listener, address);
        return listener;
    }

    private long[] tcpPair() {
        long address = arena.allocate(sockets.addressBytes(), 8).address();
        long listener = listener(address);
        long client = sockets.open(Sockets.Family.INET4, Sockets.Type.STREAM);
        assertEquals(0, backend.submit(new RawOperation(++slot, OperationKind.CONNECT, client, 0).peer(address, 16)));
        assertEquals(0, awaitOne());
        submit(OperationKind.ACCEPT, listener, 0, 0);
        long server = awaitOne();
        sockets.close(listener);
        return new long[] {client, server};
    }

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

    private long open(Path path, int flags) {
        MemorySegment name = arena.allocateFrom(path.toString());
        backend.submit(
                new RawOperation(++slot, OperationKind.OPEN, -1, flags).memory(name.address(), (int) name.byteSize()));
        long file = awaitOne();
        assertTrue(file >= 0, () -> path + ": " + IoError.of((int) file));
        return file;
    }

    @Test
    void whatThePageCacheHasIsReadInThePollItself() throws IOException {
        Path path = Files.write(folder.resolve("cached"), new byte[10_000]);
        long file = open(path, Operation.OPEN_READ);
        Files.readAllBytes(path);
        submit(OperationKind.READ, file, 0, 4096);
        completions.clear();
        assertEquals(1, backend.poll(0, IoBackend.NOW, completions), "no worker was asked");
        assertEquals(4096, completions.result(0));
        sockets.close(file);
    }

    @Test
    void aFileThatWaitsDoesNotHoldUpTheLoop() throws IOException {
        Path fifo = folder.resolve("fifo");
        Assumptions.assumeTrue(new ProcessBuilder("mkfifo", fifo.toString())
                        .start()
                        .onExit()
                        .join()
                        .exitValue()
                == 0);
        MemorySegment name = arena.allocateFrom(fifo.toString());
        RawOperation open = new RawOperation(++slot, OperationKind.OPEN, -1, Operation.OPEN_READ)
                .memory(name.address(), (int) name.byteSize());
        backend.submit(open); // it waits until somebody opens the other end
        assertEquals(0, look());
        submit(OperationKind.NOP, -1, 0, 0);
        assertEquals(1, look());
        assertEquals(0, backend.cancel(open), "asked; a call that runs is not interrupted");
        long writer = open(fifo, Operation.OPEN_READ | Operation.OPEN_WRITE);
        long reader = completions.userData(0) == open.userData() ? writer : awaitOne();
        long pipe = reader == writer ? awaitOne() : writer;
        submit(OperationKind.READ, pipe, 0, 16);
        assertEquals(0, look(), "a pipe is waited for as a socket is");
        calls.waiting(Syscalls.__NR_write(), pipe, arena.allocate(7).address(), 7);
        assertEquals(7, awaitOne());
        sockets.close(reader);
        sockets.close(writer == reader ? pipe : writer);
    }

    @Test
    void aFileIsAlwaysReady() throws IOException {
        long file = open(Files.write(folder.resolve("ready"), new byte[1]), Operation.OPEN_READ);
        submit(OperationKind.POLL, file, Operation.POLL_READ, 0);
        assertEquals(Operation.POLL_READ, awaitOne());
        submit(OperationKind.CLOSE, file, 0, 0);
        assertEquals(0, awaitOne());
        submit(OperationKind.READ, file, 0, 1);
        assertEquals(IoError.BAD_HANDLE.result(), awaitOne());
    }

    @Test
    void aSendWithoutCopyingIsToldWhenTheKernelIsDoneWithTheMemory() {
        long[] ends = tcpPair();
        int length = 100_000;
        submit(OperationKind.POLL, ends[0], Operation.POLL_READ, 0);
        for (int round = 0; round < 20; round++) {
            RawOperation send = submit(OperationKind.SEND, ends[0], Operation.ZERO_COPY, length);
            int sent = -1;
            int received = 0;
            submit(OperationKind.RECEIVE, ends[1], 0, length);
            while (sent < 0 || received < sent) {
                poll();
                for (int i = 0; i < completions.count(); i++) {
                    if (completions.userData(i) == send.userData()) {
                        sent = completions.result(i);
                        assertTrue(sent > 0, () -> "round with " + IoError.of(completions.result(0)));
                    } else {
                        received += completions.result(i);
                        if (received < length && (sent < 0 || received < sent)) {
                            submit(OperationKind.RECEIVE, ends[1], 0, length);
                        }
                    }
                }
            }
            drainReceives(received, sent);
        }
        assertNotEquals(0, option(ends[0], Linux.SO_ZEROCOPY()), "it copied");
        sockets.close(ends[0]);
        sockets.close(ends[1]);
        while (backend.inFlight() > 0) {
            poll();
        }
    }

    private void drainReceives(int received, int sent) {
        assertEquals(sent, received);
    }

    private int option(long handle, int option) {
        MemorySegment words = arena.allocate(ValueLayout.JAVA_INT, 2);
        words.set(ValueLayout.JAVA_INT, 0, Integer.BYTES);
        calls.immediate(
                Syscalls.__NR_getsockopt(),
                handle,
                Linux.SOL_SOCKET(),
                option,
                words.address() + 4,
                words.address(),
                0);
        return NativeMemory.ALL.get(ValueLayout.JAVA_INT, words.address() + 4);
    }

    @Test
    void whereNothingCanBeLentItIsCopied() {
        long[] ends = pair(Linux.AF_UNIX());
        submit(OperationKind.SEND, ends[0], Operation.ZERO_COPY, 10);
        assertEquals(10, awaitOne());
        sockets.close(ends[0]);
        sockets.close(ends[1]);
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
