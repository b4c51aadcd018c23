package dev.gatun.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.spi.Completions;
import dev.gatun.spi.IoBackend;
import dev.gatun.spi.IoBackendProvider.Settings;
import dev.gatun.spi.OperationKind;
import dev.gatun.spi.Sockets;
import dev.gatun.spi.Sockets.Family;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.TreeMap;

/** A core of a simulated machine as its tests see it: submits, polls, hands results to operations, lets time pass. */
final class TestCore implements AutoCloseable {
    static final int BLOCKS = 4;
    static final int BLOCK_BYTES = 4096;

    final SimulatedKernel kernel;
    final IoBackend backend;
    final Sockets sockets;
    final Blocks blocks;

    private final Arena arena = Arena.ofConfined();
    private final Completions completions = new Completions(16);
    private final TreeMap<Long, TestOperation> armed = new TreeMap<>();
    private long nextUserData = 1;
    /** A submit was refused: it is tried again after the next poll. */
    private boolean mustNotPark;

    TestCore(SimulatedKernel kernel) {
        this(kernel, 0, 64);
    }

    TestCore(SimulatedKernel kernel, int cpu, int entries) {
        this.kernel = kernel;
        blocks = new Blocks(arena, BLOCKS, BLOCK_BYTES);
        backend = kernel.newBackend(new Settings(cpu, entries, 16, blocks));
        sockets = backend.sockets();
    }

    static TestCore ofCalmMachine() {
        return new TestCore(new SimulatedKernel(1, Faults.none()));
    }

    MemorySegment memory(long bytes) {
        return arena.allocate(bytes, 8);
    }

    MemorySegment bytes(String text) {
        return arena.allocateFrom(text).asSlice(0, text.getBytes(StandardCharsets.UTF_8).length);
    }

    /** Ended by a zero byte. */
    MemorySegment path(String path) {
        return arena.allocateFrom(path);
    }

    static String text(MemorySegment memory, long length) {
        return new String(memory.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    }

    MemorySegment address(SocketAddress socketAddress) {
        MemorySegment memory = memory(sockets.addressBytes());
        int length = sockets.writeAddress(socketAddress, memory.address());
        assertTrue(length > 0, () -> socketAddress + ": " + length);
        return memory.asSlice(0, length);
    }

    static InetSocketAddress loopback(int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** Submits, and insists that it is taken. */
    TestOperation submit(TestOperation operation) {
        assertEquals(0, trySubmit(operation));
        return operation;
    }

    int trySubmit(TestOperation operation) {
        operation.arm(nextUserData++);
        int answer = backend.submit(operation);
        if (answer == 0) {
            armed.put(operation.userData(), operation);
        } else {
            mustNotPark = true;
        }
        return answer;
    }

    int cancel(TestOperation operation) {
        return backend.cancel(operation);
    }

    /** Polls once and hands the results on; how many there were. */
    int tick() {
        long deadlineNanos = mustNotPark ? IoBackend.NOW : IoBackend.NEVER;
        mustNotPark = false;
        return tick(deadlineNanos);
    }

    int tick(long deadlineNanos) {
        completions.clear();
        int count = backend.poll(kernel.nowNanos(), deadlineNanos, completions);
        assertEquals(completions.count(), count);
        for (int at = 0; at < count; at++) {
            TestOperation operation = Objects.requireNonNull(armed.get(completions.userData(at)));
            operation.onCompletion(completions, at);
            if (operation.isDone()) {
                armed.remove(operation.userData());
            }
        }
        return count;
    }

    /** Polls until the operation is done, letting time pass; its last result. */
    int drive(TestOperation operation) {
        for (int polls = 0; !operation.isDone(); polls++) {
            assertTrue(polls < 1000, () -> operation + " does not end: " + kernel.trace());
            if (tick() == 0 && !operation.isDone()) {
                long next = kernel.nextEventNanos();
                assertTrue(next < IoBackend.NEVER, () -> operation + " will never end: " + kernel.trace());
                kernel.advance(next - kernel.nowNanos());
            }
        }
        return operation.lastResult();
    }

    /** Submits and waits for the end. */
    TestOperation call(TestOperation operation) {
        drive(submit(operation));
        return operation;
    }

    void close(long handle) {
        assertEquals("0", call(TestOperation.of(OperationKind.CLOSE, handle)).outcome());
    }

    long listener(int port) {
        return listener(port, 16);
    }

    long listener(int port, int backlog) {
        long handle = sockets.open(Family.INET4, Sockets.Type.STREAM);
        MemorySegment address = address(loopback(port));
        assertEquals(0, sockets.bind(handle, address.address(), (int) address.byteSize()));
        assertEquals(0, sockets.listen(handle, backlog));
        return handle;
    }

    TestOperation connect(long handle, int port) {
        return TestOperation.of(OperationKind.CONNECT, handle).peer(address(loopback(port)));
    }

    long datagramSocket(int port) {
        long handle = sockets.open(Family.INET4, Sockets.Type.DATAGRAM);
        MemorySegment address = address(loopback(port));
        assertEquals(0, sockets.bind(handle, address.address(), (int) address.byteSize()));
        return handle;
    }

    /** Two handles, connected with each other: the one that connected, the one that was accepted. */
    long[] connection(int port) {
        long listener = listener(port);
        TestOperation accept = submit(TestOperation.of(OperationKind.ACCEPT, listener));
        long client = sockets.open(Family.INET4, Sockets.Type.STREAM);
        assertEquals("0", call(connect(client, port)).outcome());
        long server = drive(accept);
        assertTrue(server > 0, accept::outcome);
        close(listener);
        return new long[] {client, server};
    }

    TestOperation send(long handle, String text) {
        return TestOperation.of(OperationKind.SEND, handle).memory(bytes(text));
    }

    TestOperation receive(long handle, MemorySegment into) {
        return TestOperation.of(OperationKind.RECEIVE, handle).memory(into);
    }

    @Override
    public void close() {
        backend.close();
        arena.close();
    }
}
