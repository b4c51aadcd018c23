package dev.gatun.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MpscQueueTest {
    @ParameterizedTest
    @ValueSource(ints = {2, 4, 32})
    void aFullQueueRefusesUntilOneIsTaken(int capacity) {
        MpscQueue<Integer> queue = new MpscQueue<>(capacity);
        assertEquals(capacity, queue.capacity());
        assertTrue(queue.isEmpty());
        assertNull(queue.poll());
        for (int i = 0; i < capacity; i++) {
            assertTrue(queue.offer(i));
        }
        assertFalse(queue.isEmpty());
        assertFalse(queue.offer(99));
        assertEquals(0, queue.poll());
        assertTrue(queue.offer(capacity));
        assertFalse(queue.offer(99));
        for (int i = 1; i <= capacity; i++) {
            assertEquals(i, queue.poll());
        }
        assertNull(queue.poll());
        assertTrue(queue.isEmpty());
    }

    @Test
    void aStalledProducerHoldsUpTheOthersButLosesAndReordersNothing() {
        MpscQueue<String> queue = new MpscQueue<>(4);
        queue.offer("before");
        long stalled = queue.claim();
        assertTrue(queue.offer("after"));
        assertTrue(queue.offer("after that"));
        assertFalse(queue.offer("too many"));

        assertEquals("before", queue.poll());
        assertNull(queue.poll());
        assertTrue(queue.isEmpty());
        assertTrue(queue.offer("the next lap"));
        assertNull(queue.poll());

        queue.fill(stalled, "stalled");
        assertEquals("stalled", queue.poll());
        assertEquals("after", queue.poll());
        assertEquals("after that", queue.poll());
        assertEquals("the next lap", queue.poll());
        assertNull(queue.poll());
    }

    @Test
    void nullIsRefused() {
        MpscQueue<String> queue = new MpscQueue<>(2);
        assertThrows(NullPointerException.class, () -> queue.offer(nothing()));
        assertTrue(queue.offer("a"));
        assertEquals("a", queue.poll());
    }

    @ParameterizedTest
    @CsvSource({
        "1, capacity 1 is not from 2 to 1073741824",
        "-2147483648, capacity -2147483648 is not from 2 to 1073741824",
        "6, capacity 6 is no power of two; the next is 8",
    })
    void aCapacityThatMakesNoSenseIsRefused(int capacity, String message) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> new MpscQueue<String>(capacity))
                        .getMessage());
    }

    @Test
    void itDoesWhatAPlainQueueDoesOverManyLaps() {
        long seed = Long.getLong("gatun.seed", 12);
        Random random = new Random(seed);
        for (int capacity = 2; capacity <= 64; capacity *= 2) {
            MpscQueue<Integer> queue = new MpscQueue<>(capacity);
            ArrayDeque<Integer> model = new ArrayDeque<>();
            for (int i = 0; i < 20_000; i++) {
                String where = "-Dgatun.seed=" + seed + ", capacity " + capacity + ", step " + i;
                if (random.nextBoolean()) {
                    assertEquals(model.size() < capacity && model.add(i), queue.offer(i), where);
                } else {
                    assertEquals(model.poll(), queue.poll(), where);
                }
                assertEquals(model.isEmpty(), queue.isEmpty(), where);
            }
        }
    }

    @Test
    @Timeout(60)
    void ofTwoProducersEachKeepsItsOrderAndNothingIsLost() throws InterruptedException {
        int count = 100_003;
        MpscQueue<int[]> queue = new MpscQueue<>(64);
        Thread[] producers = new Thread[2];
        for (int p = 0; p < producers.length; p++) {
            int producer = p;
            producers[p] = Thread.ofPlatform().start(() -> {
                for (int i = 0; i < count; i++) {
                    int[] element = {producer, i};
                    while (!queue.offer(element)) {
                        Patience.pause();
                    }
                }
            });
        }
        int[] next = new int[producers.length];
        while (next[0] < count || next[1] < count) {
            int[] element = queue.poll();
            if (element == null) {
                Patience.pause();
            } else {
                assertEquals(next[element[0]]++, element[1]);
            }
        }
        for (Thread producer : producers) {
            producer.join();
        }
        assertNull(queue.poll());
    }

    /** What a caller without a null checker may pass. */
    @SuppressWarnings("NullAway")
    static String nothing() {
        return null;
    }
}
