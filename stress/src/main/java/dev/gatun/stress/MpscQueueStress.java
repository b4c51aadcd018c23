package dev.gatun.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.gatun.core.MpscQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Several producers and one consumer; where there are two producers, the second one goes on as the consumer. */
public final class MpscQueueStress {
    private MpscQueueStress() {}

    static int poll(MpscQueue<Message> queue) {
        Message message = queue.poll();
        return message == null ? 0 : message.whole();
    }

    /** What is left, a digit for each message, after what came before. */
    static int rest(MpscQueue<Message> queue, int before) {
        int sequence = before;
        for (int number = poll(queue); number != 0; number = poll(queue)) {
            sequence = sequence * 10 + number;
        }
        return sequence;
    }

    @JCStressTest
    @State
    @Outcome(id = "[0-3], 123", expect = ACCEPTABLE, desc = "All came once, whole and in order.")
    @Outcome(expect = FORBIDDEN, desc = "A message was lost, doubled, torn or overtaken.")
    public static class MessagesArriveWholeAndInOrder {
        private final MpscQueue<Message> queue = new MpscQueue<>(4);
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
            result.r2 = MpscQueueStress.rest(queue, sequence);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "[0-3], (312|132|123)", expect = ACCEPTABLE, desc = "All came once; each producer kept its order.")
    @Outcome(expect = FORBIDDEN, desc = "A message was lost, doubled, torn or overtaken by one of its own producer.")
    public static class MessagesOfTwoProducersArriveOnce {
        private final MpscQueue<Message> queue = new MpscQueue<>(4);
        private int sequence;

        @Actor
        public void producer() {
            queue.offer(new Message(1));
            queue.offer(new Message(2));
        }

        @Actor
        public void producerThenConsumer(II_Result result) {
            queue.offer(new Message(3));
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
            result.r2 = MpscQueueStress.rest(queue, sequence);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1, 0, 12", expect = ACCEPTABLE, desc = "The first one got the last slot.")
    @Outcome(id = "0, 1, 13", expect = ACCEPTABLE, desc = "The second one got the last slot.")
    @Outcome(expect = FORBIDDEN, desc = "Both got it, or none, or a message was lost.")
    public static class OfTwoProducersOneGetsTheLastSlot {
        private final MpscQueue<Message> queue = new MpscQueue<>(2);

        public OfTwoProducersOneGetsTheLastSlot() {
            queue.offer(new Message(1));
        }

        @Actor
        public void firstProducer(III_Result result) {
            result.r1 = queue.offer(new Message(2)) ? 1 : 0;
        }

        @Actor
        public void secondProducer(III_Result result) {
            result.r2 = queue.offer(new Message(3)) ? 1 : 0;
        }

        @Arbiter
        public void rest(III_Result result) {
            result.r3 = MpscQueueStress.rest(queue, 0);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "0, 1, 2", expect = ACCEPTABLE, desc = "Refused: the first one was not yet taken.")
    @Outcome(id = "1, 1, 23", expect = ACCEPTABLE, desc = "Accepted, in the slot of the first one.")
    @Outcome(expect = FORBIDDEN, desc = "A message was overwritten, or accepted and lost.")
    public static class AFullQueueRefusesAndLosesNothing {
        private final MpscQueue<Message> queue = new MpscQueue<>(2);

        public AFullQueueRefusesAndLosesNothing() {
            queue.offer(new Message(1));
            queue.offer(new Message(2));
        }

        @Actor
        public void producer(III_Result result) {
            result.r1 = queue.offer(new Message(3)) ? 1 : 0;
        }

        @Actor
        public void consumer(III_Result result) {
            result.r2 = poll(queue);
        }

        @Arbiter
        public void rest(III_Result result) {
            result.r3 = MpscQueueStress.rest(queue, 0);
        }
    }
}
