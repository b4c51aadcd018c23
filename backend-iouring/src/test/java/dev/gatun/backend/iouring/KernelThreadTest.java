package dev.gatun.backend.iouring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.BufferPool;
import dev.gatun.BufferPoolConfig;
import dev.gatun.bindings.linux.IoUring;
import dev.gatun.spi.Completions;
import dev.gatun.spi.IoBackend;
import dev.gatun.spi.IoBackendProvider;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import dev.gatun.spi.Sockets;
import dev.gatun.testkit.contract.RawOperation;
import java.lang.foreign.Arena;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rings with a thread of the kernel's. */
class KernelThreadTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    @BeforeEach
    void aKernelThreadCanBeHad() {
        IoBackendProvider.Usability usability =
                new IoUringProvider(IoUringConfig.DEFAULT.withKernelThread(LONG)).probe();
        Assumptions.assumeTrue(usability.usable(), usability::reason);
    }

    private static void awaitCompletion(Ring ring) {
        long start = System.nanoTime();
        while (ring.completionHead() == ring.completionTailAcquire()) {
            assertTrue(System.nanoTime() - start < 5_000_000_000L, "nothing completed");
            if (ring.hasWorkForTheKernel()) {
                ring.enter();
            }
            Thread.onSpinWait();
        }
        ring.completionHeadRelease(ring.completionTailAcquire());
    }

    @Test
    void whileTheThreadIsAwakeNobodyEntersTheKernel() {
        try (Arena arena = Arena.ofConfined()) {
            Ring ring = new RingSetup(IoUringConfig.DEFAULT.withKernelThread(LONG), arena).open(8, true);
            for (int i = 0; i < 100; i++) {
                ring.put(IoUring.IORING_OP_NOP(), 0, 0, 0, i, 0);
                awaitCompletion(ring);
            }
            assertTrue(ring.enters() <= 1, () -> ring.enters() + " enters; one may wake the thread at first");
            ring.close();
        }
    }

    @Test
    void aThreadThatSleepsIsWokenForEachEntry() {
        try (Arena arena = Arena.ofConfined()) {
            IoUringConfig config = IoUringConfig.DEFAULT.withKernelThread(Duration.ofMillis(1));
            Ring ring = new RingSetup(config, arena).open(8, true);
            for (int i = 0; i < 5; i++) {
                ring.enterAndWait(20_000_000); // long enough for it to fall asleep; if not, less is proven
                assertFalse(ring.hasWorkForTheKernel(), "nothing was submitted, so nobody need be woken");
                ring.put(IoUring.IORING_OP_NOP(), 0, 0, 0, i, 0);
                awaitCompletion(ring);
            }
            assertTrue(ring.enters() > 5, "it was never woken");
            ring.close();
        }
    }

    @Test
    void aPollEntersOnlyToWait() {
        IoUringProvider provider = new IoUringProvider(IoUringConfig.DEFAULT.withKernelThread(LONG));
        BufferPool pool = new BufferPool(BufferPoolConfig.defaults().withLimit(1 << 20), null);
        IoUringBackend backend = (IoUringBackend) provider.open(new IoBackendProvider.Settings(0, 64, 16, pool));
        Completions completions = new Completions(16);
        backend.poll(0, IoBackend.NOW, completions); // arms the wake event, and may wake the thread
        long begin = System.nanoTime();
        while (!backend.ring().isTaken()) {
            assertTrue(System.nanoTime() - begin < 5_000_000_000L, "the thread did not wake up");
            Thread.onSpinWait();
        }
        long before = backend.statistics().enters();
        assertEquals(0, backend.submit(new RawOperation(1, OperationKind.NOP, -1, 0)));
        long start = System.nanoTime();
        while (backend.poll(0, IoBackend.NOW, completions) == 0) {
            assertTrue(System.nanoTime() - start < 5_000_000_000L, "nothing completed");
        }
        assertEquals(before, backend.statistics().enters());
        backend.poll(System.nanoTime(), System.nanoTime() + 1_000_000, completions);
        assertEquals(before + 1, backend.statistics().enters());
        assertEquals(1, backend.statistics().waits());
        assertEquals(0, backend.closeAndCountLeaked());
        pool.close();
    }

    @Test
    void whatTheThreadHasNotTakenAtTheEndIsNotLeaked() {
        IoUringProvider provider = new IoUringProvider(IoUringConfig.DEFAULT.withKernelThread(Duration.ofMillis(1)));
        for (int round = 0; round < 20; round++) {
            BufferPool pool = new BufferPool(BufferPoolConfig.defaults().withLimit(1 << 20), null);
            IoBackend backend = provider.open(new IoBackendProvider.Settings(0, 64, 16, pool));
            long socket = backend.sockets().open(Sockets.Family.INET4, Sockets.Type.DATAGRAM);
            for (int slot = 1; slot <= 60; slot++) {
                RawOperation poll = new RawOperation(slot, OperationKind.POLL, socket, Operation.POLL_READ);
                assertEquals(0, backend.submit(poll));
            }
            assertEquals(0, backend.closeAndCountLeaked());
            backend.sockets().close(socket);
            pool.close();
        }
    }

    @Test
    void aCpuThatTheProcessMayNotUseIsRefusedWithThoseItMay() {
        IoUringProvider provider = new IoUringProvider(IoUringConfig.DEFAULT.withKernelThreadOn(8191, LONG));
        IoBackendProvider.Usability usability = provider.probe();
        assertFalse(usability.usable());
        assertTrue(usability.reason().contains("CPU 8191"), usability::reason);
        assertTrue(usability.reason().contains("may use the CPUs [0"), usability::reason);
    }

    @Test
    void anAllowedCpuIsTaken() {
        IoBackendProvider.Usability usability =
                new IoUringProvider(IoUringConfig.DEFAULT.withKernelThreadOn(0, LONG)).probe();
        assertTrue(usability.usable(), usability::reason);
    }
}
