package dev.gatun.backend.iouring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** More completions than their queue holds: counted, none lost, and the queue grows where the kernel can do that. */
class OverflowTest {
    private static final int OPERATIONS = 400;
    private static final long FIRST = 1L << 32;

    private final BufferPool pool = new BufferPool(BufferPoolConfig.defaults().withLimit(1 << 20), null);
    private final Arena arena = Arena.ofConfined();

    @BeforeEach
    void ioUringCanBeUsed() {
        IoBackendProvider.Usability usability = new IoUringProvider().probe();
        Assumptions.assumeTrue(usability.usable(), usability::reason);
    }

    @AfterEach
    void nothingIsLeft() {
        assertEquals(0, pool.closeAndCountLeaked());
        arena.close();
    }

    private IoUringBackend backend(IoUringConfig config) {
        return (IoUringBackend)
                new IoUringProvider(config).open(new IoBackendProvider.Settings(0, 8, OPERATIONS, pool));
    }

    /** Room may be long in coming where a kernel's thread makes it, on a busy machine. */
    private static void submit(IoUringBackend backend, Operation operation, Completions into) {
        long start = System.nanoTime();
        while (backend.submit(operation) != 0) {
            assertTrue(System.nanoTime() - start < 5_000_000_000L, "no room ever came");
            backend.poll(0, IoBackend.NOW, into);
        }
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void nothingThatOverflowsIsLost(Variant variant) {
        IoUringBackend backend = backend(variant.config());
        Completions nothing = new Completions(1);
        nothing.add(0, 0, 0); // full: whatever completes stays where it is
        for (int slot = 1; slot <= OPERATIONS; slot++) {
            Operation nop = new RawOperation(slot, OperationKind.NOP, -1, 0);
            submit(backend, nop, nothing);
        }
        Completions completions = new Completions(OPERATIONS);
        BitSet told = new BitSet();
        long start = System.nanoTime();
        while (told.cardinality() < OPERATIONS) {
            assertTrue(System.nanoTime() - start < 5_000_000_000L, () -> told.cardinality() + " were told");
            completions.clear();
            backend.poll(System.nanoTime(), System.nanoTime() + 1_000_000, completions);
            for (int i = 0; i < completions.count(); i++) {
                int slot = (int) (completions.userData(i) - FIRST);
                assertTrue(!told.get(slot), () -> slot + " was told twice");
                told.set(slot);
            }
        }
        assertTrue(backend.statistics().overflows() > 0);
        boolean grows = backend.ring().features().has(RingFeature.RESIZABLE_RING)
                && backend.ring().features().step() == SetupStep.DEFERRED;
        assertEquals(grows, backend.statistics().resizes() > 0);
        assertEquals(grows, backend.ring().completionsMax() > 32);
        assertEquals(0, backend.inFlight());
        assertEquals(0, backend.closeAndCountLeaked());
        assertEquals(0, backend.strays());
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void aWakeIsHeardAfterAnOverflowEndedItsPoll(Variant variant) throws InterruptedException {
        IoUringBackend backend = backend(variant.config());
        Completions nothing = new Completions(1);
        nothing.add(0, 0, 0);
        backend.poll(0, IoBackend.NOW, nothing);
        for (int slot = 1; slot <= 60; slot++) {
            Operation nop = new RawOperation(slot, OperationKind.NOP, -1, 0);
            submit(backend, nop, nothing);
        }
        backend.poll(0, IoBackend.NOW, nothing);
        backend.wake(); // its completion does not fit
        Completions completions = new Completions(OPERATIONS);
        for (int rounds = 0; completions.count() < 60; rounds++) {
            assertTrue(rounds < 10_000, "not all were told");
            backend.poll(System.nanoTime(), System.nanoTime() + 1_000_000, completions);
        }
        completions.clear();
        Thread waker = Thread.ofPlatform().start(backend::wake);
        assertEquals(0, backend.poll(0, IoBackend.NEVER, completions));
        waker.join();
        assertEquals(0, backend.closeAndCountLeaked());
    }

    @ParameterizedTest
    @EnumSource(
            value = Variant.class,
            names = {"BEST", "LINUX_6_1", "LINUX_6_0", "KERNEL_THREAD"})
    void aReceiveThatAnOverflowEndedIsArmedAgainAndMissesNothing(Variant variant) throws IOException {
        IoUringBackend backend = backend(variant.config());
        long address = arena.allocate(backend.sockets().addressBytes(), 8).address();
        long socket = backend.sockets().open(Sockets.Family.INET4, Sockets.Type.DATAGRAM);
        InetSocketAddress any = new InetSocketAddress("127.0.0.1", 0);
        assertEquals(
                0, backend.sockets().bind(socket, address, backend.sockets().writeAddress(any, address)));
        int length = backend.sockets().localAddress(socket, address);
        SocketAddress target = backend.sockets().readAddress(address, length);
        int receiveSlot = OPERATIONS;
        Operation receive = new RawOperation(
                receiveSlot, OperationKind.RECEIVE, socket, Operation.MULTISHOT | Operation.POOL_BUFFER);
        assertEquals(0, backend.submit(receive));
        fillTheQueue(backend);
        int sent = 20;
        try (DatagramSocket sender = new DatagramSocket()) {
            for (int i = 0; i < sent; i++) {
                sender.send(new DatagramPacket(new byte[] {(byte) i}, 1, target));
            }
        }
        Completions completions = new Completions(OPERATIONS);
        int received = 0;
        int ends = 0;
        for (int rounds = 0; received < sent; rounds++) {
            assertTrue(rounds < 10_000, "some datagrams did not come");
            completions.clear();
            backend.poll(System.nanoTime(), System.nanoTime() + 1_000_000, completions);
            for (int i = 0; i < completions.count(); i++) {
                if (completions.userData(i) != receive.userData()) {
                    continue;
                }
                if ((completions.flags(i) & Completions.BUFFER) != 0) {
                    received++;
                    pool.give(completions.block(i));
                }
                if ((completions.flags(i) & Completions.MORE) == 0) {
                    ends++;
                    assertEquals(0, backend.submit(receive));
                }
            }
        }
        assertTrue(ends > 0, "it was not ended, so nothing was proven");
        assertEquals(0, backend.closeAndCountLeaked());
        backend.sockets().close(socket);
    }

    /** So many completions that are not taken that the next ones don't fit. */
    private static void fillTheQueue(IoUringBackend backend) {
        Completions nothing = new Completions(1);
        nothing.add(0, 0, 0);
        int wanted = backend.ring().completionsMax();
        for (int slot = 1; slot <= wanted; slot++) {
            Operation nop = new RawOperation(slot, OperationKind.NOP, -1, 0);
            submit(backend, nop, nothing);
        }
        long start = System.nanoTime();
        while (backend.ring().completionTailAcquire() - backend.ring().completionHead() < wanted) {
            backend.poll(0, IoBackend.NOW, nothing);
            assertTrue(System.nanoTime() - start < 5_000_000_000L, "the queue did not fill");
        }
    }

    /** Straight on the ring, where what is in both queues at that moment can be seen. */
    @Test
    void whatIsInTheQueuesMovesWithThem() {
        Ring ring = new RingSetup(IoUringConfig.DEFAULT, arena).open(8, true);
        Assumptions.assumeTrue(
                ring.features().has(RingFeature.RESIZABLE_RING), "this kernel can't resize a ring (Linux 6.13)");
        int next = 0;
        for (int batch = 0; batch < 5; batch++) {
            for (int i = 0; i < 8; i++) {
                ring.put(IoUring.IORING_OP_NOP(), 0, 0, 0, next++, 0);
            }
            ring.enter();
        }
        assertEquals(0, ring.resizes());
        for (int i = 0; i < 5; i++) {
            ring.put(IoUring.IORING_OP_NOP(), 0, 0, 0, next++, 0); // written, and not handed over
        }
        int before = ring.completionTailAcquire() - ring.completionHead();
        assertEquals(32, before);
        ring.enter();
        assertEquals(1, ring.resizes());
        assertEquals(64, ring.completionsMax());
        assertEquals(8, ring.entriesMax());
        int head = ring.completionHead();
        for (int expected = 0; expected < next; expected++) {
            assertNotEquals(ring.completionTailAcquire(), head, "missing " + expected);
            assertEquals(expected, Ring.userData(ring.completion(head++)));
        }
        ring.completionHeadRelease(head);
        for (int i = 0; i < 100; i++) {
            ring.put(IoUring.IORING_OP_NOP(), 0, 0, 0, i, 0);
            ring.enter();
            assertEquals(i, Ring.userData(ring.completion(ring.completionHead())));
            ring.completionHeadRelease(ring.completionHead() + 1);
        }
        ring.close();
    }

    @Test
    void manyTimesGrownAndClosedLeavesNoMapping() {
        long before = mappings();
        for (int round = 0; round < 50; round++) {
            try (Arena roundArena = Arena.ofConfined()) {
                Ring ring = new RingSetup(IoUringConfig.DEFAULT, roundArena).open(8, true);
                for (int batch = 0; batch < 10; batch++) {
                    for (int i = 0; i < 8; i++) {
                        ring.put(IoUring.IORING_OP_NOP(), 0, 0, 0, i, 0);
                    }
                    ring.enter();
                }
                ring.close();
            }
        }
        assertTrue(mappings() - before < 10, () -> before + " mappings became " + mappings());
    }

    private static long mappings() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.filter(line -> line.contains("io_uring")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
