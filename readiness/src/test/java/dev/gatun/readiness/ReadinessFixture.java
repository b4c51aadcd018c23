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
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

/** A backend over a system that counts what it is asked; at the end nothing may be left. */
abstract class ReadinessFixture {
    static final int MANY = Operation.MULTISHOT | Operation.POOL_BUFFER;

    final FakeSystem system = new FakeSystem();
    final FakeBlocks blocks = new FakeBlocks(8);
    final Completions told = new Completions(64);
    final ReadinessBackend backend = new ReadinessBackend(
            "fake",
            new Capabilities(Capabilities.allOperations(), Set.of(), Integer.MAX_VALUE, List.of()),
            system.platform(),
            blocks,
            1);
    private int slot;

    @AfterEach
    final void nothingIsLeft() {
        assertEquals(0, backend.closeAndCountLeaked());
        assertTrue(system.isClosed && system.isReleased);
        assertEquals(0, blocks.out());
    }

    final RawOperation submit(OperationKind kind, Thing thing, int flags, int length) {
        RawOperation operation = new RawOperation(++slot, kind, thing.handle, flags).memory(4096, length);
        assertEquals(0, backend.submit(operation));
        return operation;
    }

    /** One look, and what it told. */
    final int poll() {
        told.clear();
        return backend.poll(0, IoBackend.NOW, told);
    }

    /** As often as it may take: a look at edges may be skipped, and what came of it is told by the next poll. */
    final int pollForResults() {
        for (int i = 0; i < 4 && poll() == 0; i++) {}
        return told.count();
    }

    final int only() {
        assertEquals(1, told.count());
        return told.result(0);
    }

    final void awaitOne() {
        long start = System.nanoTime();
        do {
            told.clear();
            long now = System.nanoTime();
            assertTrue(now - start < 5_000_000_000L, "nothing was told");
            backend.poll(now, now + 1_000_000_000, told);
        } while (told.count() == 0);
    }
}
