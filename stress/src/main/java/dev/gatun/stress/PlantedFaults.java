package dev.gatun.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.gatun.core.SpscQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The proof that these tests find faults: what the queues and the sleep protocol rest on, each with one thing left out.
 * The forbidden outcome of each must be seen.
 */
public final class PlantedFaults {
    private PlantedFaults() {}

    /** The sleep protocol without its fences: each side's read may overtake its own write. */
    @JCStressTest
    @State
    @Outcome(
            id = {"0, 0", "1, 0", "1, 1"},
            expect = ACCEPTABLE,
            desc = "The message is found, or the receiver woken.")
    @Outcome(expect = FORBIDDEN, desc = "It sleeps with a message there, and nobody wakes it.")
    public static class SleepWithoutFences {
        private static final int SLEEPING = 1;
        private static final int NOTIFIED = 2;

        private final SpscQueue<Message> queue = new SpscQueue<>(2);
        private final AtomicInteger state = new AtomicInteger();

        @Actor
        public void sender(II_Result result) {
            queue.offer(new Message(1));
            boolean mustWake = state.getOpaque() == SLEEPING && state.compareAndSet(SLEEPING, NOTIFIED);
            result.r1 = mustWake ? 1 : 0;
        }

        @Actor
        public void receiver(II_Result result) {
            state.setOpaque(SLEEPING);
            result.r2 = queue.isEmpty() ? 1 : 0;
        }
    }

    /** A fence on the receiver's side alone is not enough. */
    @JCStressTest
    @State
    @Outcome(
            id = {"0, 0", "1, 0", "1, 1"},
            expect = ACCEPTABLE,
            desc = "The message is found, or the receiver woken.")
    @Outcome(expect = FORBIDDEN, desc = "It sleeps with a message there, and nobody wakes it.")
    public static class SleepWithTheReceiversFenceAlone {
        private static final int SLEEPING = 1;
        private static final int NOTIFIED = 2;

        private final SpscQueue<Message> queue = new SpscQueue<>(2);
        private final AtomicInteger state = new AtomicInteger();

        @Actor
        public void sender(II_Result result) {
            queue.offer(new Message(1));
            boolean mustWake = state.getOpaque() == SLEEPING && state.compareAndSet(SLEEPING, NOTIFIED);
            result.r1 = mustWake ? 1 : 0;
        }

        @Actor
        public void receiver(II_Result result) {
            state.set(SLEEPING);
            result.r2 = queue.isEmpty() ? 1 : 0;
        }
    }

    /** A queue that says "one is there" before it is: publishing before filling. */
    @JCStressTest
    @State
    @Outcome(
            id = {"0, 0", "1, 1"},
            expect = ACCEPTABLE,
            desc = "Nothing was there, or all of it.")
    @Outcome(expect = FORBIDDEN, desc = "The slot was seen before it was filled.")
    public static class PublishedBeforeFilled {
        private final AtomicInteger tail = new AtomicInteger();
        private final AtomicIntegerArray slots = new AtomicIntegerArray(1);

        @Actor
        public void producer() {
            tail.setRelease(1);
            slots.setRelease(0, 1);
        }

        @Actor
        public void consumer(II_Result result) {
            result.r1 = tail.getAcquire();
            result.r2 = result.r1 == 0 ? 0 : slots.getAcquire(0);
        }
    }

    /** Two producers who get their index by reading and writing, not by compare-and-set. */
    @JCStressTest
    @State
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Each got its own slot.")
    @Outcome(expect = FORBIDDEN, desc = "Both got the same slot, and one message is lost.")
    public static class AnIndexForTwo {
        private final AtomicInteger tail = new AtomicInteger();
        private final AtomicIntegerArray slots = new AtomicIntegerArray(2);

        @Actor
        public void firstProducer() {
            offer();
        }

        @Actor
        public void secondProducer() {
            offer();
        }

        private void offer() {
            int index = tail.get();
            tail.set(index + 1);
            slots.set(index, 1);
        }

        @Arbiter
        public void rest(II_Result result) {
            result.r1 = slots.get(0);
            result.r2 = slots.get(1);
        }
    }

    /** A stack whose push writes the top without looking whether it still is what it read. */
    @JCStressTest
    @State
    @Outcome(id = "2, 0", expect = ACCEPTABLE, desc = "Both are there.")
    @Outcome(expect = FORBIDDEN, desc = "One pushed over the other.")
    public static class APushWithoutLooking {
        private record Node(@Nullable Node next) {}

        private final AtomicReference<@Nullable Node> top = new AtomicReference<>();

        @Actor
        public void firstPusher() {
            top.set(new Node(top.get()));
        }

        @Actor
        public void secondPusher() {
            top.set(new Node(top.get()));
        }

        @Arbiter
        public void rest(II_Result result) {
            for (Node node = top.get(); node != null; node = node.next()) {
                result.r1++;
            }
        }
    }
}
