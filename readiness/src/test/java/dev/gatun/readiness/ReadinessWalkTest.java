package dev.gatun.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.readiness.FakeSystem.Thing;
import dev.gatun.spi.Capabilities;
import dev.gatun.spi.Completions;
import dev.gatun.spi.IoBackend;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import dev.gatun.testkit.contract.RawOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Random walks over edges that are told once: operations, bytes, ends, cancels and closes in any order. Each operation
 * ends once, bytes are neither lost nor made up, and in the end nobody waits for what is there.
 */
class ReadinessWalkTest {
    private static final long SEED = Long.getLong("gatun.seed", 1);
    private static final int WALKS = 500;
    private static final int STEPS = 400;

    private FakeSystem system = new FakeSystem();
    private FakeBlocks blocks = new FakeBlocks(16);
    private SplittableRandom random = new SplittableRandom(0);
    private final Completions told = new Completions(5);
    private final Map<Long, RawOperation> armed = new TreeMap<>();
    private final List<Thing> open = new ArrayList<>();
    private long arrived;
    private long received;
    private int slot;

    @Test
    void everyWalkEndsWithNothingLeft() {
        for (long seed = SEED; seed < SEED + WALKS; seed++) {
            try {
                walk(seed);
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private void walk(long seed) {
        system = new FakeSystem();
        blocks = new FakeBlocks(16);
        random = new SplittableRandom(seed);
        armed.clear();
        open.clear();
        slot = 0;
        arrived = 0;
        received = 0;
        ReadinessBackend backend = new ReadinessBackend(
                "fake",
                new Capabilities(Capabilities.allOperations(), Set.of(), Integer.MAX_VALUE, List.of()),
                system.platform(),
                blocks,
                1);
        for (int step = 0; step < STEPS; step++) {
            step(backend);
        }
        satisfyAll(backend);
        assertEquals(0, backend.inFlight());
        assertEquals(0, blocks.out());
        assertTrue(received <= arrived, "bytes were made up");
        assertEquals(0, backend.strays());
        assertEquals(0, backend.closeAndCountLeaked());
    }

    private void step(ReadinessBackend backend) {
        if (open.size() < 4) {
            open.add(system.open());
            HandleTable.BIRTHS.count(open.getLast().handle);
        }
        Thing thing = open.get(random.nextInt(open.size()));
        switch (random.nextInt(12)) {
            case 0 -> submit(backend, OperationKind.RECEIVE, thing, 0, 1 + random.nextInt(20));
            case 1 -> submit(backend, OperationKind.RECEIVE, thing, Operation.WAIT_ALL, 1 + random.nextInt(20));
            case 2 -> submit(backend, OperationKind.RECEIVE, thing, Operation.POOL_BUFFER | random.nextInt(2), 0);
            case 3 -> submit(backend, OperationKind.SEND, thing, 0, 1 + random.nextInt(80));
            case 4 -> submit(backend, OperationKind.POLL, thing, ((1 + random.nextInt(3)) << 8) | random.nextInt(2), 0);
            case 5 -> {
                int bytes = 1 + random.nextInt(30);
                if (!thing.isEnded && !thing.isReset) {
                    arrived += bytes;
                    thing.arrive(bytes);
                }
            }
            case 6 -> thing.drain(random.nextInt(50));
            case 7 -> cancelOne(backend);
            case 8 -> rarely(thing, backend);
            default -> poll(backend);
        }
    }

    private void rarely(Thing thing, ReadinessBackend backend) {
        switch (random.nextInt(8)) {
            case 0 -> thing.end();
            case 1 -> thing.reset();
            case 2 -> {
                open.remove(thing);
                submit(backend, OperationKind.CLOSE, thing, 0, 0);
            }
            case 3 -> {
                open.remove(thing);
                assertEquals(0, backend.sockets().close(thing.handle));
            }
            default -> poll(backend);
        }
    }

    private void submit(ReadinessBackend backend, OperationKind kind, Thing thing, int flags, int length) {
        RawOperation operation = new RawOperation(++slot, kind, thing.handle, flags).memory(4096, length);
        armed.put(operation.userData(), operation);
        assertEquals(0, backend.submit(operation));
    }

    private void cancelOne(ReadinessBackend backend) {
        if (!armed.isEmpty()) {
            List<RawOperation> all = List.copyOf(armed.values());
            RawOperation chosen = all.get(random.nextInt(all.size()));
            if (chosen.kind() != OperationKind.CLOSE) { // else its handle stays open, and nobody here knows it
                backend.cancel(chosen);
            }
        }
    }

    private void poll(ReadinessBackend backend) {
        told.clear();
        backend.poll(0, IoBackend.NOW, told);
        for (int i = 0; i < told.count(); i++) {
            long userData = told.userData(i);
            assertTrue(armed.containsKey(userData), "a second end, or one of nobody");
            RawOperation operation = Objects.requireNonNull(armed.get(userData));
            if ((told.flags(i) & Completions.MORE) == 0) {
                armed.remove(userData);
            }
            if ((told.flags(i) & Completions.BUFFER) != 0) {
                blocks.give(told.block(i));
            }
            if (operation.kind() == OperationKind.RECEIVE && told.result(i) > 0) {
                received += told.result(i);
            }
        }
    }

    /** Everybody gets what it waits for; who still waits then has missed an edge. */
    private void satisfyAll(ReadinessBackend backend) {
        for (Thing thing : open) {
            thing.drain(1_000_000);
            thing.end();
        }
        for (int i = 0; i < 1000 && !armed.isEmpty(); i++) {
            poll(backend);
            armed.values().stream()
                    .filter(operation -> operation.kind() == OperationKind.POLL && operation.has(Operation.MULTISHOT))
                    .toList()
                    .forEach(backend::cancel);
        }
        assertEquals(Map.of(), armed);
    }
}
