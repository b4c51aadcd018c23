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

class SpscQueueTest {
    @Test
    void elementsComeInOrderUntilItIsEmpty() {
        SpscQueue<String> queue = new SpscQueue<>(4);
        assertNull(queue.poll());
        assertTrue(queue.offer("a"));
        assertTrue(queue.offer("b"));
        assertFalse(queue.isEmpty());
        assertEquals("a", queue.poll());
        assertEquals("b", queue.poll());
        assertNull(queue.poll());
        assertTrue(queue.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void aFullQueueRefusesUntilOneIsTaken(int capacity) {
        SpscQueue<Integer> queue = new SpscQueue<>(capacity);
        assertEquals(capacity, queue.capacity());
        for (int i = 0; i < capacity; i++) {
            assertTrue(queue.offer(i));
        }
        assertFalse(queue.offer(99));
        assertEquals(0, queue.poll());
        assertTrue(queue.offer(capacity));
        assertFalse(queue.offer(99));
        for (int i = 1; i <= capacity; i++) {
            assertEquals(i, queue.poll());
        }
        assertNull(queue.poll());
    }

    @Test
    void whatIsStagedIsSeenWhenItIsPublished() {
        SpscQueue<String> queue = new SpscQueue<>(4);
        assertTrue(queue.stage("a"));
        assertTrue(queue.stage("b"));
        assertNull(queue.poll());
        assertTrue(queue.isEmpty());
        queue.publish();
        assertEquals("a", queue.poll());
        assertEquals("b", queue.poll());
        queue.publish();
        assertNull(queue.poll());
    }

    @Test
    void anOfferPublishesWhatWasStagedBefore() {
        SpscQueue<String> queue = new SpscQueue<>(4);
        queue.stage("a");
        queue.offer("b");
        assertEquals("a", queue.poll());
        assertEquals("b", queue.poll());
    }

    @Test
    void whatIsStagedTakesRoom() {
        SpscQueue<String> queue = new SpscQueue<>(2);
        assertTrue(queue.stage("a"));
        assertTrue(queue.stage("b"));
        assertFalse(queue.stage("c"));
        assertFalse(queue.offer("c"));
        queue.publish();
        assertEquals("a", queue.poll());
        assertTrue(queue.stage("c"));
    }

    @Test
    void nullIsRefused() {
        SpscQueue<String> queue = new SpscQueue<>(2);
        assertThrows(NullPointerException.class, () -> queue.offer(MpscQueueTest.nothing()));
        assertNull(queue.poll());
    }

    @ParameterizedTest
    @CsvSource({
        "0, capacity 0 is not from 1 to 1073741824",
        "-8, capacity -8 is not from 1 to 1073741824",
        "3, capacity 3 is no power of two; the next is 4",
        "1000, capacity 1000 is no power of two; the next is 1024",
        "1073741825, capacity 1073741825 is not from 1 to 1073741824",
    })
    void aCapacityThatMakesNoSenseIsRefused(int capacity, String message) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> new SpscQueue<String>(capacity))
                        .getMessage());
    }

    @Test
    void itDoesWhatAPlainQueueDoesOverManyLaps() {
        long seed = Long.getLong("gatun.seed", 11);
        Random random = new Random(seed);
        for (int capacity = 1; capacity <= 64; capacity *= 2) {
            SpscQueue<Integer> queue = new SpscQueue<>(capacity);
            ArrayDeque<Integer> model = new ArrayDeque<>();
            int published = 0;
            for (int i = 0; i < 20_000; i++) {
                String where = "-Dgatun.seed=" + seed + ", capacity " + capacity + ", step " + i;
                boolean room = model.size() < capacity;
                switch (random.nextInt(5)) {
                    case 0 -> assertEquals(room && model.add(i), queue.stage(i), where);
                    case 1 -> {
                        assertEquals(room && model.add(i), queue.offer(i), where);
                        published = room ? model.size() : published;
                    }
                    case 2 -> {
                        queue.publish();
                        published = model.size();
                    }
                    default -> {
                        assertEquals(published == 0, queue.isEmpty(), where);
                        assertEquals(published == 0 ? null : model.poll(), queue.poll(), where);
                        published = Math.max(0, published - 1);
                    }
                }
            }
        }
    }

    @Test
    @Timeout(60)
    void betweenTwoThreadsNothingIsLostOrReordered() throws InterruptedException {
        int count = 300_001;
        SpscQueue<long[]> queue = new SpscQueue<>(128);
        Thread producer = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < count; i++) {
                long[] element = {i, 3L * i};
                while (!queue.stage(element)) {
                    queue.publish();
                    Patience.pause();
                }
                if (i % 7 == 0 || i == count - 1) {
                    queue.publish();
                }
            }
        });
        for (int i = 0; i < count; ) {
            long[] element = queue.poll();
            if (element == null) {
                Patience.pause();
            } else {
                assertEquals(i, element[0]);
                assertEquals(3L * i, element[1]);
                i++;
            }
        }
        producer.join();
        assertTrue(queue.isEmpty());
    }
}
