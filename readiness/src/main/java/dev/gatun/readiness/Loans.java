package dev.gatun.readiness;

import dev.gatun.spi.Operation;
import org.jspecify.annotations.Nullable;

/**
 * What a handle has sent and the system still has the memory of, by number of the loan. They mostly end in order; one
 * that ends early leaves a gap. Grows, never shrinks; lives as long as the handle. The Cpu's thread alone.
 */
final class Loans {
    private @Nullable Operation[] operations = new Operation[8];
    private int[] results = new int[8];

    /** The number of the first that is in here, which may have ended, and where it stands. */
    private int first;

    private int head;
    private int size;
    private int open;

    boolean isEmpty() {
        return open == 0;
    }

    int open() {
        return open;
    }

    /** The next number is its. */
    void add(Operation operation, int result) {
        if (size == results.length) {
            grow();
        }
        int at = head + size++ & results.length - 1;
        operations[at] = operation;
        results[at] = result;
        open++;
    }

    /**
     * The end of loans: their operations are kept for telling. Numbers that are not in here are ignored: stale
     * ones.
     */
    void end(int from, int to, Endings endings) {
        int last = Math.min(to - first, size - 1);
        for (int offset = Math.max(from - first, 0); offset <= last; offset++) {
            int at = head + offset & results.length - 1;
            Operation operation = operations[at];
            if (operation != null) {
                endings.keep(operation, results[at]);
                operations[at] = null;
                open--;
            }
        }
        while (size > 0 && operations[head] == null) {
            head = head + 1 & results.length - 1;
            first++;
            size--;
        }
    }

    private void grow() {
        @Nullable Operation[] moreOperations = new Operation[2 * size];
        int[] moreResults = new int[2 * size];
        for (int i = 0; i < size; i++) {
            int at = head + i & results.length - 1;
            moreOperations[i] = operations[at];
            moreResults[i] = results[at];
        }
        operations = moreOperations;
        results = moreResults;
        head = 0;
    }
}
