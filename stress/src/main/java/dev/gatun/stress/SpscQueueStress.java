package dev.gatun.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.gatun.core.SpscQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** One producer and one consumer. */
public final class SpscQueueStress {
    private SpscQueueStress() {}

    /** The number of the next message, 0 for none. */
    static int poll(SpscQueue<Message> queue) {
        Message message = queue.poll();
        return message == null ? 0 : message.whole();
    }

    @JCStressTest
    @State
    @Outcome(id = "[0-3], 123", expect = ACCEPTABLE, desc = "All came once, whole and in order.")
    @Outcome(expect = FORBIDDEN, desc = "A message was lost, doubled, torn or overtaken.")
    public static class MessagesArriveWholeAndInOrder {
        private final SpscQueue<Message> queue = new SpscQueue<>(4);
        private int sequence;

        @Actor
        public void producer() {
            queue.offer(new Message(1));
            queue.offer(new Message(2));
            queue.offer(new Message(3));
        }

        @Actor
        public void consumer(II_Result result) {
            for (int i = 0; i < 3; i++) {
                int number = poll(queue);
                if (number != 0) {
                    sequence = sequence * 10 + number;
                    result.r1++;
                }
            }
        }

        @Arbiter
        public void rest(II_Result result) {
            for (int number = poll(queue); number != 0; number = poll(queue)) {
                sequence = sequence * 10 + number;
            }
            result.r2 = sequence;
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Nothing was published yet.")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "It was published between the two looks.")
    @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "Both were seen.")
    @Outcome(expect = FORBIDDEN, desc = "Part of what was staged was seen without the rest.")
    public static class WhatIsStagedIsSeenTogether {
        private final SpscQueue<Message> queue = new SpscQueue<>(4);

        @Actor
        public void producer() {
            queue.stage(new Message(1));
            queue.stage(new Message(2));
            queue.publish();
        }

        @Actor
        public void consumer(II_Result result) {
            result.r1 = poll(queue);
            result.r2 = poll(queue);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "Refused: the first one was not yet taken.")
    @Outcome(id = "1, 1, 2", expect = ACCEPTABLE, desc = "Accepted, in the slot of the first one.")
    @Outcome(expect = FORBIDDEN, desc = "A message was overwritten, or accepted and lost.")
    public static class AFullQueueRefusesAndLosesNothing {
        private final SpscQueue<Message> queue = new SpscQueue<>(1);

        public AFullQueueRefusesAndLosesNothing() {
            queue.offer(new Message(1));
        }

        @Actor
        public void producer(III_Result result) {
            result.r1 = queue.offer(new Message(2)) ? 1 : 0;
        }

        @Actor
        public void consumer(III_Result result) {
            result.r2 = poll(queue);
        }

        @Arbiter
        public void rest(III_Result result) {
            result.r3 = poll(queue);
        }
    }
}
