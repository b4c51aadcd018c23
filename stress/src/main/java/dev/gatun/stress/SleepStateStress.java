package dev.gatun.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.gatun.core.HomewardStack;
import dev.gatun.core.MpscQueue;
import dev.gatun.core.SleepState;
import dev.gatun.core.SpscQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The lost wake-up (invariant 10): a sender publishes and may wake, while the receiver decides to sleep. The first
 * figure says whether the sender wakes, the second whether the receiver sleeps. Once over each way between cores, as
 * what the sender's fence must order is the store that publishes there.
 */
public final class SleepStateStress {
    private SleepStateStress() {}

    @JCStressTest
    @State
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "The receiver found the message.")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "It found the message, and is woken for nothing.")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "It sleeps, and is woken.")
    @Outcome(expect = FORBIDDEN, desc = "It sleeps with a message there, and nobody wakes it.")
    public static class ThroughTheSpscQueue {
        private final SpscQueue<Message> queue = new SpscQueue<>(2);
        private final SleepState state = new SleepState();

        @Actor
        public void sender(II_Result result) {
            queue.offer(new Message(1));
            result.r1 = state.mustWakeAfterPublishing() ? 1 : 0;
        }

        @Actor
        public void receiver(II_Result result) {
            state.announceSleep();
            result.r2 = queue.isEmpty() ? 1 : 0;
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "The receiver found the message.")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "It found the message, and is woken for nothing.")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "It sleeps, and is woken.")
    @Outcome(expect = FORBIDDEN, desc = "It sleeps with a message there, and nobody wakes it.")
    public static class ThroughTheMpscQueue {
        private final MpscQueue<Message> queue = new MpscQueue<>(2);
        private final SleepState state = new SleepState();

        @Actor
        public void sender(II_Result result) {
            queue.offer(new Message(1));
            result.r1 = state.mustWakeAfterPublishing() ? 1 : 0;
        }

        @Actor
        public void receiver(II_Result result) {
            state.announceSleep();
            result.r2 = queue.isEmpty() ? 1 : 0;
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "The receiver found the message.")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "It found the message, and is woken for nothing.")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "It sleeps, and is woken.")
    @Outcome(expect = FORBIDDEN, desc = "It sleeps with a message there, and nobody wakes it.")
    public static class ThroughTheHomewardStack {
        private final HomewardStack<Message> stack = new HomewardStack<>();
        private final SleepState state = new SleepState();

        @Actor
        public void sender(II_Result result) {
            stack.push(new Message(1));
            result.r1 = state.mustWakeAfterPublishing() ? 1 : 0;
        }

        @Actor
        public void receiver(II_Result result) {
            state.announceSleep();
            result.r2 = stack.isEmpty() ? 1 : 0;
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"1, 0", "0, 1"},
            expect = ACCEPTABLE,
            desc = "One of them wakes.")
    @Outcome(expect = FORBIDDEN, desc = "Both make the system call, or none does.")
    public static class OfTwoSendersOneWakes {
        private final SleepState state = new SleepState();

        public OfTwoSendersOneWakes() {
            state.announceSleep();
        }

        @Actor
        public void firstSender(II_Result result) {
            result.r1 = state.mustWakeAfterPublishing() ? 1 : 0;
        }

        @Actor
        public void secondSender(II_Result result) {
            result.r2 = state.mustWakeAfterPublishing() ? 1 : 0;
        }
    }
}
