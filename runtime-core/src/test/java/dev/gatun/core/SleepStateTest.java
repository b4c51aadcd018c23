package dev.gatun.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SleepStateTest {
    private final SleepState state = new SleepState();

    @Test
    void oneThatIsAwakeNeedsNoWake() {
        assertFalse(state.mustWakeAfterPublishing());
        state.announceSleep();
        state.awake();
        assertFalse(state.mustWakeAfterPublishing());
    }

    @Test
    void ofManySendersOneWakesASleeper() {
        state.announceSleep();
        assertTrue(state.mustWakeAfterPublishing());
        assertFalse(state.mustWakeAfterPublishing());
        assertFalse(state.mustWakeAfterPublishing());
    }

    @Test
    void eachSleepNeedsItsOwnWake() {
        for (int i = 0; i < 3; i++) {
            state.announceSleep();
            assertTrue(state.mustWakeAfterPublishing());
            state.awake();
            assertFalse(state.mustWakeAfterPublishing());
        }
    }

    /** With a semaphore for the kernel: a lost wake-up would run into the time limit, and fail. */
    @Test
    @Timeout(60)
    void nothingIsSleptOver() throws InterruptedException {
        int count = 20_000;
        MpscQueue<Integer> queue = new MpscQueue<>(16);
        Semaphore kernel = new Semaphore(0);
        AtomicInteger wakes = new AtomicInteger();
        Thread[] senders = new Thread[2];
        for (int s = 0; s < senders.length; s++) {
            senders[s] = Thread.ofPlatform().start(() -> {
                for (int i = 1; i <= count; i++) {
                    while (!queue.offer(i)) {
                        Patience.pause();
                    }
                    if (state.mustWakeAfterPublishing()) {
                        wakes.incrementAndGet();
                        kernel.release();
                    }
                }
            });
        }
        long sum = 0;
        int sleeps = 0;
        for (int received = 0; received < senders.length * count; ) {
            Integer message = queue.poll();
            if (message != null) {
                received++;
                sum += message;
                continue;
            }
            state.announceSleep();
            if (queue.isEmpty()) {
                sleeps++;
                assertTrue(kernel.tryAcquire(30, TimeUnit.SECONDS), "a wake-up was lost");
            }
            state.awake();
        }
        for (Thread sender : senders) {
            sender.join();
        }
        assertEquals((long) count * (count + 1), sum);
        assertTrue(wakes.get() >= sleeps, wakes + " wakes for " + sleeps + " sleeps");
    }
}
