package dev.gatun.core;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HomewardStackTest {
    private static final class Answer extends HomewardStack.Node {
        final int producer;
        final int number;

        Answer(int producer, int number) {
            this.producer = producer;
            this.number = number;
        }

        @Override
        public String toString() {
            return "answer " + number;
        }
    }

    private final HomewardStack<Answer> stack = new HomewardStack<>();

    @Test
    void allAreTakenInTheOrderTheyWerePushed() {
        assertTrue(stack.isEmpty());
        assertNull(stack.takeAll());
        for (int i = 0; i < 5; i++) {
            stack.push(new Answer(0, i));
        }
        assertFalse(stack.isEmpty());
        List<Integer> numbers = new ArrayList<>();
        for (Answer answer = stack.takeAll(); answer != null; answer = stack.next(answer)) {
            assertTrue(stack.isEmpty());
            numbers.add(answer.number);
        }
        assertEquals(List.of(0, 1, 2, 3, 4), numbers);
        assertNull(stack.takeAll());
    }

    @Test
    void aNodeIsInOneStackAtATime() {
        Answer lower = new Answer(0, 1);
        Answer upper = new Answer(0, 2);
        stack.push(lower);
        stack.push(upper);
        HomewardStack<Answer> other = new HomewardStack<>();
        assertEquals(
                "answer 1 is on its way already; push it again when next has unlinked it",
                assertThrows(IllegalStateException.class, () -> stack.push(lower))
                        .getMessage());
        assertThrows(IllegalStateException.class, () -> other.push(upper));

        assertSame(lower, stack.takeAll());
        assertThrows(IllegalStateException.class, () -> other.push(lower), "taken, but not unlinked");
        assertSame(upper, stack.next(lower));
        other.push(lower);
        assertNull(stack.next(upper));
        stack.push(upper);
        assertSame(lower, other.takeAll());
        assertSame(upper, stack.takeAll());
    }

    @Test
    void aNodeThatIsInNoStackHasNoNext() {
        assertEquals(
                "answer 7 is in no stack; it was unlinked before",
                assertThrows(IllegalStateException.class, () -> stack.next(new Answer(0, 7)))
                        .getMessage());
    }

    @Test
    void anUnlinkedNodeMayBePushedWhileTheOthersAreLookedAt() {
        stack.push(new Answer(0, 0));
        stack.push(new Answer(0, 1));
        Answer first = requireNonNull(stack.takeAll());
        Answer second = requireNonNull(stack.next(first));
        stack.push(first);
        assertNull(stack.next(second));
        assertSame(first, stack.takeAll());
    }

    @Test
    @Timeout(60)
    void ofTwoProducersEachKeepsItsOrderAndNothingIsLost() throws InterruptedException {
        int count = 100_003;
        Thread[] producers = new Thread[2];
        for (int p = 0; p < producers.length; p++) {
            int producer = p;
            producers[p] = Thread.ofPlatform().start(() -> {
                for (int i = 0; i < count; i++) {
                    stack.push(new Answer(producer, i));
                }
            });
        }
        int[] next = new int[producers.length];
        while (next[0] < count || next[1] < count) {
            Answer answer = stack.takeAll();
            if (answer == null) {
                Patience.pause();
            }
            while (answer != null) {
                assertEquals(next[answer.producer]++, answer.number);
                answer = stack.next(answer);
            }
        }
        for (Thread producer : producers) {
            producer.join();
        }
        assertTrue(stack.isEmpty());
    }
}
