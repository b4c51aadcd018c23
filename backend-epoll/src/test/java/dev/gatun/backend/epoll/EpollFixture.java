package dev.gatun.backend.epoll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.BufferPool;
import dev.gatun.BufferPoolConfig;
import dev.gatun.bindings.SystemCalls;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import dev.gatun.readiness.ReadinessBackend;
import dev.gatun.spi.Completions;
import dev.gatun.spi.IoBackend;
import dev.gatun.spi.IoBackendProvider;
import dev.gatun.spi.OperationKind;
import dev.gatun.spi.Sockets;
import dev.gatun.testkit.contract.RawOperation;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;

/** A backend over this kernel, asked through the SPI; at the end nothing may be left. */
abstract class EpollFixture {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    final Arena arena = Arena.ofConfined();
    final SystemCalls calls = new SystemCalls(arena);
    final Completions completions = new Completions(16);
    final BufferPool pool = new BufferPool(BufferPoolConfig.defaults().withLimit(1 << 20), null);
    final ReadinessBackend backend = opened(pool);
    final Sockets sockets = backend.sockets();
    int slot;

    static ReadinessBackend opened(BufferPool pool) {
        EpollProvider provider = new EpollProvider(EpollConfig.DEFAULT.withFileThreadsMax(2));
        IoBackendProvider.Usability usability = provider.probe();
        Assumptions.assumeTrue(usability.usable(), usability::reason);
        return (ReadinessBackend) provider.open(new IoBackendProvider.Settings(0, 64, 16, pool));
    }

    @AfterEach
    final void nothingIsLeft() {
        assertEquals(0, backend.closeAndCountLeaked());
        assertEquals(0, backend.strays());
        assertEquals(0, pool.closeAndCountLeaked());
        arena.close();
    }

    final RawOperation submit(OperationKind kind, long handle, int flags, int length) {
        RawOperation operation = new RawOperation(++slot, kind, handle, flags)
                .memory(arena.allocate(Math.max(1, length)).address(), length);
        assertEquals(0, backend.submit(operation));
        return operation;
    }

    final int poll() {
        completions.clear();
        long now = System.nanoTime();
        return backend.poll(now, now + PATIENCE_NANOS / 50, completions);
    }

    final int look() {
        completions.clear();
        int told = 0;
        for (int i = 0; i < 6 && told == 0; i++) {
            told = backend.poll(0, IoBackend.NOW, completions);
        }
        return told;
    }

    /** Polls until something is told, which must be one thing. */
    final int awaitOne() {
        long start = System.nanoTime();
        while (poll() == 0) {
            assertTrue(System.nanoTime() - start < PATIENCE_NANOS, "nothing completed");
        }
        assertEquals(1, completions.count());
        return completions.result(0);
    }

    /** Two ends of a stream of the kernel's own, without a listener. */
    final long[] pair(int domain) {
        MemorySegment ends = arena.allocate(ValueLayout.JAVA_INT, 2);
        int type = Linux.SOCK_STREAM() | Linux.SOCK_NONBLOCK() | Linux.SOCK_CLOEXEC();
        assertEquals(0, calls.waiting(Syscalls.__NR_socketpair(), domain, type, 0, ends.address(), 0, 0));
        return new long[] {ends.getAtIndex(ValueLayout.JAVA_INT, 0), ends.getAtIndex(ValueLayout.JAVA_INT, 1)};
    }

    final long listener(long address) {
        long listener = sockets.open(Sockets.Family.INET4, Sockets.Type.STREAM);
        int length = sockets.writeAddress(new InetSocketAddress("127.0.0.1", 0), address);
        assertEquals(0, sockets.bind(listener, address, length));
        assertEquals(0, sockets.listen(listener, 16));
        sockets.localAddress(listener, address);
        return listener;
    }

    final long[] tcpPair() {
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
}
