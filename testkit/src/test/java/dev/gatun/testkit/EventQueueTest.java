package dev.gatun.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.gatun.spi.IoBackend;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventQueueTest {
    private static final long SEED = Long.getLong("gatun.seed", 7);

    private final EventQueue queue = new EventQueue();

    @Test
    void anEmptyQueueNeverHasAnEvent() {
        assertEquals(0, queue.size());
        assertEquals(IoBackend.NEVER, queue.firstAtNanos());
    }

    @Test
    void anEventIsUsedAgain() {
        Event event = queue.blank();
        queue.add(event);
        assertSame(event, queue.remove());
        queue.free(event);
        assertSame(event, queue.blank());
    }

    @Test
    void eventsComeInOrderHoweverTheyWereAdded() {
        Random random = new Random(SEED);
        for (int round = 0; round < 200; round++) {
            List<Event> expected = new ArrayList<>();
            int count = 1 + random.nextInt(67);
            for (int i = 0; i < count; i++) {
                Event event = queue.blank();
                event.atNanos = random.nextInt(5);
                event.order = random.nextInt(3);
                event.sequence = i;
                queue.add(event);
                expected.add(event);
            }
            expected.sort(Comparator.<Event>comparingLong(event -> event.atNanos)
                    .thenComparingLong(event -> event.order)
                    .thenComparingLong(event -> event.sequence));
            for (Event event : expected) {
                assertEquals(event.atNanos, queue.firstAtNanos());
                assertSame(event, queue.remove(), "seed " + SEED + ", round " + round);
                queue.free(event);
            }
            assertEquals(0, queue.size());
        }
    }
}
