package dev.gatun.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.spi.Completions;
import dev.gatun.spi.IoBackend;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import dev.gatun.spi.Sockets;
import dev.gatun.spi.Sockets.Family;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Two cores of a simulated machine under whatever faults: clients of one send to a server on the other, operations are
 * cancelled at random, what fails is tried again. Every stream carries the same bytes, so each receiver can check its
 * own. At the end everything is taken down, and must be quiet.
 */
final class Traffic implements AutoCloseable {
    private static final int PORT = 7000;
    private static final int STREAM_BYTES = 5000;
    private static final int ROUNDS_MAX = 200_000;

    final SimulatedKernel kernel;
    private final Random random;
    private final TestCore clients;
    private final TestCore server;
    private final List<Actor> actors = new ArrayList<>();
    private final long listener;
    private boolean isEnding;

    Traffic(long seed, Faults faults, int connections) {
        Limits limits = Limits.usual()
                .with(Limit.SOCKET_BUFFER_BYTES, 777)
                .with(Limit.BACKLOG, 2)
                .with(Limit.COMPLETIONS, 20)
                .with(Limit.TRACE_EVENTS, 40);
        kernel = new SimulatedKernel(seed, faults, limits);
        random = new Random(seed);
        clients = new TestCore(kernel, 0, 5);
        server = new TestCore(kernel, 1, 5);
        listener = server.listener(PORT);
        actors.add(new Acceptor());
        for (int i = 0; i < connections; i++) {
            actors.add(new Client());
        }
    }

    /** Until every client is through and everything is closed. */
    void run() {
        for (int round = 0; !actors.isEmpty(); round++) {
            assertTrue(round < ROUNDS_MAX, () -> message("does not end"));
            clients.tick();
            server.tick();
            isEnding = actors.stream().noneMatch(actor -> actor instanceof Client || actor instanceof Receiver);
            for (Actor actor : List.copyOf(actors)) {
                actor.step();
            }
            actors.removeIf(actor -> actor.isFinished);
            long next = kernel.nextEventNanos();
            assertTrue(next < IoBackend.NEVER || actors.isEmpty(), () -> message("nothing will ever happen"));
            kernel.advance(actors.isEmpty() ? 0 : next - kernel.nowNanos());
        }
        clients.tick();
        server.tick();
        assertEquals(0, clients.backend.inFlight() + server.backend.inFlight(), () -> message("in flight"));
        assertEquals(TestCore.BLOCKS, server.blocks.freeBlocks(), () -> message("blocks are missing"));
        kernel.assertQuiet();
    }

    @Override
    public void close() {
        clients.close();
        server.close();
    }

    private String message(String what) {
        return "seed " + kernel.seed() + ": " + what + "\n" + String.join("\n", kernel.trace());
    }

    private static byte byteAt(long position) {
        return (byte) (position * 31 + (position >>> 8));
    }

    /** Has one operation at a time, and goes on when it is done. */
    private abstract class Actor {
        final TestCore core;
        TestOperation operation = TestOperation.nop();
        boolean isFinished;
        private boolean isRefused;
        private boolean isCancelled;

        Actor(TestCore core, TestOperation first) {
            this.core = core;
            next(first);
        }

        final void next(TestOperation another) {
            operation = another;
            isCancelled = false;
            isRefused = core.trySubmit(operation) != 0;
            if (!isRefused && random.nextInt(30) == 0) {
                cancel();
            }
        }

        private void cancel() {
            isCancelled = true;
            int answer = core.cancel(operation);
            assertTrue(answer == 0 || answer == IoError.NOT_FOUND.result());
        }

        final void step() {
            if (isRefused) {
                next(operation);
                return;
            }
            onResults();
            if (operation.isDone()) {
                assertEquals(1, operation.terminals);
                onDone(operation.lastResult());
            } else if (!isCancelled && (random.nextInt(60) == 0 || wantsCancel())) {
                cancel();
            }
        }

        final boolean isTransient(int result) {
            return result < 0
                    && switch (IoError.of(result)) {
                        case CANCELLED, INTERRUPTED, WOULD_BLOCK, NO_MEMORY, NO_BUFFERS -> true;
                        default -> false;
                    };
        }

        final TestOperation closing(long handle) {
            return TestOperation.of(OperationKind.CLOSE, handle);
        }

        boolean wantsCancel() {
            return false;
        }

        void onResults() {}

        abstract void onDone(int result);
    }

    /** Accepts until nobody is left, by one shot or many. */
    private final class Acceptor extends Actor {
        private int seen;

        Acceptor() {
            super(server, TestOperation.of(OperationKind.ACCEPT, listener).with(Operation.MULTISHOT));
        }

        @Override
        boolean wantsCancel() {
            return isEnding;
        }

        @Override
        void onResults() {
            while (operation.kind() == OperationKind.ACCEPT && seen < operation.results.size()) {
                int result = operation.results.get(seen++);
                if (result >= 0) {
                    actors.add(new Receiver(result));
                } else {
                    assertTrue(isTransient(result), () -> message("accept: " + operation.outcome()));
                }
            }
        }

        @Override
        void onDone(int result) {
            if (operation.kind() == OperationKind.CLOSE) {
                isFinished = true;
            } else if (isEnding) {
                next(closing(listener));
            } else {
                seen = 0;
                TestOperation accept = TestOperation.of(OperationKind.ACCEPT, listener);
                next(random.nextBoolean() ? accept : accept.with(Operation.MULTISHOT));
            }
        }
    }

    /** Connects, sends, closes. */
    private final class Client extends Actor {
        private final MemorySegment memory = clients.memory(1500);
        private final MemorySegment address = clients.address(TestCore.loopback(PORT));
        private final long handle;
        private long position;

        Client() {
            super(clients, TestOperation.nop());
            handle = clients.sockets.open(Family.INET4, Sockets.Type.STREAM);
        }

        @Override
        void onDone(int result) {
            switch (operation.kind()) {
                case NOP -> next(TestOperation.of(OperationKind.CONNECT, handle).peer(address));
                case CONNECT -> {
                    assertTrue(result == 0 || isTransient(result), () -> message(operation.outcome()));
                    next(result == 0 ? send() : operation);
                }
                case SEND -> {
                    position += Math.max(0, result);
                    boolean goesOn = result >= 0 || isTransient(result);
                    next(goesOn && position < STREAM_BYTES ? send() : closing(handle));
                }
                default -> isFinished = true;
            }
        }

        private TestOperation send() {
            int length = (int) Math.min(1 + random.nextInt(1500), STREAM_BYTES - position);
            for (int i = 0; i < length; i++) {
                memory.set(ValueLayout.JAVA_BYTE, i, byteAt(position + i));
            }
            TestOperation send = TestOperation.of(OperationKind.SEND, handle).memory(memory.asSlice(0, length));
            return random.nextInt(4) == 0 ? send.with(Operation.ZERO_COPY) : send;
        }
    }

    /** Receives until the end, into memory or into blocks, and checks every byte. */
    private final class Receiver extends Actor {
        private final MemorySegment memory = server.memory(900);
        private final long handle;
        private long position;
        private int seen;

        Receiver(long handle) {
            super(server, TestOperation.nop());
            this.handle = handle;
        }

        @Override
        void onResults() {
            while (operation.kind() == OperationKind.RECEIVE && seen < operation.results.size()) {
                int at = seen++;
                int result = operation.results.get(at);
                int block = operation.blocks.get(at);
                if (block < 0) {
                    check(memory, Math.max(0, result));
                } else {
                    check(server.blocks.memory(block).asSlice(operation.offsets.get(at)), result);
                    if ((operation.flagsOfResults.get(at) & Completions.BUFFER_SHARED) == 0) {
                        server.blocks.give(block);
                    }
                }
            }
        }

        @Override
        void onDone(int result) {
            if (operation.kind() == OperationKind.CLOSE) {
                isFinished = true;
                return;
            }
            if (operation.kind() == OperationKind.RECEIVE && result == 0) {
                assertEquals(STREAM_BYTES, position, () -> message("a clean end too early"));
                next(closing(handle));
            } else if (result >= 0 || isTransient(result)) {
                next(receive());
            } else {
                assertEquals("RESET", operation.outcome(), () -> message("receive"));
                next(closing(handle));
            }
        }

        private TestOperation receive() {
            seen = 0;
            TestOperation receive = TestOperation.of(OperationKind.RECEIVE, handle);
            return switch (random.nextInt(4)) {
                case 0 -> receive.memory(memory);
                case 1 -> receive.memory(memory).with(Operation.WAIT_ALL);
                case 2 -> receive.with(Operation.POOL_BUFFER);
                default -> receive.with(Operation.POOL_BUFFER | Operation.MULTISHOT);
            };
        }

        private void check(MemorySegment bytes, int count) {
            for (int i = 0; i < count; i++) {
                assertEquals(byteAt(position + i), bytes.get(ValueLayout.JAVA_BYTE, i), () -> message("wrong byte"));
            }
            position += count;
        }
    }
}
