package dev.gatun.backend.iouring;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.bindings.SystemCalls;
import dev.gatun.bindings.linux.IoUring;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import dev.gatun.linux.WakeEvent;
import dev.gatun.spi.IoBackend;
import dev.gatun.spi.IoBackendProvider;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The end of a wait, in each way that it can be told. */
class RingWaitTest {
    private static final long WAIT_NANOS = 2_000_000;

    @BeforeEach
    void ioUringCanBeUsed() {
        IoBackendProvider.Usability usability = new IoUringProvider().probe();
        Assumptions.assumeTrue(usability.usable(), usability::reason);
    }

    /** What an absolute wait stands on: the JDK's clock and the kernel's are one. */
    @Test
    void nanoTimeIsTheSystemsMonotonicClock() {
        try (Arena arena = Arena.ofConfined()) {
            SystemCalls calls = new SystemCalls(arena);
            MemorySegment time = arena.allocate(JAVA_LONG, 2);
            for (int i = 0; i < 100; i++) {
                long before = System.nanoTime();
                calls.immediate(Syscalls.__NR_clock_gettime(), Linux.CLOCK_MONOTONIC(), time.address(), 0);
                long after = System.nanoTime();
                long kernel = 1_000_000_000 * time.getAtIndex(JAVA_LONG, 0) + time.getAtIndex(JAVA_LONG, 1);
                assertTrue(before <= kernel && kernel <= after, () -> before + " " + kernel + " " + after);
            }
        }
    }

    private static IoUringConfig config(boolean shown, boolean absolute) {
        IoUringConfig config =
                shown ? IoUringConfig.DEFAULT : IoUringConfig.DEFAULT.without(RingFeature.REGISTERED_WAIT);
        return absolute ? config : config.without(RingFeature.ABSOLUTE_WAIT);
    }

    @ParameterizedTest
    @CsvSource({"true,true", "true,false", "false,true", "false,false"})
    void aWaitEndsAtItsDeadlineAndNotBefore(boolean shown, boolean absolute) {
        try (Arena arena = Arena.ofConfined()) {
            Ring ring = new RingSetup(config(shown, absolute), arena).open(8, true);
            long now = System.nanoTime();
            ring.enterUntil(now, now + WAIT_NANOS);
            assertTrue(System.nanoTime() - now >= WAIT_NANOS);
            long again = System.nanoTime();
            ring.enterAndWait(WAIT_NANOS);
            assertTrue(System.nanoTime() - again >= WAIT_NANOS);
            ring.close();
        }
    }

    /** A simulated clock may say anything: what is left of the time is all that counts. */
    @Test
    void onAnotherClockWhatIsLeftIsWaited() {
        try (Arena arena = Arena.ofConfined()) {
            Ring ring = new RingSetup(IoUringConfig.DEFAULT, arena).open(8, false);
            long before = System.nanoTime();
            ring.enterUntil(1_000_000_000_000_000_000L, 1_000_000_000_000_000_000L + WAIT_NANOS);
            assertTrue(System.nanoTime() - before >= WAIT_NANOS);
            ring.close();
        }
    }

    /** The kernel adds its own clock to a relative time; one too far away must not come out in the past. */
    @ParameterizedTest
    @CsvSource({"true,true", "true,false", "false,true", "false,false"})
    void aDeadlineFarAwayIsWaitedForUntilSomethingComes(boolean shown, boolean absolute) throws InterruptedException {
        try (Arena arena = Arena.ofConfined()) {
            Ring ring = new RingSetup(config(shown, absolute), arena).open(8, true);
            for (long deadline : new long[] {IoBackend.NEVER, IoBackend.NEVER - 1}) {
                WakeEvent event = new WakeEvent(String::valueOf);
                pollOnce(ring, event.fd());
                Thread waker = Thread.ofPlatform().start(event::signal);
                for (int rounds = 0; ring.completionHead() == ring.completionTailAcquire(); rounds++) {
                    assertTrue(rounds < 3, "a wait ended, and nothing had come"); // a signal may end one
                    ring.enterUntil(System.nanoTime(), deadline);
                }
                waker.join();
                ring.completionHeadRelease(ring.completionTailAcquire());
                event.close();
            }
            ring.close();
        }
    }

    private static void pollOnce(Ring ring, int fd) {
        long head = IoUring.IORING_OP_POLL_ADD() | (long) fd << 32;
        ring.put(head, 0, 0, (long) Linux.POLLIN() << 32, 1, 0);
    }

    @Test
    void whatIsLeftIsNeverNegative() {
        assertEquals(5, WaitArgument.between(10, 15));
        assertTrue(WaitArgument.between(Long.MIN_VALUE, Long.MAX_VALUE) > 0);
        long far = WaitArgument.between(0, Long.MAX_VALUE);
        assertTrue(far > 0 && far + System.nanoTime() > 0);
    }
}
