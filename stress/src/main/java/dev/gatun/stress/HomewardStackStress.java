package dev.gatun.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.gatun.core.HomewardStack;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two pushers; the second one goes on as the owner, who takes. */
public final class HomewardStackStress {
    private HomewardStackStress() {}

    /** What is there, a digit for each message, after what came before. */
    static int takeAll(HomewardStack<Message> stack, int before) {
        int sequence = before;
        for (Message message = stack.takeAll(); message != null; message = stack.next(message)) {
            sequence = sequence * 10 + message.whole();
        }
        return sequence;
    }

    @JCStressTest
    @State
    @Outcome(id = "(0|3|13|31|312|132|123), (312|132|123)", expect = ACCEPTABLE, desc = "Once, whole, each in order.")
    @Outcome(expect = FORBIDDEN, desc = "A message was lost, doubled, torn or overtaken by one of its own pusher.")
    public static class MessagesOfTwoPushersArriveOnce {
        private final HomewardStack<Message> stack = new HomewardStack<>();

        @Actor
        public void pusher() {
            stack.push(new Message(1));
            stack.push(new Message(2));
        }

        @Actor
        public void pusherThenOwner(II_Result result) {
            stack.push(new Message(3));
            result.r1 = takeAll(stack, 0);
        }

        @Arbiter
        public void rest(II_Result result) {
            result.r2 = takeAll(stack, result.r1);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "12, 1", expect = ACCEPTABLE, desc = "Both were taken, and one pushed again.")
    @Outcome(
            id = "1, (12|21)",
            expect = ACCEPTABLE,
            desc = "One was taken and pushed again, before or after the other.")
    @Outcome(expect = FORBIDDEN, desc = "A message was lost or doubled: the top was taken for what it had been before.")
    public static class AMessageMayBePushedAgainAtOnce {
        private final HomewardStack<Message> stack = new HomewardStack<>();
        private final Message again = new Message(1);

        public AMessageMayBePushedAgainAtOnce() {
            stack.push(again);
        }

        @Actor
        public void pusher() {
            stack.push(new Message(2));
        }

        @Actor
        public void owner(II_Result result) {
            result.r1 = takeAll(stack, 0);
            stack.push(again);
        }

        @Arbiter
        public void rest(II_Result result) {
            result.r2 = takeAll(stack, 0);
        }
    }
}
