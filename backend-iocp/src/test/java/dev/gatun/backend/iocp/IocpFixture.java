package dev.gatun.backend.iocp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.BufferPool;
import dev.gatun.BufferPoolConfig;
import dev.gatun.bindings.NativeMemory;
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
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/** A backend over Wine, asked through the SPI; at the end nothing may be left. */
abstract class IocpFixture {
    static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    final Gateway gateway = Gateway.get();
    final IocpProvider provider = new IocpProvider(IocpConfig.DEFAULT.withFileThreadsMax(2), gateway);
    final Arena arena = Arena.ofConfined();
    final Completions completions = new Completions(16);
    final BufferPool pool = new BufferPool(BufferPoolConfig.defaults().withLimit(1 << 20), provider.regionAdvice());
    final IocpBackend backend = opened(pool);
    final Sockets sockets = backend.sockets();
    int slot;

    final IocpBackend opened(BufferPool pool) {
        return (IocpBackend) provider.open(new IoBackendProvider.Settings(0, 64, 16, pool));
    }

    @AfterEach
    final void nothingIsLeft() {
        assertEquals(0, backend.closeAndCountLeaked());
        assertEquals(0, backend.strays());
        assertEquals(0, pool.closeAndCountLeaked());
        arena.close();
    }

    final MemorySegment memory(int bytes) {
        return gateway.allocate(bytes, 8, arena);
    }

    final RawOperation submit(OperationKind kind, long handle, int flags, int length) {
        return submit(new RawOperation(++slot, kind, handle, flags)
                .memory(memory(Math.max(1, length)).address(), length));
    }

    final RawOperation submit(RawOperation operation) {
        assertEquals(0, backend.submit(operation));
        return operation;
    }

    final int poll() {
        completions.clear();
        long now = System.nanoTime();
        return backend.poll(now, now + 20_000_000, completions);
    }

    /** One more poll of those that a test makes until something has happened; not for ever. */
    final int poll(long start) {
        assertTrue(System.nanoTime() - start < PATIENCE_NANOS, "it did not happen");
        return poll();
    }

    /** So often that whatever is on its way would have come. */
    final int look() {
        completions.clear();
        int told = 0;
        for (int i = 0; i < 12 && told == 0; i++) {
            told = backend.poll(0, IoBackend.NOW, completions);
        }
        return told;
    }

    /** Polls until something is told, which must be one thing. */
    final int awaitOne() {
        long start = System.nanoTime();
        int told = poll();
        while (told == 0) {
            told = poll(start);
        }
        assertEquals(1, completions.count());
        return completions.result(0);
    }

    final long listener(long address) {
        long listener = sockets.open(Sockets.Family.INET4, Sockets.Type.STREAM);
        int length = sockets.writeAddress(new InetSocketAddress("127.0.0.1", 0), address);
        assertEquals(0, sockets.bind(listener, address, length));
        assertEquals(0, sockets.listen(listener, 16));
        assertEquals(16, sockets.localAddress(listener, address));
        return listener;
    }

    final long connected(long address) {
        long client = sockets.open(Sockets.Family.INET4, Sockets.Type.STREAM);
        submit(new RawOperation(++slot, OperationKind.CONNECT, client, 0).peer(address, 16));
        assertEquals(0, awaitOne());
        return client;
    }

    final long[] pair() {
        long address = memory(sockets.addressBytes()).address();
        long listener = listener(address);
        long client = connected(address);
        submit(OperationKind.ACCEPT, listener, 0, 0);
        long server = awaitOne();
        assertTrue(server > 0);
        sockets.close(listener);
        return new long[] {client, server};
    }

    final void send(long socket, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        RawOperation send = new RawOperation(++slot, OperationKind.SEND, socket, 0);
        MemorySegment memory = memory(bytes.length);
        MemorySegment.copy(MemorySegment.ofArray(bytes), 0, memory, 0, bytes.length);
        submit(send.memory(memory.address(), bytes.length));
        assertEquals(bytes.length, awaitOne());
    }

    static String text(RawOperation operation, int length) {
        byte[] bytes = NativeMemory.at(operation.address(), length).toArray(ValueLayout.JAVA_BYTE);
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
