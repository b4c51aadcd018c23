package dev.gatun.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import dev.gatun.testkit.contract.RawOperation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OperationListTest {
    private final OperationList list = new OperationList();

    private static Operation operation(int slot) {
        return new RawOperation(slot, OperationKind.NOP, slot, 0);
    }

    private List<Operation> walked() {
        List<Operation> found = new ArrayList<>();
        for (Operation each = list.first(); each != null; each = OperationList.after(each)) {
            found.add(each);
        }
        return found;
    }

    @Test
    void itKeepsWhatADequeKeepsWhateverIsDone() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        ArrayDeque<Operation> expected = new ArrayDeque<>();
        for (int step = 0; step < 10_000; step++) {
            Operation made = operation(step);
            switch (random.nextInt(5)) {
                case 0, 1 -> {
                    list.addLast(made);
                    expected.addLast(made);
                }
                case 2 -> {
                    list.addFirst(made);
                    expected.addFirst(made);
                }
                case 3 -> assertEquals(expected.pollFirst(), list.removeFirst(), () -> "seed " + seed);
                default -> {
                    if (!expected.isEmpty()) {
                        Operation any = List.copyOf(expected).get(random.nextInt(expected.size()));
                        expected.remove(any);
                        list.remove(any);
                    }
                }
            }
            assertEquals(expected.peekFirst(), list.first(), () -> "seed " + seed);
            assertEquals(expected.peekLast(), list.last(), () -> "seed " + seed);
            assertEquals(expected.isEmpty(), list.isEmpty(), () -> "seed " + seed);
            assertEquals(List.copyOf(expected), walked(), () -> "seed " + seed);
        }
    }

    @Test
    void whatIsTheFirstOfAnotherListIsNotTakenFromThisOne() {
        OperationList other = new OperationList();
        Operation elsewhere = operation(1);
        other.addLast(elsewhere);
        list.addLast(operation(2));
        if (OperationList.class.desiredAssertionStatus()) {
            assertThrows(AssertionError.class, () -> list.remove(elsewhere));
        }
        assertTrue(!other.isEmpty());
    }
}
