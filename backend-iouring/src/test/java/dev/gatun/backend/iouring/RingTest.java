package dev.gatun.backend.iouring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.bindings.Liburing;
import dev.gatun.bindings.linux.IoUring;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.spi.IoBackendProvider;
import java.lang.foreign.Arena;
import java.util.function.Consumer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rings of the real kernel, without a backend around them. */
class RingTest {
    @BeforeEach
    void ioUringCanBeUsed() {
        IoBackendProvider.Usability usability = new IoUringProvider().probe();
        Assumptions.assumeTrue(usability.usable(), usability::reason);
    }

    private static void withRing(int entries, IoUringConfig config, Consumer<Ring> test) {
        try (Arena arena = Arena.ofConfined()) {
            Ring ring = new RingSetup(config, arena).open(entries, true);
            try {
                test.accept(ring);
            } finally {
                ring.close();
            }
        }
    }

    private static void putNops(Ring ring, int from, int count) {
        for (int i = 0; i < count; i++) {
            ring.put(IoUring.IORING_OP_NOP(), 0, 0, 0, from + i, 0);
        }
    }

    /** Takes all that is there, which must be {@code from}, {@code from + 1}, and so on; how many. */
    private static int take(Ring ring, int from) {
        int head = ring.completionHead();
        int tail = ring.completionTailAcquire();
        int count = 0;
        while (head != tail) {
            long completion = ring.completion(head++);
            assertEquals(from + count++, Ring.userData(completion));
            assertEquals(0, Ring.outcome(completion));
        }
        ring.completionHeadRelease(head);
        return count;
    }

    /** A kernel's thread moves the head behind many entries at once, and some have completed before. */
    private static void awaitRoom(Ring ring, int count) {
        long start = System.nanoTime();
        while (!ring.hasRoom(count)) {
            assertTrue(System.nanoTime() - start < 5_000_000_000L, "no room ever came");
            Thread.onSpinWait();
        }
    }

    /** A kernel's thread takes entries when it pleases: what the loop would do is done until all is taken. */
    private static int takeAll(Ring ring, int from, int count) {
        int taken = 0;
        for (int rounds = 0; taken < count && rounds < 1000; rounds++) {
            ring.enterAndWait(1_000_000_000);
            taken += take(ring, from + taken);
        }
        return taken;
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void everyVariantCarriesNopsAroundTheRingManyTimes(Variant variant) {
        withRing(8, variant.config(), ring -> {
            int done = 0;
            for (int batch = 1; done < 1000; batch = batch % 8 + 1) {
                awaitRoom(ring, batch);
                putNops(ring, done, batch);
                assertEquals(batch, takeAll(ring, done, batch));
                done += batch;
            }
        });
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void aRingIsSetUpAsAskedOrNextBest(Variant variant) {
        withRing(8, variant.config(), ring -> {
            assertTrue(ring.features().step().suits(variant.config()));
            for (RingFeature feature : RingFeature.values()) {
                assertFalse(
                        variant.config().isLeftOut(feature) && ring.features().mayHave(feature), feature::label);
            }
            assertFalse(ring.features().capabilities().notes().isEmpty());
        });
    }

    @Test
    void entriesAreRoundedUpAndCompletionsHaveFourTimesTheRoom() {
        withRing(100, IoUringConfig.DEFAULT, ring -> {
            assertEquals(128, ring.entriesMax());
            assertEquals(512, ring.completionsMax());
        });
    }

    @Test
    void aFullRingHasNoRoomUntilItWasEntered() {
        withRing(8, IoUringConfig.DEFAULT, ring -> {
            putNops(ring, 0, 8);
            assertFalse(ring.hasRoom(1));
            ring.enter();
            assertTrue(ring.hasRoom(8));
            assertEquals(8, take(ring, 0));
        });
    }

    @Test
    void withNothingToDoThereIsNoReasonToEnter() {
        withRing(8, IoUringConfig.DEFAULT, ring -> {
            assertFalse(ring.hasWorkForTheKernel());
            putNops(ring, 0, 1);
            assertTrue(ring.hasWorkForTheKernel());
            ring.enter();
            assertFalse(ring.hasWorkForTheKernel());
        });
    }

    @Test
    void completionsThatDoNotFitAreKeptAndCounted() {
        withRing(8, IoUringConfig.DEFAULT, ring -> {
            for (int i = 0; i < 10; i++) {
                putNops(ring, 8 * i, 8);
                ring.enter();
            }
            int taken = 0;
            for (int rounds = 0; taken < 80 && rounds < 100; rounds++) {
                taken += take(ring, taken);
                ring.enter();
            }
            assertEquals(80, taken);
            assertTrue(ring.overflows() > 0);
        });
    }

    @Test
    void aWaitEndsWhenItsTimeIsUp() {
        withRing(8, IoUringConfig.DEFAULT, ring -> {
            ring.enterAndWait(1_000_000);
            assertEquals(0, take(ring, 0));
        });
    }

    @Test
    void whatEnterCannotGetOverIsNamed() {
        withRing(8, Variant.LINUX_5_13.config(), ring -> {
            int answer = Liburing.enter(ring.fd(), 0, 0, 1 << 30, 0, 0);
            assertEquals(-Linux.EINVAL(), answer);
            IllegalStateException e = assertThrows(IllegalStateException.class, () -> Ring.check(answer));
            assertEquals("io_uring_enter answered EINVAL", e.getMessage());
        });
    }
}
