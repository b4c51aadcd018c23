package dev.gatun.testkit.walk;

import dev.gatun.testkit.FaultCounts;
import java.io.PrintStream;

/** Walks seed after seed: {@code --from SEED --count N}, N 0 for as long as one likes. Exit 1 at the first failure. */
public final class Main {
    private static final int REPORT_EVERY = 1000;

    private Main() {}

    public static void main(String[] arguments) {
        long from = number(arguments, "--from", 1);
        long count = number(arguments, "--count", 1000);
        PrintStream out = System.out;
        long operations = 0;
        FaultCounts faults = FaultCounts.NONE;
        for (long walked = 0; count == 0 || walked < count; walked++) {
            RandomWalk.Outcome outcome;
            try {
                outcome = RandomWalk.walk(from + walked);
            } catch (AssertionError e) {
                out.println(e.getMessage());
                System.exit(1);
                return;
            }
            operations += outcome.operations();
            faults = faults.plus(outcome.faults());
            if ((walked + 1) % REPORT_EVERY == 0 || walked + 1 == count) {
                out.println(
                        (walked + 1) + " seeds from " + from + ": " + operations + " operations, faults: " + faults);
            }
        }
    }

    private static long number(String[] arguments, String name, long otherwise) {
        for (int i = 0; i < arguments.length - 1; i++) {
            if (arguments[i].equals(name)) {
                return Long.parseLong(arguments[i + 1]);
            }
        }
        return otherwise;
    }
}
